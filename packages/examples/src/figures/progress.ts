import { styleText } from 'node:util';
import { percent } from './percent.ts';
import { print } from './print.ts';

/** How far a training is. */
export interface Progressed {
  readonly evaluations: number;
  readonly value: number;
  readonly accuracy: number;
}
/** Shows a training while it runs. */
export interface Progress {
  show(now: Progressed): void;
  end(): void;
}

/** A bar that moves on a terminal; elsewhere a line now and then. */
export const progress = (total: number): Progress =>
  process.stdout.isTTY && process.env['TERM'] !== 'dumb' ? movingBar(total) : lines(total);

const MOST_LINES = 20;

function lines(total: number): Progress {
  let shown = -1;
  print('  evaluations   cost J   accuracy');
  return {
    show: ({ evaluations, value, accuracy }) => {
      const part = Math.floor((evaluations / total) * MOST_LINES);
      if (part === shown) return;
      shown = part;
      print(`  ${`${evaluations}/${total}`.padStart(11)}   ${value.toFixed(4)}   ${percent(accuracy).padStart(8)}`);
    },
    end: () => print(''),
  };
}

const WIDTH = 24;

/** One line, drawn over itself: it needs no event loop, so the training may keep the thread. */
function movingBar(total: number): Progress {
  const started = performance.now();
  const draw = (evaluations: number, text: string): void => {
    const full = Math.floor((evaluations / total) * WIDTH);
    const bar = styleText('green', '━'.repeat(full)) + styleText('dim', '━'.repeat(WIDTH - full));
    process.stdout.write(`\r  ${bar}  ${evaluations}/${total}   ${text}\u001b[K`);
  };
  draw(0, 'the first evaluation');
  return {
    show: ({ evaluations, value, accuracy }) => {
      const left = ((performance.now() - started) / 1000 / evaluations) * (total - evaluations);
      draw(evaluations, `J ${value.toFixed(4)}   ${percent(accuracy)}   ${Math.ceil(left)} s left`);
    },
    end: () => process.stdout.write('\r\u001b[K'),
  };
}
