import {
  add,
  differentiate,
  interpret,
  log,
  type Mat,
  matmul,
  matrix,
  mul,
  mulZero,
  named,
  neg,
  print,
  record,
  sigmoid,
  simplify,
  slice,
  spec,
  square,
  sub,
  sum,
  type Tape,
} from '@adjoint/core';
import { describe, expect, test } from 'vitest';

interface Net {
  readonly w1: Mat;
  readonly b1: Mat;
  readonly w2: Mat;
  readonly b2: Mat;
}
const weights = 1 / 5000;
/** The fourth exercise: a 400-25-10 net, cross-entropy of its probabilities, the weights' squares. */
const loss = ({ w1, b1, w2, b2 }: Net, x: Mat, y: Mat): Mat => {
  const hidden = sigmoid(add(matmul(x, w1), b1));
  const h = sigmoid(add(matmul(hidden, w2), b2));
  const likelihood = add(mulZero(y, log(h)), mulZero(sub(1, y), log(sub(1, h))));
  return add(mul(weights, sum(sum(neg(likelihood), { axis: 1 }))), mul(weights / 2, add(sum(square(w1)), sum(square(w2)))));
};
const recorded = (samples: number, inputs: number, hidden: number, outputs: number): Tape =>
  record(
    loss,
    { w1: spec(inputs, hidden), b1: spec(1, hidden), w2: spec(hidden, outputs), b2: spec(1, outputs) },
    spec(samples, inputs, 'x'),
    spec(samples, outputs, 'y'),
  );
const gradientOf = (tape: Tape): Tape => simplify(differentiate(simplify(tape), { wrt: [0, 1, 2, 3], seed: 'one' }));

describe('the gradient of the fourth exercise', () => {
  const tape = gradientOf(recorded(5000, 400, 25, 10));
  const text = print(tape);
  const ops = tape.entries.flatMap((entry) => (entry.kind === 'applied' ? [entry.op.name] : []));
  test('has at most 45 entries that are not inputs or constants', () => expect(ops.length, text).toBeLessThanOrEqual(45));
  test('divides by nothing and takes no logarithm', () => {
    expect(
      ops.filter((name) => ['div', 'reciprocal', 'log', 'log1p', 'mulZero'].includes(name)),
      text,
    ).toEqual([]);
  });
  test('is printed with a line per entry, under the names of the parameters', () => {
    const lines = text.split('\n');
    const numbers = tape.entries.filter(({ kind, rows, columns }) => kind === 'constant' && rows === 1 && columns === 1);
    expect(lines.length).toBe(tape.entries.length - numbers.length + 1);
    for (const name of ['w1', 'b1', 'w2', 'b2', 'x', 'y']) expect(text).toMatch(new RegExp(`^%\\d+ ${name} += input +\\d+x\\d+$`, 'm'));
    expect(text).toMatch(/= x · w1 +5000x25/);
  });
  test('is the shorter for being simplified before and after', () => {
    const raw = differentiate(recorded(5000, 400, 25, 10), { wrt: [0, 1, 2, 3], seed: 'one' });
    expect(simplify(raw).entries.length).toBeGreaterThan(gradientOf(recorded(5000, 400, 25, 10)).entries.length);
  });
  test('is finite and right for a net that is saturated at ±4000', () => {
    const tape = gradientOf(recorded(2, 2, 2, 2));
    const w1 = matrix([
      [4000, -4000],
      [-4000, 4000],
    ]);
    const zero = matrix([[0, 0]]);
    const [x, y] = [
      matrix([
        [1, 0],
        [0, 1],
      ]),
      matrix([
        [0, 1],
        [0, 1],
      ]),
    ];
    const [value, , , gw2, gb2] = interpret(tape, [w1, zero, w1, zero, x, y]);
    // hidden is x itself, so z = ±4000 with the wrong sign in the first row: h - y is 1, -1 there and 0, 0 below
    expect(value!.at(0, 0)).toBeCloseTo(weights * 8000 + (weights / 2) * 8 * 4000 ** 2, 6);
    expect(gb2!.toArray()).toEqual([[weights, -weights]]);
    expect(gw2!.toArray()).toEqual([
      [weights * 4001, weights * -4001],
      [weights * -4000, weights * 4000],
    ]);
  });
});

describe('a printed tape', () => {
  test('shows refs, labels, shapes, numbers where they are read, and what is returned', () => {
    const tape = record((x: Mat, y: Mat) => named('product', mul(add(x, 2), named('weight', y))), spec(1, 3, 'x'), spec(1, 3));
    expect(
      print(tape)
        .split('\n')
        .map((line) => line.replaceAll(/ +/g, ' ').trim()),
    ).toEqual([
      '%0 x = input 1x3',
      '%1 weight = input 1x3',
      '%3 = broadcastTo(2) 1x3',
      '%4 = x + %3 1x3',
      '%5 product = %4 * weight 1x3',
      'return product',
    ]);
  });
  test('tells 0 from -0, which are two entries', () => {
    const text = print(record((x: Mat<1, 1>) => add(mul(x, 0), mul(x, -0)), spec(1, 1)));
    expect(
      text
        .split('\n')
        .filter((line) => line.includes('%0 * '))
        .map((line) => / \* (\S+)/.exec(line)![1]),
    ).toEqual(['0', '-0']);
  });
  test('shows attributes that the shapes do not tell', () => {
    const tape = record((x: Mat<3, 3>) => sum(x, { axis: 0 }), spec(3, 3));
    expect(print(tape)).toMatch(/sumTo\(%0\) +1x3/);
    expect(print(record((x: Mat<3, 3>) => slice(x, { rows: [1, 2] }), spec(3, 3)))).toMatch(/slice\(%0, row: 1, column: 0\) +1x3/);
  });
});
