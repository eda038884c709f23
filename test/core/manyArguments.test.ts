import {
  add,
  concatColumns,
  concatRows,
  customVjp,
  differentiate,
  full,
  grad,
  hvp,
  jvp,
  type Mat,
  mul,
  type Op,
  record,
  type Scalar,
  scalar,
  spec,
  square,
  sum,
  type Tape,
} from '@adjoint/core';
import { describe, expect, test } from 'vitest';

const count = 1000;
const scalars = Array.from({ length: count }, (_, i) => scalar(i / 8));

describe.each<readonly [Op, (...xs: readonly Mat[]) => Mat]>([
  [concatRows.op, concatRows as never],
  [concatColumns.op, concatColumns as never],
])('$name', (op, concat) => {
  test('gives each of a thousand arguments its own slice of the cotangent', () => {
    const gradient = grad((xs: readonly Mat[]): Scalar => sum(square(concat(...xs))))(scalars);
    expect(gradient.map((g) => g.at(0, 0))).toEqual(scalars.map((x) => 2 * x.at(0, 0)));
  });
  test('gives tangents and second derivatives of many arguments of several sizes', () => {
    const side = op === concatRows.op ? 'rows' : 'columns';
    const xs = Array.from({ length: 300 }, (_, i) => (side === 'rows' ? full((i % 3) + 1, 2, i / 8) : full(2, (i % 3) + 1, i / 8)) as Mat);
    const v = xs.map((x, i) => mul(x, i % 7));
    const cubed = (ys: readonly Mat[]): Scalar => {
      const joined = concat(...ys);
      return sum(mul(joined, square(joined)));
    };
    expect(jvp((ys: readonly Mat[]) => concat(...ys))(xs, v).tangent.toArray()).toEqual(concat(...v).toArray());
    const expected = xs.map((x, i) => mul(6, mul(x, v[i]!)).toArray());
    expect(hvp(cubed)(xs, v).map((h) => h.toArray())).toEqual(expected);
  });
  test('has a tangent whose tape holds a few times as many numbers as the arguments, not their square', () => {
    const tape = record(
      (xs: readonly Mat[]) => jvp((ys: readonly Mat[]) => concat(...ys))(xs, xs).tangent,
      scalars.map(() => spec(1, 1)),
    );
    expect(tape.entries.reduce((total, { rows, columns }) => total + rows * columns, 0)).toBeLessThan(200 * count);
  });
  test('asks each argument for its sizes a few times in all, not once per argument', () => {
    let reads = 0;
    const shape = { get rows() { return (reads += 1, 1); }, get columns() { return (reads += 1, 1); } } as Mat; // prettier-ignore
    const xs = scalars.map(() => shape);
    const g = concat(...scalars);
    xs.forEach((_, argument) => op.vjps[0]!(g, g, xs, {}, argument));
    expect(reads).toBeLessThanOrEqual(3 * count);
  });
});

describe('call', () => {
  /** how often a rule of `size` arguments is replayed by one reverse pass */
  const replays = (size: number): number => {
    const total = customVjp(
      (...xs: readonly Mat[]) => xs.reduce((sumSoFar, x) => add(sumSoFar, square(x))),
      (g: Mat, _y: Mat, ...xs: readonly Mat[]) => xs.map((x) => mul(g, mul(3, x))),
    );
    const tape = record((xs: readonly Mat[]) => total(...xs), Array.from({ length: size }, () => spec(1, 1)) as never);
    let reads = 0;
    const counted = (backward: Tape): Tape => ({ ...backward, get entries() { return (reads += 1, backward.entries); } }); // prettier-ignore
    const entries = tape.entries.map((entry) =>
      entry.kind === 'applied'
        ? { ...entry, attributes: { ...entry.attributes, backward: counted(entry.attributes.backward as Tape) } }
        : entry,
    );
    differentiate({ ...tape, entries });
    return reads;
  };
  test('replays its rule once, however many arguments there are', () => expect(replays(40)).toBe(replays(2)));
});
