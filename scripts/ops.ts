import { type Attributes, type Mat, matrix, type Op } from '@adjoint/core';
import type { ArgumentDomain, Size, Sizes } from '../packages/core/src/tape/domain.ts';

// What a record tells of its op, in words.

const sizeOf = (size: Size, sizes: Sizes): number => (typeof size === 'number' ? size : size === 'm+n' ? sizes.m + sizes.n : sizes[size]);

/** `m x n`; 1x1 where both are 1 */
export function shapeText(rows: string | number, columns: string | number): string {
  const [r, c] = [rows, columns].map((size) => (size === 'm+n' ? '(m+n)' : String(size)));
  return r === '1' && c === '1' ? '1x1' : `${r} x ${c}`;
}

// sizes so far apart that sums and products of them cannot be mistaken, in two orders
const far: readonly Sizes[] = [
  { m: 1009, k: 100_003, n: 10_000_019 },
  { m: 10_000_019, k: 100_003, n: 1009 },
];
function nameOf(size: number, sizes: Sizes): string {
  const letters = Object.entries(sizes);
  const whole = letters.flatMap(
    ([a, x]) => [[x, a], ...[-1, 1, 2, 3].map((more) => [x + more, `${a}${more < 0 ? '' : '+'}${more}`])] as const,
  );
  const pairs = letters.flatMap(([a, x], i) =>
    letters.slice(i).flatMap(
      ([b, y]) =>
        [
          [x + y, `${a}+${b}`],
          [x * y, `${a}·${b}`],
        ] as const,
    ),
  );
  return new Map<number, string>([...pairs, ...whole] as (readonly [number, string])[]).get(size) ?? String(size);
}

/** The shapes that an op gives for the arguments and attributes of its domain. */
export function resultShapes(op: Op): readonly string[] {
  const { args, attributes = [() => ({})] } = op.domain;
  const shapes = attributes.map((of) => {
    const [one, other] = far.map((sizes) => {
      const xs = args.map(({ rows, columns }) => ({ rows: sizeOf(rows, sizes), columns: sizeOf(columns, sizes) }));
      const { rows, columns } = op.shape(xs, of(sizes) as Attributes);
      return [nameOf(rows, sizes), nameOf(columns, sizes)] as const;
    });
    // what is m in one order and n in the other is the smaller of the two
    const both = (i: 0 | 1): string => (one![i] === other![i] ? one![i] : `min(${[one![i], other![i]].toSorted().join(', ')})`);
    return shapeText(both(0), both(1));
  });
  return [...new Set(shapes)];
}

/** What kind of op it is. */
export function kindsOf(name: string, op: Op | undefined): readonly string[] {
  if (op === undefined) return ['derived'];
  const isOther = op.name !== name;
  const without = argumentsWithoutDerivative(op);
  const hasNone = without.length === op.domain.args.length;
  return [
    isOther ? `recorded as \`${op.name}\`` : 'primitive',
    ...(op.elementwise === undefined ? [] : ['elementwise']),
    ...(op.linear === undefined ? [] : ['linear']),
    ...(op.commutative === undefined ? [] : ['commutative']),
    ...(op.variadic === undefined ? [] : ['of any number of arguments']),
    ...(hasNone ? ['no derivative'] : without.map((i) => `no derivative by its ${['first', 'second', 'third'][i]} argument`)),
  ];
}

/** Positions of the arguments to which no cotangent flows. */
function argumentsWithoutDerivative(op: Op): readonly number[] {
  const sizes: Sizes = { m: 2, k: 3, n: 2 };
  const attributes = (op.domain.attributes?.[0]?.(sizes) ?? {}) as Attributes;
  const xs = op.domain.args.map((arg) => sample(arg, sizes));
  const y = op.shape(xs, attributes);
  const values = new Float64Array(y.rows * y.columns);
  op.kernel(
    { ...y, values },
    xs.map((x) => ({ rows: x.rows, columns: x.columns, values: x.toFloat64Array() })),
    attributes,
  );
  const g = matrix.of(y.rows, y.columns, new Float64Array(values.length).fill(1));
  const rule = (i: number) => op.vjps[Math.min(i, op.vjps.length - 1)]!;
  return xs.flatMap((_, i) => (rule(i)(g, matrix.of(y.rows, y.columns, values), xs, attributes, i) === null ? [i] : []));
}
function sample({ rows, columns, from, to, whole }: ArgumentDomain, sizes: Sizes): Mat {
  const [r, c] = [sizeOf(rows, sizes), sizeOf(columns, sizes)];
  const entry = (at: number) => from + ((to - from) * (at + 1)) / (r * c + 2) + (at % (c + 1) === 0 ? 10 + at : 0); // a heavy diagonal
  return matrix.of(
    r,
    c,
    Float64Array.from({ length: r * c }, (_, at) => (whole === true ? 0 : entry(at))),
  );
}

/** Where the derivative is not unique. */
export function kinksOf({ domain: { kinks = [], kinkOf = 'entry', args } }: Op): string | undefined {
  if (kinks.length === 0) return undefined;
  if (kinkOf === 'difference') return args.length > 1 ? 'where the arguments are equal' : 'where entries are equal';
  return kinks.length === 1 ? `at ${kinks[0]}` : `at ..., ${kinks.join(', ')}, ...`;
}
