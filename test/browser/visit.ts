import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Told } from './tell.ts';

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
const PATIENCE = 100_000; // milliseconds
export const hasBrowser: boolean = existsSync(chromium);

/** What a browser is shown: a page that runs a script. */
export interface Site {
  /** as `bundled` makes it; it ends with `tell` */
  readonly script: string;
  /** sent with every answer */
  readonly headers?: Readonly<Record<string, string>>;
  /** what the page can fetch from /files/ by name */
  readonly files?: ReadonlyMap<string, Uint8Array>;
}

/** Opens the page in a browser and answers with what it tells. Rejects with what was thrown there. */
export async function visit<Found>(site: Site): Promise<Found> {
  const profile = mkdtempSync(join(tmpdir(), 'adjoint-browser-'));
  const server = createServer();
  let browser: ChildProcess | undefined;
  try {
    return await new Promise<Found>((resolve, reject) => {
      server.on('request', (request, response) => {
        if (request.url !== '/tell') answer(site, request, response);
        else
          hear(request, (told) => {
            response.end();
            if (told.error === undefined) resolve(told.found as Found);
            else reject(new Error(`on the page: ${told.error}`));
          });
      });
      setTimeout(() => reject(new Error('the page told nothing')), PATIENCE).unref();
      server.listen(0, '127.0.0.1', () => {
        const { port } = server.address() as AddressInfo;
        browser = spawn(chromium, [...flags, `--user-data-dir=${profile}`, `http://127.0.0.1:${port}/`], { stdio: 'ignore' });
        browser.on('error', reject);
        browser.on('exit', () => reject(new Error('the browser ended before the page told anything')));
      });
    });
  } finally {
    browser?.removeAllListeners('exit');
    browser?.kill('SIGKILL');
    server.close();
    rmSync(profile, { recursive: true, force: true, maxRetries: 10 });
  }
}

function hear(request: IncomingMessage, take: (told: Told) => void): void {
  let body = '';
  request.setEncoding('utf8');
  request.on('data', (part: string) => (body += part));
  request.on('end', () => take(JSON.parse(body) as Told));
}

const FILES = '/files/';
function answer({ script, headers = {}, files }: Site, { url = '/' }: IncomingMessage, response: ServerResponse): void {
  const send = (status: number, type: string, body: string | Uint8Array): unknown =>
    response.writeHead(status, { ...headers, 'content-type': type }).end(body);
  if (url === '/') send(200, 'text/html', '<!doctype html><script type="module" src="/page.js"></script>');
  else if (url === '/page.js') send(200, 'text/javascript', script);
  else {
    const file = url.startsWith(FILES) ? files?.get(decodeURIComponent(url.slice(FILES.length))) : undefined;
    send(file === undefined ? 404 : 200, 'application/octet-stream', file ?? '');
  }
}
