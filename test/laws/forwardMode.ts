import { type Attributes, type Mat, type Op, type Tape } from '@adjoint/core';
import { choleskyMoves, determinantMoves, eigenMoves, qrMoves, svdMoves } from './decompositions.ts';
import { type OpName, type Oracle, oracle, oracleOf, type Rows, rowsOf } from './oracle.ts';

/** How an op's output moves when its arguments move: the textbook derivative, forward and in plain numbers. */
export type Tangent = (xs: readonly Rows[], dxs: readonly Rows[], attributes: Attributes, y: Rows) => Rows;

const linear =
  (of: Oracle): Tangent =>
  (_xs, dxs, attributes) =>
    of(dxs, attributes);

const unary =
  (slope: (x: number) => number): Tangent =>
  ([x], [dx]) =>
    x!.map((row, i) => row.map((entry, j) => slope(entry) * dx![i]![j]!));

const binary =
  (f: (a: number, b: number, da: number, db: number) => number): Tangent =>
  ([a, b], [da, db]) =>
    a!.map((row, i) => row.map((entry, j) => f(entry, b![i]![j]!, da![i]![j]!, db![i]![j]!)));

const plus = (a: Rows, b: Rows): Rows => oracle.add([a, b], {});
const minus = (a: Rows, b: Rows): Rows => oracle.sub([a, b], {});
const times = (a: Rows, b: Rows): Rows => oracle.matmul([a, b], {});
const still: Tangent = (_xs, _dxs, _attributes, y) => y.map((row) => row.map(() => 0));

/** The mean of what moves at the entries that weigh, for each entry of the output. */
const weighted =
  (weight: (entry: number, y: number) => number): Tangent =>
  ([x], [dx], attributes, y) => {
    const share = (entry: number, i: number, j: number) => weight(entry, y[i % y.length]![j % y[0]!.length]!);
    const weights = x!.map((row, i) => row.map((entry, j) => share(entry, i, j)));
    const top = oracle.sumTo([weights.map((row, i) => row.map((w, j) => (w === 0 ? 0 : w * dx![i]![j]!)))], attributes);
    const bottom = oracle.sumTo([weights], attributes);
    return top.map((row, i) => row.map((entry, j) => entry / bottom[i]![j]!));
  };
const extreme = weighted((entry, y) => Number(entry === y));

/** Σ over each group of a normalizing op, at every entry of the group. */
function summed(x: Rows, { axis }: Attributes): Rows {
  const to = { rows: axis === 1 ? x.length : 1, columns: axis === 0 ? x[0]!.length : 1 };
  return oracle.broadcastTo([oracle.sumTo([x], to)], { rows: x.length, columns: x[0]!.length });
}
const logistic = (x: number): number => 1 / (1 + Math.exp(-x));

export const tangents: Readonly<Record<OpName, Tangent>> = {
  broadcastTo: linear(oracle.broadcastTo),
  sumTo: linear(oracle.sumTo),
  transpose: linear(oracle.transpose),
  reshape: linear(oracle.reshape),
  slice: linear(oracle.slice),
  pad: linear(oracle.pad),
  concatColumns: linear(oracle.concatColumns),
  concatRows: linear(oracle.concatRows),
  add: linear(oracle.add),
  sub: linear(oracle.sub),
  mul: binary((a, b, da, db) => da * b + a * db),
  mulZero: binary((a, b, da, db) => da * b + a * db),
  div: binary((a, b, da, db) => (da * b - a * db) / b ** 2),
  neg: linear(oracle.neg),
  reciprocal: unary((x) => -1 / x ** 2),
  square: unary((x) => 2 * x),
  greater: still,
  less: still,
  greaterEqual: still,
  lessEqual: still,
  equal: still,
  notEqual: still,
  maximum: binary((a, b, da, db) => (a > b ? da : a < b ? db : (da + db) / 2)),
  minimum: binary((a, b, da, db) => (a < b ? da : a > b ? db : (da + db) / 2)),
  where: ([mask], [, da, db]) => oracle.where([mask!, da!, db!], {}),
  abs: unary(Math.sign),
  sign: still,
  exp: unary(Math.exp),
  log: unary((x) => 1 / x),
  log1p: unary((x) => 1 / (1 + x)),
  sqrt: unary((x) => 0.5 / Math.sqrt(x)),
  tanh: unary((x) => 1 / Math.cosh(x) ** 2),
  sigmoid: unary((x) => logistic(x) * logistic(-x)),
  logSigmoid: unary((x) => logistic(-x)),
  softplus: unary(logistic),
  relu: unary((x) => Number(x > 0)),
  step: still,
  max: extreme,
  min: extreme,
  logSumExp: weighted((entry, y) => Math.exp(entry - y)),
  matmul: ([a, b], [da, db]) => plus(times(da!, b!), times(a!, db!)),
  inverse: (_xs, [da], _attributes, y) => oracle.neg([times(times(y, da!), y)], {}),
  solve: ([a], [da, db], _attributes, y) => oracle.solve([a!, minus(db!, times(da!, y))], {}),
  stopGradient: still,
  call: linear(oracle.call),
  pow: binary((x, p, dx, dp) => p * x ** (p - 1) * dx + x ** p * Math.log(x) * dp),
  expm1: unary(Math.exp),
  sin: unary(Math.cos),
  cos: unary((x) => -Math.sin(x)),
  tan: unary((x) => 1 / Math.cos(x) ** 2),
  atan: unary((x) => 1 / (1 + x * x)),
  sinh: unary(Math.cosh),
  cosh: unary(Math.sinh),
  erf: unary((x) => (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x)),
  floor: still,
  ceil: still,
  round: still,
  norm: ([x], [dx], attributes, y) =>
    oracle.sumTo([oracle.mul([x!, dx!], {})], attributes).map((row, i) => row.map((entry, j) => (y[i]![j] === 0 ? 0 : entry / y[i]![j]!))),
  argMax: still,
  argMin: still,
  cumulativeSum: linear(oracle.cumulativeSum),
  softmax: (_xs, [dx], attributes, y) => minus(oracle.mul([y, dx!], {}), oracle.mul([y, summed(oracle.mul([y, dx!], {}), attributes)], {})),
  logSoftmax: (_xs, [dx], attributes, y) => minus(dx!, summed(oracle.mul([oracle.exp([y], {}), dx!], {}), attributes)),
  gatherRows: ([, indices], [dx], attributes) => oracle.gatherRows([dx!, indices!], attributes),
  scatterRows: ([, indices], [dx], attributes) => oracle.scatterRows([dx!, indices!], attributes),
  oneHot: still,
  tril: linear(oracle.tril),
  triu: linear(oracle.triu),
  diagonal: linear(oracle.diagonal),
  diagonalMatrix: linear(oracle.diagonalMatrix),
  det: ([a], [da], _attributes, y) => [[y[0]![0]! * determinantMoves(a!, da!)]],
  logDet: ([a], [da]) => [[determinantMoves(a!, da!)]],
  cholesky: (_xs, [da], _attributes, y) => choleskyMoves(y, da!),
  qr: (_xs, [da], _attributes, y) => qrMoves(y, da!),
  svd: (_xs, [da], _attributes, y) => svdMoves(y, da!),
  eigSymmetric: (_xs, [da], _attributes, y) => eigenMoves(y, da!),
};

export function tangentOf(op: Op): Tangent {
  const found = (tangents as Readonly<Record<string, Tangent>>)[op.name];
  if (found === undefined) throw new Error(`${op.name} has no line in test/laws/forwardMode.ts`);
  return found;
}

/** A value and how it moves. */
export interface Moving {
  readonly value: Rows;
  readonly tangent: Rows;
}

/** What a tape's outputs are, and how they move when its inputs move in these directions. */
export function moveForward(tape: Tape, inputs: readonly Mat[], directions: readonly Mat[]): readonly Moving[] {
  const moving: Moving[] = [];
  const positions = new Map(tape.inputs.map((ref, position) => [ref, position]));
  tape.entries.forEach((entry, ref) => {
    if (entry.kind === 'applied') {
      const xs = entry.args.map((arg) => moving[arg]!.value);
      const value = oracleOf(entry.op)(xs, entry.attributes);
      const dxs = entry.args.map((arg) => moving[arg]!.tangent);
      moving.push({ value, tangent: tangentOf(entry.op)(xs, dxs, entry.attributes, value) });
      return;
    }
    const value = rowsOf(entry.kind === 'constant' ? entry.value : inputs[positions.get(ref)!]!);
    const tangent = entry.kind === 'constant' ? value.map((row) => row.map(() => 0)) : rowsOf(directions[positions.get(ref)!]!);
    moving.push({ value, tangent });
  });
  return tape.outputs.map((ref) => moving[ref]!);
}
