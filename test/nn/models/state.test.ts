import { ArgumentError, isMat, matrix } from '@adjoint/core';
import { decodeState, encodeState, random } from '@adjoint/nn';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { refusalOf, rightOf } from '../data/outcomes.ts';

const kept = <S>(state: S): S => rightOf(decodeState<S>(encodeState(state), 'state'));
/** The same with matrices as sizes and bits, which can be compared. */
const plain = (x: unknown): unknown =>
  isMat(x)
    ? { rows: x.rows, columns: x.columns, bits: Buffer.from(x.toFloat64Array().buffer).toString('hex') }
    : Array.isArray(x)
      ? x.map(plain)
      : typeof x === 'object' && x !== null && !ArrayBuffer.isView(x)
        ? Object.entries(x).map(([key, value]) => [key, plain(value)])
        : x;

const key = fc.oneof(fc.constantFrom('$', '__proto__', 'constructor', 'a.b', '~0', '', '0', 'parameters'), fc.string({ maxLength: 4 }));
const number = fc.oneof(fc.constantFrom(0, -0, NaN, Infinity, -Infinity, 5e-324, 1.7976931348623157e308, 0.1), fc.double(), fc.integer());
const mat = fc
  .record({
    rows: fc.integer({ min: 1, max: 3 }),
    columns: fc.integer({ min: 1, max: 3 }),
    values: fc.array(number, { minLength: 9, maxLength: 9 }),
  })
  .map(({ rows, columns, values }) => matrix.of(rows, columns, values.slice(0, rows * columns)));
const { state } = fc.letrec((tie) => ({
  state: fc.oneof(
    { maxDepth: 4 },
    mat,
    number,
    fc.string(),
    fc.boolean(),
    fc.constantFrom(null, undefined),
    fc.array(number, { minLength: 14, maxLength: 20 }),
    fc.array(number, { maxLength: 5 }).map((list) => Float32Array.from(list)),
    fc.array(tie('state'), { maxLength: 4 }),
    fc.array(fc.tuple(key, tie('state')), { maxLength: 4 }).map((entries) => Object.fromEntries(entries) as unknown),
  ),
}));

test('any state comes back as it was, bit for bit', () => {
  const comesBack = (given: unknown): void => {
    const found = rightOf(decodeState(encodeState(given, { nonFinite: 'allow' }), 'state'));
    expect(plain(found)).toEqual(plain(given));
  };
  fc.assert(fc.property(state, comesBack), {
    numRuns: 500,
    examples: [[{ $: 'number', value: 'NaN' }], [{ $: 'matrix', name: 'state' }], [[undefined, undefined]], [matrix([[1]])], [-0]],
  });
});

test('a source of random numbers goes on where it stood', () => {
  const source = random(42).uniform(3, 3, 0, 1).random;
  const { generator } = kept({ generator: source });
  expect(generator.state).toEqual(source.state);
  expect(generator.permutation(20).value).toEqual(source.permutation(20).value);
});

test('what is kept twice has the same bytes', () => {
  const given = { step: 3, parameters: [matrix([[1, 2]])], order: random(1).permutation(100).value };
  expect(encodeState(given)).toEqual(encodeState(given));
});

describe('what cannot be kept is refused, and the message says where it is', () => {
  const ring: { self?: unknown } = {};
  ring.self = ring;
  test.each([
    [
      'a function',
      { a: [() => 1] },
      'encodeState: state.a.0 cannot be kept: it is a function. Keep matrices, numbers, text, booleans, and arrays and plain objects of these',
    ],
    ['an object of a class', { a: new Map() }, 'encodeState: state.a cannot be kept: it is an object of class Map. '],
    ['a bigint', { a: 1n }, 'encodeState: state.a cannot be kept: it is a bigint. '],
    ['a state that holds itself', ring, 'encodeState: the state is more than 100 levels deep. Does it hold itself?'],
  ])('%s', (_, given, message) => {
    expect(() => encodeState(given)).toThrow(ArgumentError);
    expect(() => encodeState(given)).toThrow(message);
  });
});

test('a state of another architecture is refused with what differs', () => {
  const bytes = encodeState({ step: 1 }, { architecture: { hidden: 25 } });
  expect(refusalOf(decodeState(bytes, 'run', { architecture: { hidden: 30 } }))).toBe(
    'run: byte 0: expected a state of this architecture, found another: architecture.hidden is 25, not 30',
  );
});
