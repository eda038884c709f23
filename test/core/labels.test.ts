import {
  customVjp,
  grad,
  hvp,
  interpret,
  inverse,
  item,
  jvp,
  logDet,
  type Mat,
  matrix,
  mul,
  named,
  record,
  type Scalar,
  SingularMatrixError,
  solve,
  spec,
  square,
  sum,
  valueAndGrad,
} from '@adjoint/core';
import { expect, test } from 'vitest';

const singular = matrix([
  [1, 2],
  [2, 4],
]);

test.each<readonly [string, string, () => unknown]>([
  ['called on numbers', 'inverse(a: 2x2)', () => inverse(named('a', singular))],
  ['named within a gradient', 'inverse(a: 2x2)', () => grad((x: Mat<2, 2>) => sum(inverse(named('a', x))))(singular)],
  ['named by its place in the tree', 'inverse(w: 2x2)', () => grad((p: { w: Mat<2, 2> }) => sum(inverse(p.w)))({ w: singular })],
  ['computed on the way', 'inverse(twice: 2x2)', () => grad((x: Mat<2, 2>) => sum(inverse(named('twice', mul(2, x)))))(singular)],
  ['a constant', 'solve(k: 2x2)', () => valueAndGrad((b: Mat<2, 1>) => sum(solve(named('k', singular), b)))(matrix([[1], [2]]))],
  [
    'read while it is recorded',
    'inverse(squared: 2x2)',
    () => grad((x: Mat<2, 2>) => mul(item(sum(inverse(named('squared', mul(1, x))))), sum(x)))(singular),
  ],
  [
    'of a tape',
    'inverse(a: 2x2)',
    () =>
      interpret(
        record((x: Mat<2, 2>) => inverse(x), spec(2, 2, 'a')),
        [singular],
      ),
  ],
  ['in a tangent', 'inverse(a: 2x2)', () => jvp((x: Mat<2, 2>) => logDet(named('a', x)))(singular, singular)],
  ['in a Hessian-vector product', 'inverse(a: 2x2)', () => hvp((x: Mat<2, 2>) => sum(square(inverse(named('a', x)))))(singular, singular)],
  [
    'of an argument of customVjp',
    'inverse(inner: 2x2)',
    () =>
      customVjp(
        (x: Mat<2, 2>) => inverse(named('inner', x)),
        (g: Mat<2, 2>) => [g],
      )(singular),
  ],
])('an error of the numbers says the label of a matrix that is %s', (_what, message, run) => {
  expect(run).toThrow(SingularMatrixError);
  expect(run).toThrow(message);
});

test('the label on the tape comes before that of the matrix given', () => {
  const tape = record((x: Mat<2, 2>): Scalar => sum(inverse(x)), spec(2, 2, 'place'));
  expect(() => interpret(tape, [named('given', singular)])).toThrow('inverse(place: 2x2)');
});
test('a matrix keeps its own label where the tape has none', () => {
  const tape = record((x: Mat<2, 2>): Scalar => sum(inverse(x)), spec(2, 2));
  expect(() => interpret(tape, [named('given', singular)])).toThrow('inverse(given: 2x2)');
});
