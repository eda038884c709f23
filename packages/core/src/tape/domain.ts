/** A size in a shape that the laws draw: a letter (equal letters are equal sizes), their sum, or a fixed number. */
export type Size = 'm' | 'k' | 'n' | 'm+n' | number;
/** The letters' sizes as drawn. */
export type Sizes = Readonly<Record<'m' | 'k' | 'n', number>>;

export interface ArgumentDomain {
  readonly rows: Size;
  readonly columns: Size;
  /** entries lie between these, both finite */
  readonly from: number;
  readonly to: number;
  /** a matrix whose diagonal dominates, so that it is well conditioned; at least as many rows as columns */
  readonly dominant?: true;
  /** symmetric and positive definite */
  readonly definite?: true;
  /** singular values, or eigenvalues of the symmetric part, lie well apart */
  readonly spread?: true;
  /** whole numbers, counted from 0, below a size that is drawn */
  readonly whole?: true;
  readonly below?: Size;
  /** only chooses, like a mask, and is not differentiated: each entry is one of these */
  readonly choices?: readonly number[];
}

/** Where an op is defined and smooth: the laws draw their arguments from here. */
export interface Domain<A = unknown> {
  readonly args: readonly ArgumentDomain[];
  /** the attributes of a draw: one of these */
  readonly attributes?: readonly ((sizes: Sizes) => A)[];
  /** the derivative is not unique where an argument, or the difference of two, takes one of these values */
  readonly kinks?: readonly number[];
  /** the derivative is zero by definition, not by the function's slope */
  readonly detached?: true;
  /** what the kinks are kinks of: each entry (default), or the difference of two arguments, or of two entries of one */
  readonly kinkOf?: 'entry' | 'difference';
}

/** An argument of m rows and n columns with entries in [from, to]. */
export const between = (from: number, to: number, rows: Size = 'm', columns: Size = 'n'): ArgumentDomain => ({ rows, columns, from, to });
