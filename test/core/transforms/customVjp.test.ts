import {
  add,
  compile,
  customVjp,
  deserialize,
  exp,
  grad,
  hessian,
  hvp,
  interpret,
  item,
  jacobian,
  jvp,
  log,
  type Mat,
  matmul,
  matrix,
  mul,
  ones,
  print,
  record,
  RecordingError,
  type Scalar,
  scalar,
  serialize,
  simplify,
  sin,
  spec,
  square,
  stopGradient,
  sub,
  sum,
  transpose,
  valueAndGrad,
  vjp,
} from '@adjoint/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { between, runs } from '../../laws/caseOf.ts';
import { requireNear } from './functions.ts';

type Of = (x: Scalar) => Scalar;
/** sin, said to have the slope x³: so whoever uses its rule is told from whoever differentiates it. */
const wrong = customVjp(
  (x: Mat) => sin(x),
  (g: Mat, _y: Mat, x: Mat) => [mul(g, mul(x, square(x)))],
) as Of;
const f: Of = (x) => exp(wrong(x));
// y = sin x, s = x³, f = e^y:  f' = e^y s,  f'' = e^y (s² + 3x²),  f''' = e^y (s³ + 9 x² s + 6x)
const derivatives = (x: number): readonly number[] => {
  const [e, s] = [Math.exp(Math.sin(x)), x ** 3];
  return [e, e * s, e * (s * s + 3 * x * x), e * (s ** 3 + 9 * x * x * s + 6 * x)];
};

describe('the rule of customVjp is used, whatever the function itself has for a slope', () => {
  const orders: Readonly<Record<string, readonly [order: number, way: Of]>> = {
    'its value': [0, f],
    'its compiled value': [0, compile(f)],
    'its value beside the gradient': [0, (x) => valueAndGrad(f)(x).value],
    'its value beside the pullback': [0, (x) => vjp(f)(x).value],
    grad: [1, grad(f)],
    vjp: [1, (x) => vjp(f)(x).pullback(1)],
    jvp: [1, (x) => jvp(f)(x, 1).tangent],
    jacobian: [1, (x) => jacobian(f)(x) as Scalar],
    'compiled grad': [1, compile(grad(f))],
    'grad of the compiled': [1, grad(compile(f))],
    'compiled jvp': [1, compile((x: Scalar) => jvp(f)(x, 1).tangent)],
    hvp: [2, (x) => hvp(f)(x, 1)],
    hessian: [2, (x) => hessian(f)(x) as Scalar],
    'grad of grad': [2, grad((x: Scalar) => grad(f)(x))],
    'jvp of jvp': [2, (x) => jvp((y: Scalar) => jvp(f)(y, 1).tangent)(x, 1).tangent],
    'compiled hvp': [2, compile((x: Scalar) => hvp(f)(x, 1))],
    'grad of hvp': [3, grad((x: Scalar) => hvp(f)(x, 1))],
    'hessian of grad': [3, (x) => hessian((y: Scalar) => grad(f)(y))(x) as Scalar],
  };
  test.each(Object.entries(orders))('in %s', (_name, [order, way]) => {
    fc.assert(
      fc.property(between(-2, 2), (x) => requireNear([item(way(scalar(x)))], [derivatives(x)[order]!])),
      runs(0.2),
    );
  });
  test('on a tape that was saved and read again', () => {
    const read = deserialize(serialize(record(grad(f), spec(1, 1))));
    if (read._tag === 'Left') throw read.left;
    expect(item(interpret(read.right, [scalar(1.5)])[0] as Scalar)).toBeCloseTo(derivatives(1.5)[1]!, 12);
    expect(print(simplify(read.right))).toContain('call(');
  });
  test('within another', () => {
    const twice = customVjp(
      (x: Mat) => mul(2, wrong(x as Scalar)),
      (g: Mat, _y: Mat, x: Mat) => [mul(g, wrong(x as Scalar))],
    ) as Of;
    expect(item(twice(scalar(0.5)))).toBeCloseTo(2 * Math.sin(0.5), 14);
    expect(item(grad(twice)(0.5))).toBeCloseTo(Math.sin(0.5), 14);
    expect(item(hvp(twice)(0.5, 1))).toBeCloseTo(0.5 ** 3, 14);
  });
});

describe('customVjp', () => {
  // a · b with the cotangents of the two told apart: those of a doubled, those of b negated
  const product = customVjp(
    (a: Mat, b: Mat) => matmul(a, b),
    (g: Mat, _y: Mat, a: Mat, b: Mat) => [mul(2, matmul(g, transpose(b))), mul(-1, matmul(transpose(a), g))],
  );
  test.each([
    [1, 1, 1],
    [2, 3, 4],
    [4, 3, 2],
  ])('gives each argument its own cotangent, at every shape: %s, %s, %s', (m, k, n) => {
    const ramp = (rows: number, columns: number) =>
      matrix(Array.from({ length: rows }, (_, i) => Array.from({ length: columns }, (__, j) => i - j / 4))) as Mat;
    const [a, b, g] = [ramp(m, k), ramp(k, n), ramp(m, n)];
    const pulled = vjp(([x, y]: readonly [Mat, Mat]) => product(x, y))([a, b]).pullback(g);
    const right = vjp(([x, y]: readonly [Mat, Mat]) => matmul(x, y) as Mat)([a, b]).pullback(g);
    expect(pulled.map((x) => x.toArray())).toEqual([mul(2, right[0]).toArray(), mul(-1, right[1]).toArray()]);
  });
  test('takes numbers, and matrices that are closed over as constants', () => {
    const c = matrix([[3]]);
    const scaled = customVjp(
      (x: Mat) => mul(c, x),
      (g: Mat) => [mul(c, g)],
    ) as Of;
    expect([item(scaled(2 as never)), item(grad(scaled)(2))]).toEqual([6, 3]);
  });
  test('records once per shapes, so that what it closes over stays as it was, and keeps the 64 lists of shapes used last', () => {
    let calls = 0;
    const counted = customVjp(
      (x: Mat) => mul((calls += 1), x),
      (g: Mat) => [g],
    );
    const factor = (size: number) => counted(ones(1, size)).at(0, 0);
    expect([factor(1), factor(2), factor(1)]).toEqual([1, 2, 1]);
    for (let size = 3; size <= 65; size += 1) factor(size);
    expect([factor(1), factor(65), calls]).toEqual([1, 65, 65]);
    expect([factor(2), calls]).toEqual([66, 66]); // dropped, recorded anew
  });
  test('says that it knows only shapes where its function or its rule reads a number', () => {
    const reading = customVjp(
      (x: Mat) => mul(x.at(0, 0), x),
      (g: Mat) => [g],
    );
    expect(() => reading(ones(1, 2))).toThrow(RecordingError);
    expect(() => reading(ones(1, 2))).toThrow(
      'customVjp: a value that depends on the input %0 (1x2) was read while only its shape is known',
    );
    const backward = customVjp(
      (x: Mat) => x,
      (g: Mat) => [mul(g, item(sum(g)))],
    );
    expect(() => grad((x: Mat) => sum(backward(x)))(ones(1, 2))).toThrow('customVjp: backward: a value that depends on the input');
  });
  test('refuses a value of the enclosing function, in the function and in its rule', () => {
    const outer = (inner: (x: Scalar) => Scalar) => () => grad(inner)(2);
    const message = 'of an enclosing recorded function. Pass it as an argument';
    expect(
      outer(
        (x) =>
          customVjp(
            (y: Mat) => mul(x, y),
            (g: Mat) => [g],
          )(scalar(1)) as Scalar,
      ),
    ).toThrow(message);
    expect(
      outer(
        (x) =>
          customVjp(
            (y: Mat) => y,
            (g: Mat) => [mul(x, g)],
          )(scalar(1)) as Scalar,
      ),
    ).toThrow(`customVjp: backward: the function uses`);
  });
  test('one whose rule is right changes nothing: log sum exp, shifted', () => {
    const logSum = customVjp(
      (x: Mat) => log(sum(exp(x))),
      (g: Mat, y: Mat, x: Mat) => [mul(g, exp(sub(x, y)))],
    );
    const plain = (x: Mat): Scalar => log(sum(exp(x)));
    const [x, v] = [matrix([[0.5, -1, 2]]) as Mat, matrix([[1, 0.25, -0.5]]) as Mat];
    for (const of of [
      (g: typeof plain) => grad(g)(x),
      (g: typeof plain) => hvp(g)(x, v),
      (g: typeof plain) => jvp(g)(x, v).tangent as Mat,
    ]) {
      requireNear(Array.from(of(logSum as never).toFloat64Array()), Array.from(of(plain).toFloat64Array()));
    }
  });
});

describe('stopGradient', () => {
  const half: Of = (x) => mul(x, stopGradient(square(x))); // x · (x² held)
  test.each<readonly [string, Of, number]>([
    ['keeps the value', half, 27],
    ['compiled too', compile(half), 27],
    ['lets no cotangent through', grad(half), 9],
    ['lets none through when compiled', compile(grad(half)), 9],
    ['is no constant of the function that jvp pushes forward', (x) => jvp(half)(x, 1).tangent, 9],
    ['stays in the second derivative', (x) => hvp(half)(x, 1), 0],
    ['stops at what was stopped only', grad((x: Scalar) => add(stopGradient(exp(x)), square(x))), 6],
    ['of everything leaves zeros', grad((x: Scalar) => stopGradient(exp(x))), 0],
    ['holds an inner gradient', grad((x: Scalar) => mul(x, stopGradient(grad(half)(x)))), 9],
  ])('%s', (_what, of, expected) => {
    expect(item(of(scalar(3)))).toBe(expected);
  });
});
