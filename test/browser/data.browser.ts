import { beforeAll, describe, expect, test } from 'vitest';
import { bitsOf } from './bits.ts';
import { bundled } from './bundle.ts';
import type { DataReport } from './dataPage.ts';
import { changedFiles, cutFiles, wholeFiles } from './files.ts';
import { type Outcome, outcomeOf } from './outcome.ts';
import { trained } from './training.ts';
import { hasBrowser, visit } from './visit.ts';

const inNode = await trained();
const whole = new Map([...wholeFiles, ['trained.model', inNode.model], ['trained.state', inNode.state]]);
const [cut, changed] = [cutFiles(whole), changedFiles(whole)];
const files = new Map([...whole, ...cut, ...changed]);

let found: DataReport;
const expected = new Map<string, Outcome>();
beforeAll(async () => {
  if (!hasBrowser) return;
  for (const [name, bytes] of files) expected.set(name, await outcomeOf(bytes, name));
  const names = new TextEncoder().encode(JSON.stringify([...files.keys()]));
  found = await visit<DataReport>({ script: await bundled('dataPage.ts'), files: new Map([...files, ['names', names]]) });
});

describe.skipIf(!hasBrowser)('in a browser', () => {
  test.each([...whole.keys()])('%s is read, in one piece and in many, and written again, to the bits that Node gives', (name) => {
    expect(expected.get(name)).toHaveProperty('read');
    expect(found.outcomes[name]).toEqual(expected.get(name));
  });
  test.each([...cut.keys()])('%s are refused with the sentence that Node gives', (name) => {
    if (!name.endsWith('.csv')) expect(expected.get(name)).toHaveProperty('refused'); // a table may end at any line
    expect(found.outcomes[name]).toEqual(expected.get(name));
  });
  test.each([...changed.keys()])('%s is read or refused as in Node', (name) => {
    expect(found.outcomes[name]).toEqual(expected.get(name));
  });
  test('a training gives the bits that Node gives, and the files of its model and its state', () => {
    expect(inNode.steps).toBe(48);
    expect(inNode.losses.at(-1)).toBeLessThan(inNode.losses[0]!);
    expect(found.trained).toEqual(bitsOf(inNode));
  });
});
