import { ArgumentError } from '@adjoint/core';
import { requireOptions } from '../requireOptions.ts';
import { textOf } from '../textOf.ts';
import { clock } from './turns.ts';

/** Where a bar is drawn: `process.stdout`, or anything that takes text. */
export interface TextOutput {
  write(text: string): unknown;
  /** whether what is written can be drawn over */
  readonly isTTY?: boolean;
}

/** Shows how far something is while it runs. */
export interface ProgressBar {
  /** `done` of the total, and a few words about it */
  show(done: number, text: string): void;
  end(): void;
}

export interface ProgressBarOptions {
  /** what `done` ends at; Infinity where no one knows */
  readonly total: number;
  /** milliseconds, to tell the time that is left */
  readonly now?: () => number;
}

/** A bar that moves on a terminal; elsewhere a line now and then. */
export function progressBar(output: TextOutput, options: ProgressBarOptions): ProgressBar {
  requireOutput('progressBar', output, options, 'progressBar(process.stdout, { total: 100 })');
  const { total, now = clock } = options;
  if (typeof now !== 'function') throw new ArgumentError(`progressBar: now must be a function that gives milliseconds, got ${textOf(now)}`);
  return output.isTTY === true ? movingBar(output, total, now) : lines(output, total);
}

/** @throws ArgumentError unless text can be written there, with options */
export function requireOutput(asker: string, output: unknown, options: unknown, example: string): void {
  if (typeof (output as Partial<TextOutput> | undefined)?.write !== 'function')
    throw new ArgumentError(`${asker}: the output must have write, got ${textOf(output)}. Write ${example}`);
  requireOptions(asker, options, `Write ${example}`);
}

const mostLines = 20;

function lines(output: TextOutput, total: number): ProgressBar {
  const width = String(total).length * 2 + 1;
  const every = Number.isFinite(total) ? total / mostLines : 1000;
  let shown = 0;
  return {
    show: (done, text) => {
      const part = Math.floor(done / every);
      if (part === shown) return;
      shown = part;
      output.write(`  ${countOf(done, total).padStart(width)}   ${text}\n`);
    },
    end: () => undefined,
  };
}

const width = 24;
const pause = 50; // milliseconds between two drawings
const paint = (code: number, text: string): string => `\u001B[${code}m${text}\u001B[0m`;
const [dim, green] = [2, 32];

/** One line, drawn over itself: it needs no event loop, so the work may keep the thread. */
function movingBar(output: TextOutput, total: number, now: () => number): ProgressBar {
  const started = now();
  let drawn = -Infinity;
  return {
    show: (done, text) => {
      const at = now();
      if (at - drawn < pause && done < total) return;
      drawn = at;
      const full = Number.isFinite(total) ? Math.floor((done / total) * width) : 0;
      const bar = paint(green, '━'.repeat(full)) + paint(dim, '━'.repeat(width - full));
      const seconds = ((at - started) / 1000 / done) * (total - done);
      const left = done > 0 && Number.isFinite(seconds) ? `   ${Math.ceil(seconds)} s left` : '';
      output.write(`\r  ${bar}  ${countOf(done, total)}   ${text}${left}\u001B[K`);
    },
    end: () => output.write('\r\u001B[K'),
  };
}

const countOf = (done: number, total: number): string => (Number.isFinite(total) ? `${done}/${total}` : String(done));
