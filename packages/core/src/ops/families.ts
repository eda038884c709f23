import { ArgumentError, ShapeError } from '../errors.ts';
import type { Broadcasts, Mat, Operand, ShapeText, Text, Broadcast } from '../matrix/mat.ts';
import { sameShape, type Shape } from '../matrix/shape.ts';
import { requireOptions } from '../matrix/options.ts';
import { apply, operands } from '../tape/apply.ts';
import { between, type Domain } from '../tape/domain.ts';
import type { Attributes, Block, Op, Vjp } from '../tape/tape.ts';

/** A public function with its record: `exp.op`. */
export type Public<F, A extends Attributes = Attributes> = F & { readonly op: Op<A> };
export const withOp = <F extends object, A extends Attributes>(f: F, op: Op<A>): Public<F, A> => Object.assign(f, { op });

/** No cotangent flows: an op that is constant almost everywhere. */
export const none: Vjp = () => null;

type UnaryVjp = (g: Mat, y: Mat, x: Mat) => Mat | null;
type BinaryVjp = (g: Mat, y: Mat, left: Mat, right: Mat) => Mat | null;

const shapeOfFirst = (xs: readonly Shape[]): Shape => ({ rows: xs[0]!.rows, columns: xs[0]!.columns });

/** Of one matrix, entry by entry. */
export interface Elementwise {
  <R extends number, C extends number>(x: Mat<R, C>): Mat<R, C>;
}

/** An elementwise function of one argument; `vjp` gives its cotangent. */
export function unary(
  name: string,
  of: (x: number) => number,
  vjp: UnaryVjp,
  domain: Partial<Domain<Attributes>> = {},
  marks: Pick<Op, 'linear' | 'notation'> = {},
): Public<Elementwise> {
  const op: Op = {
    name,
    shape: shapeOfFirst,
    kernel: (out, [x]) => {
      for (let i = 0; i < out.values.length; i += 1) out.values[i] = of(x!.values[i]!);
    },
    vjps: [(g, y, [x]) => vjp(g, y, x!)],
    domain: { args: [between(-2, 2)], ...domain },
    elementwise: of,
    ...marks,
  };
  return withOp(((x: Mat) => apply(op, operands(name, [x]))) as Elementwise, op);
}

/** Of two matrices that broadcast as in NumPy: a size of 1 is repeated to the other's. @throws ShapeError when two sizes differ and neither is 1 */
export interface Broadcasting<Name extends string> {
  <A extends number = 1, B extends number = 1, C extends number = 1, D extends number = 1>(
    left: Operand<A, B>,
    right: Broadcasts<
      A,
      C,
      Broadcasts<
        B,
        D,
        Operand<C, D>,
        `${Name}(${ShapeText<A, B>}, ${ShapeText<C, D>}): columns ${Text<B>} and ${Text<D>} differ and neither is 1`
      >,
      `${Name}(${ShapeText<A, B>}, ${ShapeText<C, D>}): rows ${Text<A>} and ${Text<C>} differ and neither is 1`
    >,
  ): Mat<Broadcast<A, C>, Broadcast<B, D>>;
}

export type Broadcaster = (x: Mat, shape: Shape) => Mat;

/** The shape that both operands broadcast to. @throws ShapeError */
export function broadcastShape(name: string, left: Shape, right: Shape): Shape {
  const common = (a: number, b: number, what: string): number => {
    if (a !== b && a !== 1 && b !== 1)
      throw new ShapeError(name, [left, right], `${what} ${a} and ${b} differ and neither is 1${hintFor(left, right)}`);
    return a === 1 ? b : a;
  };
  return { rows: common(left.rows, right.rows, 'rows'), columns: common(left.columns, right.columns, 'columns') };
}

const fits = (a: Shape, b: Shape): boolean =>
  (a.rows === b.rows || a.rows === 1 || b.rows === 1) && (a.columns === b.columns || a.columns === 1 || b.columns === 1);
const turned = ({ rows, columns }: Shape): Shape => ({ rows: columns, columns: rows });
function hintFor(left: Shape, right: Shape): string {
  if (left.rows === right.columns && left.columns === right.rows) return '. Did you mean transpose of one of them?';
  return fits(left, turned(right)) ? '. Did you mean transpose(right)?' : '';
}

/** The axis among the options. @throws ArgumentError when there is something else among them */
export function axisOf(name: string, options: unknown): unknown {
  const remedy = `Write ${name}(x, { axis: 0 }) or ${name}(x, { axis: 1 })`;
  requireOptions(name, options, remedy);
  const unknown = Object.keys(options).find((key) => key !== 'axis');
  if (unknown !== undefined) throw new ArgumentError(`${name}: there is no option ${unknown}. ${remedy}`);
  return (options as { readonly axis?: unknown }).axis;
}
export const axisText = (axis: unknown): string => (typeof axis === 'string' ? JSON.stringify(axis) : String(axis));

/** The shape rule of ops whose arguments all have one shape. */
export function sameShapes(name: string): (xs: readonly Shape[]) => Shape {
  return (xs) => {
    const [first, ...others] = xs as [Shape, ...Shape[]];
    if (!others.every((x) => sameShape(x, first)))
      throw new ShapeError(name, xs, 'shapes must be equal (broadcasting is a broadcastTo of its own)');
    return { rows: first.rows, columns: first.columns };
  };
}

interface Binary {
  readonly vjps: readonly [BinaryVjp | null, BinaryVjp | null];
  readonly domain?: Partial<Domain<Attributes>>;
  readonly commutative?: true;
  readonly linear?: true;
  readonly notation?: (left: string, right: string) => string;
  readonly kernel: (out: Float64Array, left: Float64Array, right: Float64Array) => void;
}

/** An elementwise function of two arguments that broadcast; its kernel is a loop of its own, so that it stays fast. */
export function binary<Name extends string>(
  name: Name,
  of: (left: number, right: number) => number,
  broadcastTo: Broadcaster,
  how: Binary,
): Public<Broadcasting<Name>> {
  const { vjps, domain, kernel, ...marks } = how;
  const op: Op = {
    name,
    shape: sameShapes(name),
    kernel: (out: Block, [left, right]) => kernel(out.values, left!.values, right!.values),
    vjps: vjps.map((vjp): Vjp => (vjp === null ? none : (g, y, [left, right]) => vjp(g, y, left!, right!))),
    domain: { args: [between(-2, 2), between(-2, 2)], ...domain },
    elementwise: of,
    ...(marks as Pick<Op, 'notation'>),
  };
  const call = (left: unknown, right: unknown): Mat => {
    const [a, b] = operands(name, [left, right]) as [Mat, Mat];
    const shape = broadcastShape(name, a, b);
    return apply(op, [broadcastTo(a, shape), broadcastTo(b, shape)]);
  };
  return withOp(call as unknown as Broadcasting<Name>, op);
}
