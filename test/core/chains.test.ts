import {
  add,
  differentiate,
  grad,
  interpret,
  item,
  type Mat,
  mul,
  neg,
  record,
  type Scalar,
  scalar,
  simplify,
  spec,
  sub,
} from '@adjoint/core';
import { describe, expect, test } from 'vitest';
import { Recorder } from '../../packages/core/src/tape/recorder.ts';

const long = 100_000;
/** x · c · c · ... with a subtraction between, so that no rule shortens it */
const chain = (x: Scalar): Scalar => {
  let y = x;
  for (let i = 0; i < long / 2; i += 1) y = sub(mul(y, x), x) as Scalar;
  return y;
};

describe(`a chain of ${long} entries`, () => {
  const tape = record(chain, spec(1, 1));
  test('is recorded', () => expect(tape.entries.length).toBe(long + 1));
  test('is interpreted', () => expect(item(interpret(tape, [scalar(2)])[0] as Scalar)).toBe(2));
  test('is simplified', () => expect(simplify(tape).entries.length).toBe(long + 1));
  test('is differentiated', () => expect(differentiate(tape, { seed: 'one' }).entries.length).toBeGreaterThan(2 * long));
  test('has its gradient taken in one call', () => expect(item(grad(chain)(0.5))).toBeCloseTo(slopeAt(0.5), 10));
  test('is read at its end while it is recorded', () => {
    const recorder = new Recorder();
    expect(item(chain(recorder.input({ rows: 1, columns: 1 }, scalar(2)) as Mat as Scalar))).toBe(2);
  });
});

/** By the recurrence: y' of y x - x. */
function slopeAt(x: number): number {
  let [y, slope] = [x, 1];
  for (let i = 0; i < long / 2; i += 1) [y, slope] = [y * x - x, slope * x + y - 1];
  return slope;
}

describe('sharing', () => {
  const doubled = (x: Scalar): Scalar => {
    let y = x;
    for (let i = 0; i < 60; i += 1) y = add(y, y);
    return y;
  };
  test('a chain of 60 doublings is 61 entries and its gradient 2⁶⁰', () => {
    expect(record(doubled, spec(1, 1)).entries.length).toBe(61);
    expect(item(grad(doubled)(1))).toBe(2 ** 60);
    expect(item(grad((x: Scalar) => grad(doubled)(x))(1))).toBe(0);
  });
  test('entries that say the same are one entry', () => {
    const tape = record((x: Scalar) => add(mul(neg(x), 2), mul(neg(x), 2)), spec(1, 1));
    expect(tape.entries.length).toBe(5); // x, -x, 2, the product, the sum
  });
});
