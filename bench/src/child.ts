import { type ChildProcess, spawn } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { performance } from 'node:perf_hooks';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { Contender } from './contender.ts';
import { pythonFor, pythonPeer } from './python.ts';

/** A contender's process, ready for work. */
export interface Child {
  /** from the start of the process to its first result, in seconds */
  readonly toFirst: number;
  /** writes its outputs to the folder, under the contender's key */
  check(): Promise<{ readonly version: string; readonly settings: string }>;
  /** seconds that so many runs took */
  run(times: number): Promise<number>;
  stop(): void;
}

const main = resolve(import.meta.dirname, 'peers/main.ts');
const patience = 600_000; // ms for one answer

/** Starts a contender. @throws Error with what the process said last, when it cannot do the job */
export async function startChild(contender: Contender, program: string, folder: string): Promise<Child> {
  const { peer, key, settings, environment } = contender;
  const isPython = peer === 'numpy' || peer === 'torch';
  const command = isPython ? pythonFor(peer) : process.execPath;
  const start = performance.now();
  const child = spawn(command, [isPython ? pythonPeer : main, peer, program, folder, key, JSON.stringify(settings)], {
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1', ...environment },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const ask = asking(child);
  await ask();
  return {
    toFirst: (performance.now() - start) / 1000,
    check: () => ask('check') as never,
    run: async (times) => ((await ask(`run ${times}`)) as { seconds: number }).seconds,
    stop: () => void child.kill(),
  };
}

/** Sends a line, if there is one, and waits for the next answer. */
function asking(child: ChildProcess): (line?: string) => Promise<object> {
  const said: string[] = [];
  const heard = new EventEmitter<{ readonly answer: [object]; readonly end: [Error] }>();
  let ended: Error | undefined;
  const end = (reason: string): void => {
    ended ??= new Error(reason);
    heard.emit('end', ended);
  };
  createInterface({ input: child.stdout! }).on('line', (line) => {
    if (line.startsWith('@ ')) heard.emit('answer', JSON.parse(line.slice(2)) as object);
  });
  createInterface({ input: child.stderr! }).on('line', (line) => void said.push(line));
  child.stdin!.on('error', () => {}); // a process that has ended is noticed by `close`
  child.on('error', ({ message }) => end(message));
  child.on('close', (code, signal) => end(reasonIn(said) ?? `it ended with ${signal ?? code}`));
  return (line) =>
    new Promise<object>((resolved, refused) => {
      if (ended !== undefined) throw ended;
      const late = setTimeout(() => {
        end(`no answer in ${patience / 1000} s`);
        child.kill('SIGKILL');
      }, patience);
      const settle = (act: () => void): void => {
        clearTimeout(late);
        heard.removeAllListeners();
        act();
      };
      heard.once('answer', (answer) => settle(() => resolved(answer)));
      heard.once('end', (error) => settle(() => refused(error)));
      if (line !== undefined) child.stdin!.write(`${line}\n`);
    });
}

/** The line of a stack trace that says what is wrong. */
const reasonIn = (lines: readonly string[]): string | undefined =>
  lines.findLast((line) => /^\w*(Error|Exception|Warning)\b.*:/.test(line.trim()))?.trim() ?? lines.findLast((line) => line.trim() !== '');
