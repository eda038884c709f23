import { beforeAll, describe, expect, test } from 'vitest';
import { bundled } from './bundle.ts';
import type { Report } from './page.ts';
import { checksum } from './program.ts';
import { hasBrowser, visit } from './visit.ts';

let script = '';
let expected = '';
beforeAll(async () => {
  script = await bundled('page.ts');
  expected = await checksum({ engine: 'interpreter' });
});

const isolated = { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' };

describe.skipIf(!hasBrowser)('in a browser', () => {
  test('on a page of its own origin the engine runs on threads, with the bits that Node gives', async () => {
    const found = await visit<Report>({ script, headers: isolated });
    expect(found).toEqual({ engine: 'wasm', isolated: true, workers: 1, sums: [expected, expected, expected] });
  });
  test('on an ordinary page it runs on one thread, with the same bits', async () => {
    const found = await visit<Report>({ script });
    expect(found).toEqual({ engine: 'wasm', isolated: false, workers: 0, sums: [expected, expected, expected] });
  });
  test('under a policy that forbids WebAssembly closures run, with the same bits', async () => {
    const found = await visit<Report>({ script, headers: { 'content-security-policy': "script-src 'self'" } });
    expect(found).toEqual({ engine: 'closures', isolated: false, workers: 0, sums: [expected, expected, expected] });
  });
});
