import { execFile } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');

export interface Run {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
  /** where the command ran */
  readonly folder: string;
}

/** Runs the real command, as `pnpm digits` and `pnpm xor` do, in a folder of its own. */
export const runExample = (...args: readonly string[]): Promise<Run> => runExampleIn(mkdtempSync(join(tmpdir(), 'adjoint-')), ...args);

export function runExampleIn(folder: string, ...args: readonly string[]): Promise<Run> {
  const cli = join(root, 'packages/examples/src/cli.ts');
  return new Promise((done) => {
    execFile(join(root, 'node_modules/.bin/node'), [cli, ...args], { cwd: folder }, (error, stdout, stderr) => {
      done({ status: error === null ? 0 : Number(error.code), stdout, stderr, folder });
    });
  });
}

/** The JSON object that --json puts on the last line. */
export const lastLine = ({ stdout }: Run): Readonly<Record<string, unknown>> =>
  JSON.parse(stdout.trimEnd().split('\n').at(-1)!) as Record<string, unknown>;
