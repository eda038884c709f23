import type { Broadcast, Broadcasts, Mat, Operand, ShapeText, Text } from '../matrix/mat.ts';
import { apply, operands } from '../tape/apply.ts';
import { between } from '../tape/domain.ts';
import type { Op } from '../tape/tape.ts';
import { binary, type Broadcasting, broadcastShape, type Elementwise, none, type Public, sameShapes, unary, withOp } from './families.ts';
import { broadcastToShape } from './shaping.ts';

/** left + right, entry by entry. Both slopes are 1. */
export const add: Public<Broadcasting<'add'>> = binary('add', (a, b) => a + b, broadcastToShape, {
  notation: (a, b) => `${a} + ${b}`,
  vjps: [(g) => g, (g) => g],
  commutative: true,
  linear: true,
  kernel: (out, a, b) => {
    for (let i = 0; i < out.length; i += 1) out[i] = a[i]! + b[i]!;
  },
});

/** left - right, entry by entry. Slopes 1 and -1. */
export const sub: Public<Broadcasting<'sub'>> = binary('sub', (a, b) => a - b, broadcastToShape, {
  notation: (a, b) => `${a} - ${b}`,
  vjps: [(g) => g, (g) => neg(g)],
  linear: true,
  kernel: (out, a, b) => {
    for (let i = 0; i < out.length; i += 1) out[i] = a[i]! - b[i]!;
  },
});

/** left · right, entry by entry; for the matrix product see `matmul`. Slopes right and left. */
export const mul: Public<Broadcasting<'mul'>> = binary('mul', (a, b) => a * b, broadcastToShape, {
  notation: (a, b) => `${a} * ${b}`,
  vjps: [(g, _y, _a, b) => mul(g, b), (g, _y, a) => mul(g, a)],
  commutative: true,
  kernel: (out, a, b) => {
    for (let i = 0; i < out.length; i += 1) out[i] = a[i]! * b[i]!;
  },
});

/**
 * left · right, and 0 wherever left is 0, whatever right is: how a zero cotangent meets an infinite slope, and how 0 · log 0 is 0.
 * Slopes right and left; where left is 0 right gets no cotangent, however large.
 */
export const mulZero: Public<Broadcasting<'mulZero'>> = binary('mulZero', (a, b) => (a === 0 ? 0 : a * b), broadcastToShape, {
  // mulZero(left, g), not (g, left): in second derivatives g may be an infinite slope, and left the cotangent 0 that masks it
  vjps: [(g, _y, _a, b) => mulZero(g, b), (g, _y, a) => mulZero(a, g)],
  kernel: (out, a, b) => {
    for (let i = 0; i < out.length; i += 1) out[i] = a[i] === 0 ? 0 : a[i]! * b[i]!;
  },
});

const awayFromZero = between(0.5, 2);
/** left / right, entry by entry. Slopes 1/right and -y/right. */
export const div: Public<Broadcasting<'div'>> = binary('div', (a, b) => a / b, broadcastToShape, {
  notation: (a, b) => `${a} / ${b}`,
  vjps: [(g, _y, _a, b) => mulZero(g, reciprocal(b)), (g, y, _a, b) => neg(mulZero(g, div(y, b)))],
  domain: { args: [between(-2, 2), awayFromZero] },
  kernel: (out, a, b) => {
    for (let i = 0; i < out.length; i += 1) out[i] = a[i]! / b[i]!;
  },
});

/** -x. Slope -1. */
export const neg: Public<Elementwise> = unary(
  'neg',
  (x) => -x,
  (g) => neg(g),
  {},
  { linear: true, notation: (x) => `-${x}` },
);
/** 1/x. Slope -y². */
export const reciprocal: Public<Elementwise> = unary(
  'reciprocal',
  (x) => 1 / x,
  (g, y) => neg(mulZero(mulZero(g, y), y)), // y² may be too large or too small where g y² is neither
  { args: [awayFromZero] },
);
/** x². Slope 2x. */
export const square: Public<Elementwise> = unary(
  'square',
  (x) => x * x,
  (g, _y, x) => mul(g, mul(2, x)),
);

// ---- comparisons: 0 or 1, constant almost everywhere; false wherever a NaN is compared, as in NumPy

const comparison = <Name extends string>(name: Name, holds: (a: number, b: number) => boolean): Public<Broadcasting<Name>> =>
  binary(name, (a, b) => (holds(a, b) ? 1 : 0), broadcastToShape, {
    vjps: [null, null],
    domain: { kinks: [0], kinkOf: 'difference' },
    kernel: (out, a, b) => {
      for (let i = 0; i < out.length; i += 1) out[i] = holds(a[i]!, b[i]!) ? 1 : 0;
    },
  });
/** 1 where left > right, else 0; 0 where one of them is NaN, as in NumPy. No derivative. */
export const greater: Public<Broadcasting<'greater'>> = comparison('greater', (a, b) => a > b);
/** 1 where left < right, else 0; 0 where one of them is NaN. No derivative. */
export const less: Public<Broadcasting<'less'>> = comparison('less', (a, b) => a < b);
/** 1 where left >= right, else 0; 0 where one of them is NaN. No derivative. */
export const greaterEqual: Public<Broadcasting<'greaterEqual'>> = comparison('greaterEqual', (a, b) => a >= b);
/** 1 where left <= right, else 0; 0 where one of them is NaN. No derivative. */
export const lessEqual: Public<Broadcasting<'lessEqual'>> = comparison('lessEqual', (a, b) => a <= b);
/** 1 where left = right, else 0; 0 where one of them is NaN, and 0 equals -0. No derivative. */
export const equal: Public<Broadcasting<'equal'>> = comparison('equal', (a, b) => a === b);
/** 1 where left and right differ, else 0; 1 where one of them is NaN. No derivative. */
export const notEqual: Public<Broadcasting<'notEqual'>> = comparison('notEqual', (a, b) => a !== b);

// ---- the larger and the smaller of two: at a tie each takes half of the cotangent

// 1 for the one that is chosen, 0 for the other, 1/2 at a tie, NaN where one of them is NaN
const share = (a: Mat, b: Mat, wins: Mat, loses: Mat): Mat => where(equal(a, b), 0.5, where(wins, 1, where(loses, 0, NaN)));
/** The larger of left and right, entry by entry; NaN where one of them is NaN. At a tie each takes half of the cotangent. */
export const maximum: Public<Broadcasting<'maximum'>> = binary('maximum', Math.max, broadcastToShape, {
  vjps: [(g, _y, a, b) => mul(g, share(a, b, greater(a, b), less(a, b))), (g, _y, a, b) => mul(g, share(a, b, less(a, b), greater(a, b)))],
  domain: { kinks: [0], kinkOf: 'difference' },
  commutative: true,
  kernel: (out, a, b) => {
    for (let i = 0; i < out.length; i += 1) out[i] = Math.max(a[i]!, b[i]!);
  },
});
/** The smaller of left and right, entry by entry; NaN where one of them is NaN. At a tie each takes half of the cotangent. */
export const minimum: Public<Broadcasting<'minimum'>> = binary('minimum', Math.min, broadcastToShape, {
  vjps: [(g, _y, a, b) => mul(g, share(a, b, less(a, b), greater(a, b))), (g, _y, a, b) => mul(g, share(a, b, greater(a, b), less(a, b)))],
  domain: { kinks: [0], kinkOf: 'difference' },
  commutative: true,
  kernel: (out, a, b) => {
    for (let i = 0; i < out.length; i += 1) out[i] = Math.min(a[i]!, b[i]!);
  },
});

// ---- choosing by a mask

const choose = (mask: number, a: number, b: number): number => (mask === 0 ? b : Number.isNaN(mask) ? mask : a);
const whereOp: Op = {
  name: 'where',
  shape: sameShapes('where'),
  kernel(out, [mask, a, b]) {
    for (let i = 0; i < out.values.length; i += 1) out.values[i] = choose(mask!.values[i]!, a!.values[i]!, b!.values[i]!);
  },
  vjps: [none, (g, _y, [mask]) => where(mask!, g, 0), (g, _y, [mask]) => where(mask!, 0, g)],
  domain: { args: [{ ...between(-2, 1), choices: [0, 1, 0, 0.5, -2] }, between(-2, 2), between(-2, 2)] },
  elementwise: choose,
};
/** A C x D matrix that broadcasts with an A x B one, or the sentence that says it does not. */
export type BroadcastsWith<Name extends string, A extends number, B extends number, C extends number, D extends number> = Broadcasts<
  A,
  C,
  Broadcasts<
    B,
    D,
    Operand<C, D>,
    `${Name}(${ShapeText<A, B>}, ${ShapeText<C, D>}): columns ${Text<B>} and ${Text<D>} differ and neither is 1`
  >,
  `${Name}(${ShapeText<A, B>}, ${ShapeText<C, D>}): rows ${Text<A>} and ${Text<C>} differ and neither is 1`
>;
/** The mask and both choices broadcast. */
export interface Where {
  <A extends number = 1, B extends number = 1, C extends number = 1, D extends number = 1, E extends number = 1, F extends number = 1>(
    mask: Operand<A, B>,
    a: BroadcastsWith<'where', A, B, C, D>,
    b: BroadcastsWith<'where', Broadcast<A, C>, Broadcast<B, D>, E, F>,
  ): Mat<Broadcast<Broadcast<A, C>, E>, Broadcast<Broadcast<B, D>, F>>;
}
/**
 * a where the mask is not 0, b where it is 0, NaN where the mask is NaN; all three broadcast. The one that is chosen takes the cotangent;
 * the mask has no derivative. @throws ShapeError when they do not broadcast
 */
export const where: Public<Where> = withOp(
  ((...given: readonly unknown[]) => {
    const [mask, a, b] = operands('where', [given[0], given[1], given[2]]) as [Mat, Mat, Mat];
    const shape = broadcastShape('where', broadcastShape('where', mask, a), b);
    return apply(
      whereOp,
      [mask, a, b].map((x) => broadcastToShape(x, shape)),
    );
  }) as Where,
  whereOp,
);
