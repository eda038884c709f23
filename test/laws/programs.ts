import { add, broadcastTo, identity, type Mat, mul, type Op, registry, sum, sumTo, tanh, transpose } from '@adjoint/core';
import fc, { type Arbitrary } from 'fast-check';
import type { ArgumentDomain, Size, Sizes } from '../../packages/core/src/tape/domain.ts';
import { apply } from '../../packages/core/src/tape/apply.ts';
import { between, isChoice, matrixOf, sizeOf } from './caseOf.ts';

/** One step: which op, of which earlier values; what does not fit is made to fit. */
interface Step {
  readonly op: number;
  readonly picks: readonly number[];
  readonly attributes: number;
  readonly number: number;
}
/** A random function of matrices, its arguments, and directions in which to move them. */
export interface Program {
  readonly inputs: readonly Mat[];
  readonly directions: readonly Mat[];
  readonly steps: readonly Step[];
}

/** Ops that any argument suits once it is squashed into their domain: no kinks, no indices, no decompositions. */
const isSmooth = ({ domain, ...op }: Op): boolean =>
  domain.kinks === undefined &&
  !domain.args.some((arg, i) => isChoice({ ...op, domain }, i) || arg.definite || arg.spread || (arg.dominant && arg.rows !== arg.columns));
export const smoothOps: readonly Op[] = registry.filter(isSmooth);

/** Numbers that the rules look for, and others. */
const constants = [1, -1, 0, -0, 0.5, -0.5, 2, 1 / 3];

const size = fc.integer({ min: 1, max: 3 });
const input = fc
  .tuple(size, size)
  .chain(([rows, columns]) => fc.tuple(matrixOf(rows, columns, between(-1, 1)), matrixOf(rows, columns, between(-1, 1))));
const step: Arbitrary<Step> = fc.record({
  op: fc.nat(smoothOps.length * 3), // beyond the list: arithmetic with a number, which rules live on
  picks: fc.tuple(fc.nat(40), fc.nat(40), fc.nat(40)),
  attributes: fc.nat(3),
  number: fc.nat(constants.length - 1),
});

export const program: Arbitrary<Program> = fc
  .record({ inputs: fc.array(input, { minLength: 1, maxLength: 3 }), steps: fc.array(step, { minLength: 1, maxLength: 30 }) })
  .map(({ inputs, steps }) => ({ inputs: inputs.map(([x]) => x), directions: inputs.map(([, v]) => v), steps }));

/** A value, and the largest magnitude that its entries can have. */
interface Value {
  readonly x: Mat;
  readonly bound: number;
}

/** Runs the program step by step on what stands for its inputs; returns one number made of all that nothing else used. */
export function* running({ steps }: Program, inputs: readonly Mat[]): Generator<Mat, Mat> {
  const values: Value[] = inputs.map((x) => ({ x, bound: 1.1 }));
  const unused = new Set(values);
  for (const step of steps) {
    const value = stepped(step, values, (used) => unused.delete(used));
    values.push(value);
    unused.add(value);
    yield value.x;
  }
  return Array.from(unused, ({ x }, i) => sum(mul(1 + i / 4, squashed({ x, bound: Infinity }, -1, 1).x)) as Mat).reduce((total, x) =>
    add(total, x),
  );
}

export function runProgram(given: Program, inputs: readonly Mat[]): Mat {
  const steps = running(given, inputs);
  for (;;) {
    const next = steps.next();
    if (next.done === true) return next.value;
  }
}

function stepped({ op: choice, picks, attributes, number }: Step, values: readonly Value[], use: (value: Value) => void): Value {
  const pick = (at: number): Value => {
    const value = values[picks[at % picks.length]! % values.length]!;
    use(value);
    return value;
  };
  const op = smoothOps[choice];
  if (op === undefined || (op.domain.attributes !== undefined && picks[2]! > 30)) return withNumber(pick(0), constants[number]!, choice);
  const first = pick(0);
  const sizes = boundSizes(op, first.x);
  const args = op.domain.args.map((domain, i) => fitted(i === 0 ? first : pick(i), domain, sizes, op.linear === true));
  const all = op.variadic && args.length > 1 && picks[1]! % 3 === 0 ? [...args, args[0]!] : args;
  const options = op.domain.attributes;
  const x = apply(
    op,
    all.map((arg) => arg.x),
    options?.[attributes % options.length]!(sizes) ?? {},
  );
  // what is not linear in arguments of size 3 stays below e³ · 3 · 3
  return {
    x,
    bound: op.linear
      ? 9 * Math.max(...all.map(({ bound }) => bound))
      : Math.min(200, 9 * Math.max(...all.map(({ bound }) => Math.max(1, bound) ** 2))),
  };
}

function withNumber({ x, bound }: Value, c: number, choice: number): Value {
  const beside = broadcastTo(c, x.rows, x.columns);
  const made = [() => mul(c, x), () => add(x, c), () => mul(x, x), () => mul(x, beside)][choice % 4]!();
  return { x: made, bound: choice % 4 === 2 ? bound ** 2 : 2 * bound + 1 };
}

const isLetter = (size: Size): size is keyof Sizes => typeof size === 'string' && size !== 'm+n';
/** The letters of a domain: as the first argument has them, the others small. */
function boundSizes(op: Op, { rows, columns }: Mat): Sizes {
  const [first] = op.domain.args as readonly [ArgumentDomain];
  const sizes: Record<'m' | 'k' | 'n', number> = { m: (rows % 3) + 1, k: (columns % 3) + 1, n: 2 };
  if (isLetter(first.rows)) sizes[first.rows] = rows;
  if (isLetter(first.columns) && first.columns !== first.rows) sizes[first.columns] = columns;
  return sizes;
}

/** A value with the shape and within the range of an argument's domain. */
function fitted(value: Value, domain: ArgumentDomain, sizes: Sizes, linear: boolean): Value {
  const rows = sizeOf(domain.rows, sizes);
  const columns = sizeOf(domain.columns, sizes);
  const shaped = { x: reshapedTo(value.x, rows, columns), bound: 3 * value.bound };
  if (domain.dominant) return { x: add(mul(2 * rows, identity(rows)), squashed(shaped, -1, 1).x), bound: 2 * rows + 1 };
  const symmetric = domain.from === -domain.to;
  if (symmetric && shaped.bound <= (linear ? 100 : domain.to)) return shaped;
  return squashed(shaped, domain.from, domain.to);
}

function reshapedTo(x: Mat, rows: number, columns: number): Mat {
  if (x.rows === rows && x.columns === columns) return x;
  if (x.columns === rows && x.rows === columns) return transpose(x);
  return broadcastTo(sumTo(x, x.rows === rows ? rows : 1, x.columns === columns ? columns : 1), rows, columns);
}

/** Between two numbers, by a tanh when it may lie beyond them. */
function squashed({ x, bound }: Value, from: number, to: number): Value {
  const [middle, half] = [(from + to) / 2, (to - from) / 2];
  const inside = mul(half, tanh(bound > 3 ? mul(1 / 3, x) : x)) as Mat;
  return { x: middle === 0 ? inside : (add(middle, inside) as Mat), bound: Math.max(Math.abs(from), Math.abs(to)) };
}
