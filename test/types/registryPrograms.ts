import { type Attributes, type Op, registry, type Shape } from '@adjoint/core';
import type { Size, Sizes } from '../../packages/core/src/tape/domain.ts';

// One-line programs made from the registry: calls that have to pass, with the type of their results, and calls that have to be refused.

type Side = 'rows' | 'columns';
const sides: readonly Side[] = ['rows', 'columns'];
type Numbers = Readonly<Record<string, number>>;
const sizes: Sizes = { m: 3, k: 5, n: 7 };
const turned: Sizes = { m: 7, k: 5, n: 3 };
const sizeOf = (size: Size, of: Sizes): number => (typeof size === 'number' ? size : size === 'm+n' ? of.m + of.n : of[size]);
const isOf = (name: string, names: readonly string[]): boolean => names.includes(name);

/** A size as it is written: its number, or in a generic function its letter where it has one. */
type Written = (size: number) => string;
const plain: Written = String;
const generic: Written = (size) =>
  size === 1 ? '1' : (Object.entries(sizes).find(([, known]) => known === size)?.[0] ?? `(${size} as number)`);

// all of a side is left out
const range = (side: Side, from: number, length: number, all: number): string =>
  length === all ? '' : `${side}: [${from}, ${from + length}],`;
type More = (attributes: Numbers, written: Written) => string | undefined;
const bothSizes: More = ({ rows, columns }, written) => `, ${written(rows!)}, ${written(columns!)}`;
// sizes that both stay are asked for by no axis
const collapsed: More = ({ rows, columns }) =>
  columns === 1 ? (rows === 1 ? '' : ', { axis: 1 }') : rows === 1 ? ', { axis: 0 }' : undefined;
const along: More = ({ axis }) => (axis === -1 ? undefined : `, { axis: ${axis} }`);
/** How attributes are given to the public function; undefined where it does not give these. */
const more: Readonly<Record<string, More>> = {
  broadcastTo: bothSizes,
  sumTo: bothSizes,
  reshape: bothSizes,
  slice: ({ row, column, rows, columns }) =>
    `, { ${[range('rows', row!, rows!, sizes.m), range('columns', column!, columns!, sizes.n)].join('')} }`,
  pad: ({ row, column, rows, columns }) => `, { row: ${row}, column: ${column}, rows: ${rows}, columns: ${columns} }`,
  scatterRows: ({ rows }, written) => `, ${written(rows!)}`,
  oneHot: ({ classes }, written) => `, ${written(classes!)}`,
  tril: ({ offset }) => `, ${offset}`,
  triu: ({ offset }) => `, ${offset}`,
  max: collapsed,
  min: collapsed,
  logSumExp: collapsed,
  norm: collapsed,
  argMax: collapsed,
  argMin: collapsed,
  cumulativeSum: ({ axis, reverse }) => (reverse === 1 ? undefined : `, { axis: ${axis} }`),
  softmax: along,
  logSoftmax: along,
};
/** The ops whose public function gives a tree: what the type tests say of their results stands in shapes.test-d.ts. */
export const packed: readonly string[] = ['qr', 'svd', 'eigSymmetric'];
/** Ops without a function of their name: `call` is recorded by what `customVjp` gives. */
export const nameless: readonly string[] = ['call'];
export const ops: readonly Op[] = registry.filter(({ name }) => !isOf(name, nameless));

/** Ops whose attributes have no place in a call yet. */
export const unwritten: readonly string[] = ops
  .filter(({ name, domain }) => domain.attributes !== undefined && more[name] === undefined)
  .map(({ name }) => name);

const attributesOf = ({ domain }: Op, of: Sizes): readonly Numbers[] =>
  (domain.attributes ?? [() => ({})]).map((make) => make(of) as Numbers);
const shapesOf = ({ domain }: Op, of: Sizes): readonly Shape[] =>
  domain.args.map(({ rows, columns }) => ({ rows: sizeOf(rows, of), columns: sizeOf(columns, of) }));
const zerosOf = ({ rows, columns }: Shape): string => `zeros(${rows}, ${columns})`;
const matOf = ({ rows, columns }: Shape, size: Written): string => `Mat<${size(rows)}, ${size(columns)}>`;
const letterOf: Written = (size) => (size === 1 ? '1' : /^[mkn]$/.test(generic(size)) ? generic(size).toUpperCase() : 'number');

interface Call {
  readonly op: Op;
  readonly choice: number;
  readonly write: (args: readonly string[], written?: Written) => string;
}
const callsOf = (op: Op): readonly Call[] =>
  attributesOf(op, sizes).flatMap((attributes, choice) => {
    const rest: More = more[op.name] ?? (() => '');
    if (rest(attributes, plain) === undefined) return [];
    return [{ op, choice, write: (args, written = plain) => `${op.name}(${args.join(', ')}${rest(attributes, written)})` }];
  });
const resultOf = ({ op, choice }: Call, of: Sizes): Shape => op.shape(shapesOf(op, of), attributesOf(op, of)[choice] as Attributes);

/** Calls with sizes that fit: known, unknown in any one place, unknown everywhere, and from generic functions. */
export function passing(op: Op): readonly string[] {
  const shapes = shapesOf(op, sizes);
  return callsOf(op).flatMap((call) => {
    const known = shapes.map(zerosOf);
    const result = resultOf(call, sizes);
    const exact = isOf(op.name, packed) ? call.write(known) : `same<${matOf(result, plain)}>()(${call.write(known)})`;
    const unknown = known.map((_, i) => call.write(known.with(i, 'unknown')));
    return [`${exact};`, ...unknown.map((program) => `${program};`), `${call.write(known.map(() => 'unknown'))};`, genericCall(call)];
  });
}

/** `<M, K, N>(x0: Mat<M, K>, x1: Mat<K, N>): Mat<M, N> => matmul(x0, x1)` */
function genericCall(call: Call): string {
  const shapes = shapesOf(call.op, sizes);
  const parameters = shapes.map((shape, i) => `x${i}: ${matOf(shape, letterOf)}`);
  const [result, other] = [resultOf(call, sizes), resultOf(call, turned)];
  // min(m, n) is neither m nor n: a letter that changes with the order of sizes is no letter
  const stays = (side: Side): string => (renamed(other[side]) === letterOf(result[side]) ? letterOf(result[side]) : 'number');
  const given = isOf(call.op.name, packed) ? '' : `: Mat<${stays('rows')}, ${stays('columns')}>`;
  const text = call.write(
    shapes.map((_, i) => `x${i}`),
    generic,
  );
  return `export const generic_${call.op.name}_${call.choice} = <M extends number, K extends number, N extends number>(${parameters.join(', ')}, m: M, k: K, n: N)${given} => ${text};`;
}
const renamed: Written = (size) => letterOf(size === turned.m ? sizes.m : size === turned.n ? sizes.n : size);

/** Sides of an argument that the attributes tie, where its letters do not. */
const tiedByAttributes: Readonly<Record<string, (to: Numbers) => readonly Side[]>> = {
  broadcastTo: () => sides,
  sumTo: (to) => sides.filter((side) => to[side] !== 1),
};
function tiedSides(op: Op, argument: number, attributes: Numbers): readonly Side[] {
  const letters = op.domain.args
    .flatMap(({ rows, columns }) => [rows, columns])
    .filter((size) => typeof size === 'string') as readonly unknown[];
  const isTied = (size: unknown): boolean => typeof size === 'number' || letters.indexOf(size) !== letters.lastIndexOf(size);
  return sides.filter((side) => isTied(op.domain.args[argument]![side]) || tiedByAttributes[op.name]?.(attributes).includes(side));
}

/** Calls in which one size of one argument breaks a tie. */
export function refused(op: Op): readonly string[] {
  const shapes = shapesOf(op, sizes);
  return callsOf(op).flatMap((call) =>
    shapes.flatMap((shape, i) =>
      tiedSides(op, i, attributesOf(op, sizes)[call.choice]!).map(
        (side) => `${call.write(shapes.with(i, { ...shape, [side]: shape[side] + 1 }).map(zerosOf))};`,
      ),
    ),
  );
}

/** Calls in which one argument is no matrix. */
export function strangers(op: Op): readonly string[] {
  const known = shapesOf(op, sizes).map(zerosOf);
  const [call] = callsOf(op);
  return known.map((_, i) => `${call!.write(known.with(i, `'x'`))};`);
}
