import { table } from './table.ts';

interface Settings {
  readonly init: number;
  readonly lambda: number;
  readonly evaluations: number;
  readonly data: string | undefined;
}
interface Reference {
  /** accuracy that the tutorial prints */
  readonly published: string;
  /** what SciPy's TNC reaches over many seeds */
  readonly accuracy: string;
  readonly cost: string;
}
/** for lambda 10 and 300 evaluations, by the bound of the first weights */
const references: ReadonlyMap<number, Reference> = new Map([
  [0.1, { published: '0.9418', accuracy: '0.9390 to 0.9442', cost: '0.991 to 0.996' }],
  [0.5, { published: '0.9408', accuracy: '0.9392 to 0.9430', cost: '0.991 to 1.015' }],
]);

/** A run beside the published figure and SciPy's range, where it had their settings. */
export function comparison(
  { init, lambda, evaluations, data }: Settings,
  ours: { readonly cost: number; readonly accuracy: number },
): string {
  const heading = ['', 'accuracy', 'cost J'];
  const thisRun = ['this run', ours.accuracy.toFixed(4), ours.cost.toFixed(4)];
  const reference = lambda === 10 && evaluations === 300 && data === undefined ? references.get(init) : undefined;
  if (reference === undefined) {
    return `${table(heading, [thisRun])}\n  The published figures are for lambda 10, 300 evaluations, init 0.1 or 0.5.`;
  }
  return table(heading, [
    ['published', reference.published, '-'],
    ["SciPy's TNC, many seeds", reference.accuracy, reference.cost],
    thisRun,
  ]);
}
