import { add, grad, item, mul, type Scalar, scalar, sigmoid, square, sub } from '@adjoint/core';
import { numpyRandom } from '@adjoint/nn';
import { noProgress } from '../figures/progress.ts';
import type { Exercise } from './exercise.ts';
import { type Figure, within } from './figure.ts';
import { descend, gradientDescent } from './gradientDescent.ts';

interface Parameters {
  readonly w1: Scalar;
  readonly b1: Scalar;
  readonly w2: Scalar;
  readonly b2: Scalar;
}
const input = 1;
const target = 0;

/** J = (y - t)² / 2 with y = σ(w2 σ(w1 x + b1) + b2). */
function cost({ w1, b1, w2, b2 }: Parameters): Scalar {
  const a1 = sigmoid(add(mul(w1, input), b1));
  const a2 = sigmoid(add(mul(w2, a1), b2));
  return mul(0.5, square(sub(a2, target)));
}

/** The chain rule link by link: what backpropagation is made of, and what `grad` does unasked. */
function byHand(w1: number, b1: number, w2: number, b2: number): Readonly<Record<keyof Parameters, number>> {
  const logistic = (z: number): number => 1 / (1 + Math.exp(-z));
  const a1 = logistic(w1 * input + b1);
  const a2 = logistic(w2 * a1 + b2);
  const delta2 = (a2 - target) * a2 * (1 - a2);
  const delta1 = delta2 * w2 * a1 * (1 - a1);
  return { w1: delta1 * input, b1: delta1, w2: delta2 * a1, b2: delta2 };
}

function gradients(seed: number): readonly Figure[] {
  const [w1, b1, w2, b2] = numpyRandom(seed).randn(1, 4).value.toArray()[0]!;
  const hand = byHand(w1!, b1!, w2!, b2!);
  const ours = grad(cost)({ w1: scalar(w1!), b1: scalar(b1!), w2: scalar(w2!), b2: scalar(b2!) });
  return (['w1', 'b1', 'w2', 'b2'] as const).map((name) => within(`dJ/d${name}`, 10, hand[name], item(ours[name]), 1e-15));
}

const start = 5;
const table: readonly (readonly [rate: number, steps: number])[] = [
  [0.001, 100],
  [0.01, 100],
  [0.1, 20],
  [0.5, 1],
  [0.9, 20],
  [1, 99],
  [1, 100],
  [1.1, 20],
];
/** A step goes from x to (1 - 2 rate) x. */
const arrival = (rate: number, steps: number): number => start * (1 - 2 * rate) ** steps;

/** x² from 5 with several learning rates, and a network of one unit after another. */
export const oneOneOne: Exercise = {
  name: 'one-one-one',
  summary: 'A network of 1-1-1 units, and what the learning rate does',
  seeds: [0],
  run: ({ seed }) => {
    const rolled = table.map(([rate, iterations]) =>
      descend(
        gradientDescent((x: Scalar) => square(x), rate),
        scalar(start),
        { iterations, every: 1, progress: noProgress },
      ),
    );
    return {
      figures: [
        ...gradients(seed),
        ...table.map(([rate, steps], i) =>
          within(`x², rate ${rate}, ${steps} steps`, 5, arrival(rate, steps), item(rolled[i]!.state.p), 1e-9),
        ),
      ],
      curve: { points: rolled[2]!.costs, along: 'steps at rate 0.1' },
      remarks: ['With rate 1 x goes 5, -5, 5, ... for ever; above it, x runs away.'],
    };
  },
};
