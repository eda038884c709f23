import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { bundled } from './bundle.ts';
import type { Report } from './page.ts';
import { checksum } from './program.ts';

const chromium = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
type Headers = Readonly<Record<string, string>>;

let script = '';
let expected = '';
beforeAll(async () => {
  script = await bundled('page.ts');
  expected = await checksum({ engine: 'interpreter' });
});

/** Opens the page in a browser, served with these headers, and answers with what it reports. */
async function visit(headers: Headers): Promise<Report> {
  const profile = mkdtempSync(join(tmpdir(), 'adjoint-browser-'));
  let browser: ChildProcess | undefined;
  try {
    return await new Promise<Report>((resolve, reject) => {
      const server = createServer((request, response) => {
        if (request.url === '/report') {
          let body = '';
          request.on('data', (part: Buffer) => (body += part.toString()));
          request.on('end', () => {
            response.end();
            server.close();
            resolve(JSON.parse(body) as Report);
          });
        } else if (request.url === '/page.js') response.writeHead(200, { ...headers, 'content-type': 'text/javascript' }).end(script);
        else
          response
            .writeHead(200, { ...headers, 'content-type': 'text/html' })
            .end('<!doctype html><script type="module" src="/page.js"></script>');
      });
      server.listen(0, '127.0.0.1', () => {
        const { port } = server.address() as AddressInfo;
        browser = spawn(chromium, [...flags, `--user-data-dir=${profile}`, `http://127.0.0.1:${port}/`], { stdio: 'ignore' });
        browser.on('error', reject);
        browser.on('exit', () => reject(new Error('the browser ended before the page reported')));
      });
    });
  } finally {
    browser?.removeAllListeners('exit');
    browser?.kill('SIGKILL');
    rmSync(profile, { recursive: true, force: true, maxRetries: 10 });
  }
}

const isolated: Headers = { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' };

describe.skipIf(!existsSync(chromium))('in a browser', () => {
  test('on a page of its own origin the engine runs on threads, with the bits that Node gives', async () => {
    const { error, ...found } = await visit(isolated);
    expect(error).toBeUndefined();
    expect(found).toEqual({ engine: 'wasm', isolated: true, workers: 1, sums: [expected, expected, expected] });
  });
  test('on an ordinary page it runs on one thread, with the same bits', async () => {
    const { error, ...found } = await visit({});
    expect(error).toBeUndefined();
    expect(found).toEqual({ engine: 'wasm', isolated: false, workers: 0, sums: [expected, expected, expected] });
  });
  test('under a policy that forbids WebAssembly closures run, with the same bits', async () => {
    const { error, ...found } = await visit({ 'content-security-policy': "script-src 'self'" });
    expect(error).toBeUndefined();
    expect(found).toEqual({ engine: 'closures', isolated: false, workers: 0, sums: [expected, expected, expected] });
  });
});
