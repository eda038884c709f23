import { add, ArgumentError, isMat, type Mat, matmul, slice, type Times } from '@adjoint/core';
import { initialized } from '../initializers/initializer.ts';
import { uniform } from '../initializers/ranged.ts';
import { split, type Random } from '../random/random.ts';

/** Weights and biases of input and state, the gates side by side: PyTorch's weight_ih, weight_hh, bias_ih and bias_hh, transposed. */
export interface GateParams<In extends number, Size extends number, Gates extends number> {
  readonly wx: Mat<In, Times<Gates, Size>>;
  readonly wh: Mat<Size, Times<Gates, Size>>;
  readonly bx: Mat<1, Times<Gates, Size>>;
  readonly bh: Mat<1, Times<Gates, Size>>;
}

/** Evenly within ±1 / √size, as PyTorch starts them. */
export function initializeGates<In extends number, Size extends number, Gates extends number>(
  inputs: In,
  size: Size,
  gates: Gates,
  random: Random,
): GateParams<In, Size, Gates> {
  const bound = 1 / Math.sqrt(size);
  const make = uniform(-bound, bound);
  const [forX, forH, forBx, forBh] = split(random, 4) as unknown as readonly [Random, Random, Random, Random];
  const columns = gates * size;
  return {
    wx: initialized(make, inputs, columns, forX),
    wh: initialized(make, size, columns, forH),
    bx: initialized(make, 1, columns, forBx),
    bh: initialized(make, 1, columns, forBh),
  } as unknown as GateParams<In, Size, Gates>;
}

/** What goes into the gates from the input and from the state: x wx + bx and h wh + bh, each cut into its gates. */
export function gatesOf(parameters: unknown, x: Mat, h: Mat): { readonly ofInput: readonly Mat[]; readonly ofState: readonly Mat[] } {
  const { wx, wh, bx, bh } = (parameters ?? {}) as Partial<GateParams<number, number, number>>;
  if (!isMat(wx) || !isMat(wh) || !isMat(bx) || !isMat(bh))
    throw new ArgumentError('step: the parameters of a recurrent cell must be { wx, wh, bx, bh }. Make them with initialize(random(seed))');
  const cut = (z: Mat): readonly Mat[] =>
    z.columns === h.columns
      ? [z]
      : Array.from({ length: z.columns / h.columns }, (_, gate): Mat => slice(z, { columns: [gate * h.columns, (gate + 1) * h.columns] }));
  return { ofInput: cut(add(matmul(x, wx as Mat), bx)), ofState: cut(add(matmul(h, wh as Mat), bh)) };
}
