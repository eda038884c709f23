import type { Exercise, Outcome, Settings } from './exercise.ts';
import type { Figure } from './figure.ts';

/** An exercise that was run. */
export interface Run extends Outcome {
  readonly exercise: string;
  readonly seed: number;
  readonly seconds: number;
}

export function timed(exercise: Exercise, settings: Settings): Run {
  const started = performance.now();
  const outcome = exercise.run(settings);
  return { ...outcome, exercise: exercise.name, seed: settings.seed, seconds: (performance.now() - started) / 1000 };
}

/** Whether nothing that can be compared differs. */
export const isGood = ({ figures }: Run): boolean => figures.every(({ ok }) => ok !== false);

/** For --json: one object per figure, a line each. What is not known is null. */
export const jsonLines = ({ exercise, seed, seconds, figures }: Run): readonly string[] =>
  figures.map(({ metric, original = null, ours, ok = null }: NullableFigure) =>
    JSON.stringify({ exercise, metric: `${metric}, seed ${seed}`, original, ours, seconds: Number(seconds.toFixed(3)), ok }),
  );
type NullableFigure = { readonly [K in keyof Figure]: Figure[K] | null };
