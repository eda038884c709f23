import { ArgumentError, RecordingError, ShapeError } from '@adjoint/core';
import { type Mistake, untyped } from './mistake.ts';

const {
  add,
  checkGradients,
  compile,
  customVjp,
  grad,
  interpret,
  item,
  matmul,
  matrix,
  mul,
  named,
  ones,
  record,
  scalar,
  spec,
  square,
  sum,
} = untyped;
const x = named('x', ones(5, 4));
let kept: any;
grad((p: any) => (kept = named('hidden', square(p))))(2);
let nameless: any;
grad((p: any) => (nameless = square(p)))(2);

/** Recorded values where they cannot be used. */
export const mistakesOfRecording: readonly Mistake[] = [
  [
    'a kept value in an op',
    RecordingError,
    'add: hidden (1x1, entry %1) outlived the function in which it was recorded. Return it from that function (valueAndGrad with { aux: true } gives it back as numbers) instead of keeping it in a variable',
    () => add(kept, 1),
  ],
  [
    'a kept value without a name',
    RecordingError,
    'add: the result of square (1x1, entry %1) outlived the function in which it was recorded. Return it from that function (valueAndGrad with { aux: true } gives it back as numbers) instead of keeping it in a variable',
    () => add(nameless, 1),
  ],
  [
    'a kept value that is read',
    RecordingError,
    'item, at or toArray: hidden (1x1, entry %1) outlived the function in which it was recorded. Return it from that function (valueAndGrad with { aux: true } gives it back as numbers) instead of keeping it in a variable',
    () => item(kept),
  ],
  [
    'a kept value in a later recording',
    RecordingError,
    'mul: hidden (1x1, entry %1) outlived the function in which it was recorded. Return it from that function (valueAndGrad with { aux: true } gives it back as numbers) instead of keeping it in a variable',
    () => grad((p: any) => mul(p, kept))(1),
  ],
  [
    'a kept value in a compiled function',
    RecordingError,
    'mul: hidden (1x1, entry %1) outlived the function in which it was recorded. Return it from that function (valueAndGrad with { aux: true } gives it back as numbers) instead of keeping it in a variable',
    () => compile((p: any) => mul(p, kept))(x),
  ],
  [
    'a kept value as a parameter',
    RecordingError,
    'grad: hidden (1x1, entry %1) outlived the function in which it was recorded. Return it from that function (valueAndGrad with { aux: true } gives it back as numbers) instead of keeping it in a variable',
    () => grad(square)(kept),
  ],
  [
    'a kept value as a loss',
    RecordingError,
    'grad: hidden (1x1, entry %1) outlived the function in which it was recorded. Return it from that function (valueAndGrad with { aux: true } gives it back as numbers) instead of keeping it in a variable',
    () => grad(() => kept)(1),
  ],
  [
    'a name for a kept value',
    RecordingError,
    'named: hidden (1x1, entry %1) outlived the function in which it was recorded. Return it from that function (valueAndGrad with { aux: true } gives it back as numbers) instead of keeping it in a variable',
    () => named('late', kept),
  ],
  [
    'a kept value as input of a tape',
    ArgumentError,
    'interpret: expected a matrix of numbers, got a recorded one. Call interpret outside grad, record and compile',
    () => interpret(record(square, spec(1, 1)), [kept]),
  ],
  [
    'item under compile',
    RecordingError,
    'compile: a value that depends on the input x (5x4) was read while only its shape is known. Under compile, customVjp, minimize and record there are no numbers yet: choose with where(mask, a, b), or return the value and read it outside',
    () => compile((p: any) => (item(sum(p)) > 1 ? p : mul(2, p)))(x),
  ],
  [
    'at under record',
    RecordingError,
    'record: a value that depends on the input p (2x2) was read while only its shape is known. Under compile, customVjp, minimize and record there are no numbers yet: choose with where(mask, a, b), or return the value and read it outside',
    () => record((p: any) => mul(p, p.at(0, 0)), spec(2, 2, 'p')),
  ],
  [
    'toArray under compile',
    RecordingError,
    'compile: a value that depends on the input x (5x4) was read while only its shape is known. Under compile, customVjp, minimize and record there are no numbers yet: choose with where(mask, a, b), or return the value and read it outside',
    () => compile((p: any) => matrix(p.toArray()))(x),
  ],
  [
    'JSON under compile',
    RecordingError,
    'compile: a value that depends on the input x (5x4) was read while only its shape is known. Under compile, customVjp, minimize and record there are no numbers yet: choose with where(mask, a, b), or return the value and read it outside',
    () => compile((p: any) => scalar(JSON.stringify(p).length))(x),
  ],
  [
    'a place outside a recorded matrix',
    ShapeError,
    'at(x: 5x4): row 5, column 5 lies outside the matrix (both count from 0). Rows are 0 to 4, columns 0 to 3',
    () => grad((p: any) => mul(sum(p), p.at(5, 5)))(x),
  ],
  [
    'p * 2 while recording',
    TypeError,
    'A matrix is not a number: write add(x, y), mul(x, 2), greater(x, y) for x + y, x * 2, x > y, and item(s) for the number in a 1x1 matrix',
    () => grad((p: any) => p * 2)(1),
  ],
  [
    'p + p while recording',
    TypeError,
    'A matrix is not a number: write add(x, y), mul(x, 2), greater(x, y) for x + y, x * 2, x > y, and item(s) for the number in a 1x1 matrix',
    () => grad((p: any) => p + p)(1),
  ],
  [
    'a write into a recorded matrix',
    TypeError,
    'Cannot set property rows of [object Object] which has only a getter',
    () => grad((p: any) => (p.rows = 3))(1),
  ],
  [
    'shapes that do not fit while recording',
    ShapeError,
    'matmul(x: 5x4, 5x2): left columns (4) must equal right rows (5). Did you forget the bias column? Write concatColumns(ones(5, 1), left)',
    () => grad((p: any) => sum(matmul(p, ones(5, 2))))(x),
  ],
  [
    'an outer value in record',
    RecordingError,
    'record: the function uses a 1x1 value of an enclosing recorded function. Pass it as an argument',
    () => grad((p: any) => mul(p, record((y: any) => mul(p, y), spec(1, 1)).outputs.length))(1),
  ],
  [
    'an outer value in compile',
    RecordingError,
    'compile: the function uses a 1x1 value of an enclosing recorded function. Pass it as an argument',
    () => grad((p: any) => compile((y: any) => mul(p, y))(scalar(1)))(1),
  ],
  [
    'an outer value in customVjp',
    RecordingError,
    'customVjp: the function uses weight of an enclosing recorded function. Pass it as an argument',
    () =>
      grad((p: any) =>
        customVjp(
          (y: any) => mul(named('weight', p), y),
          (g: any) => [g],
        )(scalar(1)),
      )(1),
  ],
  [
    'a check inside grad',
    ArgumentError,
    'checkGradients: needs concrete matrices: call it outside grad and compile',
    () => grad((p: any) => checkGradients(square, [p]))(1),
  ],
];
