import { ArgumentError, type Mat, slice } from '@adjoint/core';
import { orderOf, requireEqualRows, type Rows, rowsOf, type Shuffler } from './batches.ts';

export interface SplitOptions {
  /** what is set aside: a share of the rows, above 0 and below 1 and rounded up, or how many, from 1 */
  readonly validation: number;
  /** draws the rows that are set aside, and the order of all; without it the last rows are, in order */
  readonly random?: Shuffler;
}

export interface SplitRows<B extends readonly Mat[]> {
  readonly training: B;
  readonly validation: B;
}

/**
 * Sets rows aside: `splitRows(x, y, { validation: 0.2, random: random(1) })`. Of a drawn order the first rows are for validation, the others for
 * training, as scikit-learn's `train_test_split` does: with `numpyRandom(1)` they are those of its `random_state=1`.
 * @throws ShapeError when rows differ, ArgumentError when no row would be left on a side
 */
export function splitRows<const X extends readonly [Mat, ...Mat[]]>(...given: readonly [...X, SplitOptions]): SplitRows<Rows<X>> {
  const { validation, random } = optionsOf(given.at(-1));
  const matrices = given.slice(0, -1) as readonly unknown[];
  requireEqualRows('splitRows', matrices);
  const { rows } = matrices[0]!;
  const aside = validation < 1 ? Math.ceil(validation * rows) : validation;
  if (!(Number.isSafeInteger(aside) && aside >= 1 && aside < rows))
    throw new ArgumentError(
      `splitRows: validation is ${String(validation)}: it must be a share above 0 and below 1, or a whole number from 1 to ${rows - 1}`,
    );
  const parts = random === undefined ? lastRows(matrices, aside) : drawnRows(matrices, aside, orderOf('splitRows', rows, random));
  return parts as SplitRows<readonly Mat[]> as SplitRows<Rows<X>>;
}

function optionsOf(last: unknown): SplitOptions {
  const options = last as Partial<SplitOptions> | undefined;
  if (typeof options?.validation === 'number') return options as SplitOptions;
  throw new ArgumentError(
    'splitRows: the last argument must be the options. Write splitRows(x, y, { validation: 0.2, random: random(1) })',
  );
}

const lastRows = (matrices: readonly Mat[], aside: number): SplitRows<readonly Mat[]> => {
  const at = matrices[0]!.rows - aside;
  return {
    training: matrices.map((x) => slice(x, { rows: [0, at] })),
    validation: matrices.map((x) => slice(x, { rows: [at, x.rows] })),
  };
};

const drawnRows = (matrices: readonly Mat[], aside: number, order: readonly number[]): SplitRows<readonly Mat[]> => ({
  training: rowsOf(matrices, order.slice(aside)),
  validation: rowsOf(matrices, order.slice(0, aside)),
});
