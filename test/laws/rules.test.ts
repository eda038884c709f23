import {
  add,
  broadcastTo,
  differentiate,
  div,
  exp,
  identity,
  interpret,
  inverse,
  log,
  log1p,
  logSigmoid,
  type Mat,
  matmul,
  matrix,
  mul,
  mulZero,
  neg,
  scalar,
  sigmoid,
  sub,
  sum,
  type Tape,
  transpose,
} from '@adjoint/core';
import fc, { type Arbitrary } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { copyInto } from '../../packages/core/src/replay.ts';
import { matchArgs } from '../../packages/core/src/simplify/pattern.ts';
import type { Law } from '../../packages/core/src/simplify/rule.ts';
import { rules } from '../../packages/core/src/simplify/rules.ts';
import { simplifyWithCopies } from '../../packages/core/src/simplify/simplify.ts';
import { after, before } from '../../packages/core/src/simplify/structure.ts';
import { Recorder, type Rewrite } from '../../packages/core/src/tape/recorder.ts';
import { between, matrixOf, runs } from './caseOf.ts';
import { edges } from './edges.ts';

interface Values {
  readonly x: Mat;
  readonly y: Mat;
  readonly row: Mat;
  /** the number 2, as a constant on the tape */
  readonly two: Mat;
}
const wide = (x: Mat): Mat => broadcastTo(x, 3, 2);
/** 2x2, its condition number below 30 */
const conditioned = (x: Mat): Mat<2, 2> => add(matmul(transpose(x), x), identity(2)) as Mat<2, 2>;

/** For each rule the smallest program in which it has something to do. */
const programs: Readonly<Record<string, (values: Values) => Mat>> = {
  'constant folding': ({ x, two }) => mul(x, neg(two)),
  'elementwise on broadcasts': ({ row }) => exp(wide(row)),
  'order of commutative arguments': ({ x, y }) => add(y, x),
  'double negation': ({ x }) => neg(neg(x)),
  'double transpose': ({ x }) => transpose(transpose(x)),
  'broadcast of broadcast': ({ row }) => wide(broadcastTo(sum(row), 1, 2)),
  'times one': ({ x }) => mul(1, x),
  'times minus one': ({ x }) => mul(-1, x),
  'minus zero': ({ x }) => sub(x, 0),
  'plus negative zero': ({ x }) => add(x, -0),
  'over one': ({ x }) => div(x, 1),
  'number times, zero-safe': ({ x }) => mulZero(2, x),
  'zero-safe times number': ({ x }) => mulZero(x, 2),
  'negated factor': ({ x, y }) => mul(neg(x), y),
  'negated multiple': ({ x }) => neg(mul(2, x)),
  'negated dividend': ({ x, y }) => div(neg(x), y),
  'negated divisor': ({ x, y }) => div(x, neg(y)),
  'negated left of a product': ({ x, y }) => matmul(neg(x), transpose(y)),
  'negated right of a product': ({ x, y }) => matmul(transpose(x), neg(y)),
  'sum of a negated': ({ x }) => sum(neg(x), { axis: 0 }),
  'transpose of a negated': ({ x }) => transpose(neg(x)),
  'plus a negated': ({ x, y }) => add(x, neg(y)),
  'minus a negated': ({ x, y }) => sub(x, neg(y)),
  'negated minus': ({ x, y }) => sub(neg(x), y),
  'plus a broadcast negated': ({ x, row }) => add(x, wide(neg(row))),
  'minus a broadcast negated': ({ x, row }) => sub(x, wide(neg(row))),
  'number times number': ({ x }) => mul(2, mul(3, x)),
  'multiples of one matrix': ({ x }) => add(mul(2, x), mul(3, x)),
  'number out of a product': ({ x, y }) => mul(x, mul(3, y)),
  'number out of a sum': ({ x }) => sum(mul(3, x)),
  'number out of an addition': ({ x, y }) => add(mul(3, x), mul(3, y)),
  'number out of a subtraction': ({ x, y }) => sub(mul(3, x), mul(3, y)),
  'opposite multiples added': ({ x, y }) => add(mul(3, x), mul(-3, y)),
  'opposite multiples subtracted': ({ x, y }) => sub(mul(3, x), mul(-3, y)),
  'sum of row sums': ({ x }) => sum(sum(x, { axis: 1 })),
  'sum of sums': ({ x }) => sum(sum(x, { axis: 0 })),
  'transpose of a product with a transposed left': ({ x, y }) => transpose(matmul(transpose(x), y)),
  'transpose of a product with a transposed right': ({ x, y }) => transpose(matmul(x, transpose(y))),
  'product of a repeated row': ({ y, row }) => matmul(wide(row), transpose(y)),
  'product with a repeated column': ({ x, row }) => matmul(x, broadcastTo(transpose(row), 2, 4)),
  'product of a repeated column': ({ x, y }) => matmul(broadcastTo(sum(x, { axis: 1 }), 3, 3), y),
  'product with a repeated row': ({ x, row }) => matmul(transpose(x), wide(row)),
  'sum over rows of a product': ({ x, y }) => sum(matmul(x, transpose(y)), { axis: 0 }),
  'sum along rows of a product': ({ x, y }) => sum(matmul(x, transpose(y)), { axis: 1 }),
  'sum of a product': ({ x, y }) => sum(matmul(x, transpose(y))),
  'inverse times': ({ x, y }) => matmul(inverse(conditioned(x)), transpose(y)),
  'times inverse': ({ x, y }) => matmul(y, inverse(conditioned(x))),
  'order of a chain of products': ({ x, y }) => matmul(matmul(x, transpose(y)), sum(x, { axis: 1 })),
  'log of a probability': ({ x }) => log(sigmoid(x)),
  'log of its complement': ({ x }) => log(sub(1, sigmoid(x))),
  'log1p of its complement': ({ x }) => log1p(neg(sigmoid(x))),
  'log of the odds': ({ x }) => sub(logSigmoid(x), logSigmoid(neg(x))),
  'likelihood by mul': ({ x, y }) => add(mul(y, logSigmoid(x)), mul(sub(1, y), logSigmoid(neg(x)))),
  'likelihood by mulZero': ({ x, y }) => add(mulZero(y, logSigmoid(x)), mulZero(sub(1, y), logSigmoid(neg(x)))),
};

interface AnyRule {
  readonly name: string;
  readonly law: Law;
  readonly rewrite: Rewrite;
}
const isReadOnce = () => true;
const all: readonly AnyRule[] = [
  ...rules.map(({ name, law, match, when, become }): AnyRule => {
    const rewrite: Rewrite = (recorder, op, args, attributes) => {
      const bound = op === match.op ? matchArgs(match, args) : undefined;
      return bound !== undefined && (when?.(bound, attributes, isReadOnce) ?? true) ? recorder.lift(become(bound, attributes)) : undefined;
    };
    return { name, law, rewrite };
  }),
  ...[...before, ...after].map(({ name, law, become }): AnyRule => {
    const rewrite: Rewrite = (recorder, op, args, attributes) => {
      const became = become(recorder, op, args, attributes, isReadOnce);
      return became === undefined ? undefined : recorder.lift(became);
    };
    return { name, law, rewrite };
  }),
];

const programOf = (name: string) => programs[name] ?? (({ x }: Values) => x);
function tapeOf(name: string): Tape {
  const recorder = new Recorder();
  const [x, y, row] = [
    recorder.input({ rows: 3, columns: 2 }),
    recorder.input({ rows: 3, columns: 2 }),
    recorder.input({ rows: 1, columns: 2 }),
  ];
  return recorder.close([recorder.lift(programOf(name)({ x, y, row, two: recorder.lift(scalar(2)) }))]).tape;
}

/** The tape rewritten by this rule and no other. */
function rewrittenBy({ rewrite }: AnyRule, tape: Tape): Tape {
  const recorder = new Recorder({ rewrite });
  const handles = copyInto(recorder, tape, (position) => recorder.input(tape.entries[tape.inputs[position]!]!));
  return recorder.close(tape.outputs.map((ref) => handles[ref]!)).tape;
}

const inputs = (entry: Arbitrary<number>) => fc.tuple(matrixOf(3, 2, entry), matrixOf(3, 2, entry), matrixOf(1, 2, entry));
const tame = fc.oneof(between(0.25, 2), between(-2, -0.25));

/** What a law allows two numbers to differ by, `scale` being the largest number on the way. */
const allowed: Readonly<Record<Law, (scale: number) => number>> = {
  exact: () => 0,
  reassociated: (scale) => 6e-13 * scale,
  stabilized: (scale) => 1e-12 * scale,
};

function requireLaw(law: Law, found: readonly Mat[], expected: readonly Mat[], scale: number): void {
  found.forEach((x, i) => {
    const others = expected[i]!.toFloat64Array();
    x.toFloat64Array().forEach((value, at) => {
      const same = Object.is(value, others[at]) || (law !== 'exact' && Math.abs(value - others[at]!) <= allowed[law](scale));
      if (!same)
        throw new Error(
          `output ${i}, entry ${at}: ${Object.is(value, -0) ? '-0' : value} was ${Object.is(others[at], -0) ? '-0' : others[at]}`,
        );
    });
  });
}
function magnitude(tape: Tape, values: readonly Mat[]): number {
  const everything = interpret({ ...tape, outputs: tape.entries.map((_, ref) => ref) }, values);
  return Math.max(1, ...everything.flatMap((x) => Array.from(x.toFloat64Array(), Math.abs)));
}

test('every rule has a program here, and every program a rule', () => {
  expect(Object.keys(programs).toSorted()).toEqual(all.map(({ name }) => name).toSorted());
});

describe.each(all)('$name', (rule) => {
  const tape = tapeOf(rule.name);
  const changed = rewrittenBy(rule, tape);
  const pairs = [
    [tape, changed],
    [differentiate(tape), differentiate(changed)],
  ] as const;
  test('fires on the smallest program made for it', () => {
    const fired: string[] = [];
    simplifyWithCopies(tape, (name) => fired.push(name));
    expect(fired).toContain(rule.name);
    expect(JSON.stringify(changed.entries)).not.toBe(JSON.stringify(tape.entries));
  });
  test('alone it keeps the value as its law says', () => {
    const check = (values: readonly Mat[]) =>
      requireLaw(rule.law, interpret(changed, values), interpret(tape, values), magnitude(tape, values));
    fc.assert(fc.property(inputs(tame), check), runs());
    if (rule.law === 'exact') fc.assert(fc.property(inputs(fc.oneof(tame, fc.constantFrom(...edges, 1, -1))), check), runs(5));
  });
  test('alone it keeps the gradient', () => {
    const [raw, now] = pairs[1];
    const { rows, columns } = tape.entries[tape.outputs[0]!]!;
    fc.assert(
      fc.property(inputs(tame), matrixOf(rows, columns, between(-1, 1)), (values, g) => {
        const given = [...values, g];
        requireLaw('stabilized', interpret(now, given), interpret(raw, given), magnitude(raw, given));
      }),
      runs(),
    );
  });
  test('what is NaN stays NaN', () => {
    fc.assert(
      fc.property(inputs(tame), fc.nat(13), (values, which) => {
        const flat = values.map((x) => x.toFloat64Array());
        const at = flat.flatMap((numbers, i) => Array.from(numbers, (_, j) => [i, j] as const))[which]!;
        flat[at[0]]![at[1]] = NaN;
        const given = values.map(({ rows: m, columns: n }, i) => matrix.of(m, n, flat[i]!));
        const isNaNs = (on: Tape) => interpret(on, given).flatMap((x) => Array.from(x.toFloat64Array(), Number.isNaN));
        const now = isNaNs(changed);
        isNaNs(tape).forEach((was, i) => expect(now[i] || !was).toBe(true)); // `solve` spreads a NaN to all of its columns
        if (rule.law !== 'stabilized') expect(now).toEqual(isNaNs(tape));
      }),
      runs(0.5),
    );
  });
});
