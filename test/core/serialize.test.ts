import {
  customVjp,
  DecodeError,
  deserialize,
  differentiate,
  grad,
  interpret,
  type Mat,
  matrix,
  mul,
  named,
  type Op,
  print,
  record,
  registry,
  type Scalar,
  scalar,
  serialize,
  simplify,
  spec,
  square,
  sub,
  sum,
  type Tape,
} from '@adjoint/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Recorder } from '../../packages/core/src/tape/recorder.ts';
import { type Case, caseOf, runs } from '../laws/caseOf.ts';
import { edges } from '../laws/edges.ts';
import { program, runProgram } from '../laws/programs.ts';

function readBack(tape: Tape): Tape {
  const text = serialize(tape);
  const read = deserialize(text);
  if (read._tag === 'Left') throw read.left;
  expect(serialize(read.right)).toBe(text);
  return read.right;
}
const bits = (xs: readonly Mat[]): readonly (readonly number[])[] => xs.map((x) => [x.rows, x.columns, ...x.toFloat64Array()]);

/** @throws unless what is read is what was written: the same to look at, to run, to differentiate and to simplify */
function requireRoundTrip(tape: Tape, inputs: readonly Mat[]): void {
  const read = readBack(tape);
  expect(print(read)).toBe(print(tape));
  expect(print(read, { format: 'dot' })).toBe(print(tape, { format: 'dot' }));
  expect(bits(interpret(read, inputs))).toEqual(bits(interpret(tape, inputs)));
  const [gradient, expected] = [differentiate(read), differentiate(tape)];
  expect(print(gradient)).toBe(print(expected));
  const cotangents = tape.outputs.map((ref, i) => mul(1 + i / 4, interpret({ ...tape, outputs: [ref] }, inputs)[0]!));
  const results = bits(interpret(expected, [...inputs, ...cotangents]));
  expect(bits(interpret(gradient, [...inputs, ...cotangents]))).toEqual(results);
  expect(bits(interpret(readBack(gradient), [...inputs, ...cotangents]))).toEqual(results);
  expect(print(readBack(simplify(gradient)))).toBe(print(simplify(expected)));
}

/** One application, its last argument a constant when there are several, everything labelled. */
function labelled(op: Op, { xs, attributes }: Case, label: string): readonly [Tape, readonly Mat[]] {
  const recorder = new Recorder();
  const isConstant = (i: number) => i > 0 && i === xs.length - 1;
  const handles = xs.map((x, i) =>
    isConstant(i) ? recorder.lift(x) : recorder.input({ rows: x.rows, columns: x.columns, label: `${label}${i}` }),
  );
  const y = recorder.append(op, handles, attributes);
  recorder.label(y, label);
  return [recorder.close([y]).tape, xs.filter((_, i) => !isConstant(i))];
}
const labels = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('"', "'", '\\', '\n', '\\"', '__proto__', 'constructor', '', '</script>', '\u2028', '\ud800', '%1', 'NaN'),
);

describe('a tape that is written and read again is the same', () => {
  test.each(registry)('of $name, with its gradient', (op) => {
    fc.assert(
      fc.property(caseOf(op), labels, (c, label) => requireRoundTrip(...labelled(op, c, label))),
      runs(0.1),
    );
  });
  test('of any program', () => {
    fc.assert(
      fc.property(program, (given) => {
        const tape = record(
          (xs: readonly Mat[]) => runProgram(given, xs),
          given.inputs.map(({ rows, columns }) => spec(rows, columns)),
        );
        requireRoundTrip(tape, given.inputs);
      }),
      runs(0.5),
    );
  });
  test('with NaN, infinities, -0 and numbers of every size among its constants', () => {
    const number = fc.oneof(fc.constantFrom(...edges), fc.double());
    fc.assert(
      fc.property(fc.array(number, { minLength: 1, maxLength: 6 }), number, (numbers, one) => {
        const tape = record((x: Mat) => [mul(x, matrix([numbers])), mul(x, one)], spec(1, numbers.length));
        requireRoundTrip(tape, [matrix([numbers.map(() => 1)])]);
        const constant = readBack(tape).entries.find((entry) => entry.kind === 'constant')!;
        expect(constant.kind === 'constant' && Array.from(constant.value.toFloat64Array())).toEqual(numbers);
      }),
      runs(),
    );
  });
  test('with calls within calls, whose own rules stay', () => {
    const inner = customVjp(
      (x: Mat) => square(x),
      (g: Mat, _y: Mat, x: Mat) => [mul(g, mul(5, x))],
    );
    const outer = customVjp(
      (x: Mat, y: Mat) => sub(inner(x), inner(y)),
      (g: Mat, _out: Mat, x: Mat, y: Mat) => [mul(g, inner(y)), mul(7, mul(g, inner(x)))],
    );
    const tape = record((x: Mat, y: Mat) => sum(outer(x, y)), spec(2, 2, 'x'), spec(2, 2, 'y'));
    const inputs = [
      matrix([
        [1, 2],
        [3, 4],
      ]),
      matrix([
        [0.5, 0.25],
        [-1, 2],
      ]),
    ];
    requireRoundTrip(tape, inputs);
    const [, gx, gy] = interpret(differentiate(readBack(tape), { seed: 'one' }), inputs);
    expect([gx!.toArray(), gy!.toArray()]).toEqual([
      [
        [0.25, 0.0625],
        [1, 4],
      ],
      [
        [7, 28],
        [63, 112],
      ],
    ]);
  });
  test('with labels on inputs, constants, entries and outputs', () => {
    const tape = record((x: Mat) => named('the "sum"', sum(mul(x, named("weights \\ 'w'", matrix([[1, 2]]))))), spec(1, 2, 'x\n1'));
    expect(readBack(tape).entries.map(({ label }) => label)).toEqual(['x\n1', "weights \\ 'w'", undefined, 'the "sum"']);
  });
  test('without inputs, without entries, with outputs that repeat or are inputs', () => {
    requireRoundTrip(
      record(() => [scalar(3), scalar(3)]),
      [],
    );
    requireRoundTrip(
      record(() => []),
      [],
    );
    requireRoundTrip(
      record((x: Scalar, y: Scalar) => [y, x, x], spec(1, 1), spec(1, 1)),
      [scalar(2), scalar(5)],
    );
  });
});

describe('the text', () => {
  test('is JSON that says its version', () => {
    const tape = record((x: Mat) => square(x), spec(2, 3, 'x'));
    expect(JSON.parse(serialize(tape))).toEqual({
      adjoint: 1,
      inputs: [0],
      outputs: [1],
      entries: [
        { input: [2, 3], label: 'x' },
        { op: 'square', args: [0], attributes: {} },
      ],
    });
  });
  test('of another version is refused', () => {
    const read = deserialize(
      serialize(
        record(
          grad((x: Scalar) => square(x)),
          spec(1, 1),
        ),
      ).replace('"adjoint":1', '"adjoint":2'),
    );
    expect(read).toMatchObject({ _tag: 'Left', left: { place: 'tape.adjoint', expected: 'version 1', found: '2' } });
    expect(read._tag === 'Left' && read.left).toBeInstanceOf(DecodeError);
  });
});
