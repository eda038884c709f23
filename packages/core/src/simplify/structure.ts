import { sameShape, sizeOf } from '../matrix/shape.ts';
import { broadcastTo, broadcastToShape } from '../ops/shaping.ts';
import { apply } from '../tape/apply.ts';
import type { Recorded } from '../tape/recorder.ts';
import type { ConstantEntry, Op } from '../tape/tape.ts';
import { argsIf, entryOf, numberBehind } from './pattern.ts';
import { chainOrder } from './chainOrder.ts';
import type { StructuralRule } from './rule.ts';

const foldable = 16; // entries: a larger result would only be kept for nothing

const isConstant = (x: Recorded): boolean => entryOf(x).kind === 'constant';
const fold: StructuralRule = {
  name: 'constant folding',
  law: 'exact',
  become(recorder, op, args, attributes) {
    if (!args.every(isConstant)) return undefined;
    const constants = args.map((x) => (entryOf(x) as ConstantEntry).value);
    const largest = Math.max(...constants.map(sizeOf));
    // what grows stays as it is: a broadcast number is still a number to the rules
    if (largest > foldable || sizeOf(op.shape(args, attributes)) > largest) return undefined;
    return recorder.lift(apply(op, constants, attributes));
  },
};

const broadcastOutward: StructuralRule = {
  name: 'elementwise on broadcasts',
  law: 'exact',
  become(_recorder, op, args, attributes) {
    if (op.elementwise === undefined) return undefined;
    const first = argsIf(broadcastTo.op, args[0]!)?.[0];
    if (first === undefined) return undefined;
    const sources = args.map((x) => argsIf(broadcastTo.op as Op, x)?.[0]);
    if (!sources.every((source) => source !== undefined && sameShape(source, first))) return undefined;
    return broadcastToShape(apply(op, sources as Recorded[], attributes), args[0]!);
  },
};

const rank = (x: Recorded): number => (numberBehind(x) === undefined ? 1 : 0);
const sortArguments: StructuralRule = {
  name: 'order of commutative arguments',
  law: 'exact',
  become(recorder, op, args) {
    if (op.commutative === undefined) return undefined;
    const [left, right] = args as [Recorded, Recorded];
    const inOrder = rank(left) - rank(right) || left.ref - right.ref;
    return inOrder <= 0 ? undefined : recorder.append(op, [right, left], {});
  },
};

/** Before the rules of expressions, and after them. */
export const before: readonly StructuralRule[] = [fold, broadcastOutward];
export const after: readonly StructuralRule[] = [chainOrder, sortArguments];
