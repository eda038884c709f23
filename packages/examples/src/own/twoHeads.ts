import { add, type Mat, matrix, type Scalar } from '@adjoint/core';
import { accuracy, binaryCrossEntropyWithLogits, dense, meanSquaredError, minimize, random, split, tanh } from '@adjoint/nn';

/** Points of the square, a row each: which are inside the unit circle (0 or 1), and how far from its centre each is. */
function points(
  seed: number,
  count: number,
): { readonly x: Mat<number, 2>; readonly inside: Mat<number, 1>; readonly distance: Mat<number, 1> } {
  const x = random(seed).uniform(count, 2, -1.5, 1.5).value;
  const distances = x.toArray().map(([a, b]) => Math.hypot(a!, b!));
  const inside = distances.map((distance) => Number(distance < 1));
  return { x, inside: matrix.of(count, 1, inside), distance: matrix.of(count, 1, distances) };
}

const trunk = dense(2, 16, tanh);
const insideHead = dense(16, 1);
const distanceHead = dense(16, 1);

function initialize(seed: number) {
  const [first, second, third] = split(random(seed), 3);
  return { trunk: trunk.initialize(first!), inside: insideHead.initialize(second!), distance: distanceHead.initialize(third!) };
}
type Parameters = ReturnType<typeof initialize>;

/** One trunk, two answers. */
function apply(p: Parameters, x: Mat<number, 2>) {
  const hidden = trunk.apply(p.trunk, x);
  return { logit: insideHead.apply(p.inside, hidden), distance: distanceHead.apply(p.distance, hidden) };
}

/** A network with two heads learns from 400 points; how well it does on 1000 others. */
export function twoHeads(seed: number): { readonly accuracy: number; readonly rootMeanSquare: number } {
  const seen = points(seed, 400);
  const loss = (p: Parameters): Scalar => {
    const { logit, distance } = apply(p, seen.x);
    return add(binaryCrossEntropyWithLogits(logit, seen.inside), meanSquaredError(distance, seen.distance));
  };
  const { parameters } = minimize(loss, initialize(seed), { method: 'lbfgs', maxEvaluations: 300 });

  const fresh = points(seed + 1, 1000);
  const { logit, distance } = apply(parameters, fresh.x);
  const answers = logit.toArray().map(([z]) => Number(z! > 0));
  return {
    accuracy: accuracy(matrix.of(1000, 1, answers), fresh.inside),
    rootMeanSquare: Math.sqrt(meanSquaredError(distance, fresh.distance).at(0, 0)),
  };
}
