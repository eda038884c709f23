import { styleText } from 'node:util';
import { print } from './print.ts';

/** How far a training is, and a figure for each heading. */
export interface Progressed {
  readonly done: number;
  readonly cells: readonly string[];
}
/** Shows a training while it runs. */
export interface Progress {
  show(now: Progressed): void;
  end(): void;
}
/** `total` of what `unit` counts are to be done; `headings` name the figures. */
export type StartProgress = (total: number, unit: string, headings: readonly string[]) => Progress;

const isTerminal = (): boolean => process.stdout.isTTY && process.env['TERM'] !== 'dumb';

/** A bar that moves on a terminal; elsewhere a line now and then. */
export const progress: StartProgress = (total, unit, headings) =>
  isTerminal() ? movingBar(total, headings) : lines(total, unit, headings);

/** A bar that moves on a terminal; elsewhere nothing. */
export const quietProgress: StartProgress = (total, unit, headings) =>
  isTerminal() ? movingBar(total, headings) : noProgress(total, unit, headings);

export const noProgress: StartProgress = () => ({ show: () => undefined, end: () => undefined });

const MOST_LINES = 20;

function lines(total: number, unit: string, headings: readonly string[]): Progress {
  let shown = -1;
  const first = Math.max(unit.length, 2 * String(total).length + 1);
  const line = (count: string, cells: readonly string[]): string =>
    `  ${[count.padStart(first), ...cells.map((cell, i) => cell.padStart(headings[i]!.length))].join('   ')}`;
  print(line(unit, headings));
  return {
    show: ({ done, cells }) => {
      const part = Math.floor((done / total) * MOST_LINES);
      if (part === shown) return;
      shown = part;
      print(line(`${done}/${total}`, cells));
    },
    end: () => print(''),
  };
}

const WIDTH = 16;

/** One line, drawn over itself: it needs no event loop, so the training may keep the thread. */
function movingBar(total: number, headings: readonly string[]): Progress {
  const started = performance.now();
  const draw = (done: number, text: string): void => {
    const full = Math.floor((done / total) * WIDTH);
    const bar = styleText('green', '━'.repeat(full)) + styleText('dim', '━'.repeat(WIDTH - full));
    process.stdout.write(`\r  ${bar}  ${done}/${total}   ${text}\u001b[K`);
  };
  draw(0, 'the first step');
  return {
    show: ({ done, cells }) => {
      const left = done === 0 ? '' : `   ${Math.ceil(((performance.now() - started) / 1000 / done) * (total - done))} s left`;
      draw(done, headings.map((heading, i) => `${heading} ${cells[i]!}`).join('   ') + left);
    },
    end: () => process.stdout.write('\r\u001b[K'),
  };
}
