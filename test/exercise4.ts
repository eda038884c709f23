import {
  add,
  div,
  type Mat,
  matmul,
  mul,
  neg,
  record,
  sigmoid,
  softplus,
  spec,
  square,
  sub,
  sum,
  type Tape,
  transpose,
} from '@adjoint/core';
import { binaryCrossEntropy } from '@adjoint/nn';

export interface Exercise4Parameters {
  readonly w1: Mat<400, 25>;
  readonly b1: Mat<1, 25>;
  readonly w2: Mat<25, 10>;
  readonly b2: Mat<1, 10>;
}

/** Exercise 4 written out: two sigmoid layers, cross-entropy of probabilities, and the squares of the weights times lambda / 2m, lambda 1. */
export function exercise4Loss({ w1, b1, w2, b2 }: Exercise4Parameters, x: Mat<5000, 400>, y: Mat<5000, 10>): Mat<1, 1> {
  const hidden = sigmoid(add(matmul(x, w1), b1));
  const probabilities = sigmoid(add(matmul(hidden, w2), b2));
  return add(binaryCrossEntropy(probabilities, y), mul(0.5 / 5000, add(sum(square(w1)), sum(square(w2)))));
}

/** Its tape for 5000 samples, as recorded. */
export const exercise4Tape = (): Tape =>
  record(
    exercise4Loss,
    { w1: spec(400, 25), b1: spec(1, 25), w2: spec(25, 10), b2: spec(1, 10) },
    spec(5000, 400, 'x'),
    spec(5000, 10, 'y'),
  );

/** Value and gradient as the tutorials derive them by hand, from the logits z. */
export function exercise4ByHand({ w1, b1, w2, b2 }: Exercise4Parameters, x: Mat<5000, 400>, y: Mat<5000, 10>): readonly Mat[] {
  const z2 = add(matmul(x, w1), b1);
  const a2 = sigmoid(z2);
  const z3 = add(matmul(a2, w2), b2);
  const cost = add(div(sum(sub(softplus(z3), mul(y, z3))), 5000), mul(0.5 / 5000, add(sum(square(w1)), sum(square(w2)))));
  const d3 = mul(1 / 5000, sub(sigmoid(z3), y));
  const d2 = mul(matmul(d3, transpose(w2)), mul(a2, sigmoid(neg(z2))));
  return [
    cost,
    add(mul(1 / 5000, w1), matmul(transpose(x), d2)),
    sum(d2, { axis: 0 }),
    add(mul(1 / 5000, w2), matmul(transpose(a2), d3)),
    sum(d3, { axis: 0 }),
  ];
}
export const exercise4ByHandTape = (): Tape =>
  record(
    exercise4ByHand,
    { w1: spec(400, 25), b1: spec(1, 25), w2: spec(25, 10), b2: spec(1, 10) },
    spec(5000, 400, 'x'),
    spec(5000, 10, 'y'),
  );
