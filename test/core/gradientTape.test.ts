import { add, ArgumentError, differentiate, exp, interpret, mul, ones, type Op, scalar, sin, sub, type Tape } from '@adjoint/core';
import { expect, test } from 'vitest';
import { thrownBy } from './mistakes/mistake.ts';
import { formulasOf, tapeOf } from './simplify/formula.ts';

const namesOf = ({ entries }: Tape): readonly string[] => entries.map((entry) => (entry.kind === 'applied' ? entry.op.name : entry.kind));
const [one, two] = [
  [1, 1],
  [1, 1],
] as const;

test('a gradient is the tape and a tail: what it was keeps its place', () => {
  const tape = tapeOf((_, x) => exp(sin(x)), one);
  expect(namesOf(differentiate(tape))).toEqual(['input', 'sin', 'exp', 'input', 'mul', 'cos', 'mul']);
  expect(formulasOf(differentiate(tape))).toEqual(['exp(sin(x))', 'mul(mul(y, exp(sin(x))), cos(x))']);
});

test('only what is asked for is written: no cotangent of what wrt leaves out', () => {
  const tape = tapeOf((_, x, y) => mul(x, exp(y)), one, two);
  expect(namesOf(differentiate(tape, { wrt: [0] }))).toEqual(['input', 'input', 'exp', 'mul', 'input', 'mul']);
  expect(formulasOf(differentiate(tape, { wrt: [0] }))[1]).toBe('mul(z, exp(y))');
  expect(formulasOf(differentiate(tape, { wrt: [1] })).slice(1)).toEqual(['mul(mul(z, x), exp(y))']);
  expect(formulasOf(differentiate(tape, { wrt: [1, 0] })).slice(1)).toEqual(['mul(mul(z, x), exp(y))', 'mul(z, exp(y))']);
  expect(namesOf(differentiate(tape, { wrt: [] }))).toEqual(['input', 'input', 'exp', 'mul', 'input']);
});

test('rules are asked only where an argument depends on wrt', () => {
  const asked: number[] = [];
  const op: Op = { ...(mul.op as Op), name: 'watched', vjps: [0, 1].map((place) => (g) => (asked.push(place), g)) };
  const tape: Tape = {
    entries: [
      { kind: 'input', rows: 1, columns: 1 },
      { kind: 'input', rows: 1, columns: 1 },
      { kind: 'applied', op, args: [0, 1], attributes: {}, rows: 1, columns: 1 },
    ],
    inputs: [0, 1],
    outputs: [2],
  };
  differentiate(tape, { wrt: [1] });
  expect(asked).toEqual([1]);
});

test('several outputs have one cotangent each, and what is read twice has the sum', () => {
  const tape = tapeOf((_, x) => [add(x, x), exp(x)], one);
  const [sum, e, gradient] = interpret(differentiate(tape), [scalar(2), scalar(3), scalar(5)]);
  expect([sum!.at(0, 0), e!.at(0, 0)]).toEqual([4, exp(scalar(2)).at(0, 0)]);
  expect(gradient!.at(0, 0)).toBeCloseTo(2 * 3 + 5 * Math.exp(2), 10);
});

test('seed one stands for a cotangent of 1', () => {
  const tape = tapeOf((_, x, y) => sub(x, y), one, two);
  const seeded = differentiate(tape, { seed: 'one' });
  expect(seeded.inputs.length).toBe(2);
  expect(formulasOf(seeded)).toEqual(['sub(x, y)', '1', 'neg(1)']);
  expect(differentiate(tape, { seed: 'input' }).inputs.length).toBe(3);
});

test('an input that nothing depends on has zeros of its shape', () => {
  const tape = tapeOf((_, x) => mul(x, 2), one, [2, 3]);
  const gradients = interpret(differentiate(tape), [scalar(1), ones(2, 3), scalar(1)]);
  expect(gradients.slice(1).map((x) => x.toArray())).toEqual([
    [[2]],
    [
      [0, 0, 0],
      [0, 0, 0],
    ],
  ]);
});

test('wrt names inputs that there are', () => {
  const tape = tapeOf((_, x, y) => sub(x, y), one, two);
  for (const wrong of [2, -1, 0.5]) {
    const error = thrownBy(() => differentiate(tape, { wrt: [0, wrong] }));
    expect(error).toBeInstanceOf(ArgumentError);
    expect(error.message).toBe(`differentiate: wrt names input ${wrong}, the tape has inputs 0 to 1`);
  }
});
