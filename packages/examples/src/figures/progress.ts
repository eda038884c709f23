import { percent } from './percent.ts';

/** How far a training is. */
export interface Progressed {
  readonly evaluations: number;
  readonly cost: number;
  readonly accuracy: number;
}
/** Shows a training while it runs. */
export interface Progress {
  show(now: Progressed): Promise<void>;
  end(): void;
}

/** A bar that moves on a terminal; elsewhere a line now and then. */
export const progress = (evaluations: number): Promise<Progress> | Progress =>
  process.stdout.isTTY && process.env['TERM'] !== 'dumb' && process.env['CI'] === undefined ? movingBar(evaluations) : lines(evaluations);

const LINES = 20;

function lines(total: number): Progress {
  let shown = -1;
  console.log('  evaluations      cost   accuracy');
  return {
    show: async ({ evaluations, cost, accuracy }) => {
      const part = Math.floor((evaluations / total) * LINES);
      if (part === shown) return;
      shown = part;
      console.log(`  ${`${evaluations}/${total}`.padStart(11)}   ${cost.toFixed(5)}   ${percent(accuracy)}`);
    },
    end: () => undefined,
  };
}

async function movingBar(total: number): Promise<Progress> {
  const { progress: bar } = await import('@clack/prompts');
  const started = performance.now();
  const moving = bar({ max: total, size: 24, indicator: 'timer', withGuide: false, onCancel: () => process.exit(130) });
  moving.start('the first steps');
  if (process.stdin.isTTY) process.stdin.setRawMode(false); // Ctrl-C stays Ctrl-C
  let before = 0;
  return {
    show: async ({ evaluations, cost, accuracy }) => {
      const left = ((performance.now() - started) / 1000 / evaluations) * (total - evaluations);
      moving.advance(evaluations - before, `${evaluations}/${total}   J ${cost.toFixed(4)}   ${percent(accuracy)}   ${Math.ceil(left)} s left`);
      before = evaluations;
      await new Promise((resolve) => setTimeout(resolve, 1)); // the terminal's turn
    },
    end: () => moving.clear(),
  };
}
