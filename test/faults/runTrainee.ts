import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const trainee = fileURLToPath(new URL('trainee.ts', import.meta.url));

/** How a trainee ended. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** its last line: a hash of its last state, the step, and the epochs in its history */
  readonly line: string;
}

/** Runs the training of trainee.ts in a process of its own; `started` is told when it has made some steps. */
export function runTrainee(args: readonly string[], started: (child: ChildProcess) => void = () => {}): Promise<Ended> {
  const child = spawn(process.execPath, [trainee, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.on('data', (part: Buffer) => {
    text += part.toString();
    if (part.toString().includes('running')) started(child);
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject).on('close', (code, signal) => resolve({ code, signal, line: text.trim().split('\n').at(-1) ?? '' }));
  });
}
