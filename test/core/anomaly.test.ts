import {
  add,
  compile,
  customVjp,
  detectAnomaly,
  div,
  exp,
  grad,
  greater,
  hvp,
  item,
  jvp,
  log,
  type Mat,
  matmul,
  matrix,
  mul,
  named,
  ones,
  pow,
  reciprocal,
  type Scalar,
  scalar,
  softmax,
  sqrt,
  square,
  sub,
  sum,
  where,
} from '@adjoint/core';
import { describe, expect, test } from 'vitest';
import { anomalyIn, lineIn } from './anomalyIn.ts';

const lineOf = lineIn(import.meta.filename);

describe('detectAnomaly', () => {
  test('gives what the function gives where everything is finite', () => {
    const f = (x: Mat) => ({ y: square(x), list: [sum(x)] });
    const { y, list } = detectAnomaly(f)(matrix([[1, 2]]));
    expect([y.toArray(), item(list[0] as Scalar)]).toEqual([[[1, 4]], 3]);
  });
  test('gives a JavaScript number for a number', () => {
    expect(detectAnomaly((x: Scalar) => item(square(x)))(scalar(3))).toBe(9);
    expect(detectAnomaly((x: Mat) => ({ rows: x.rows, list: [x.at(0, 1)] }))(matrix([[1, 2]]))).toEqual({ rows: 1, list: [2] });
  });
  test('names op, label, shape, place, value, phase and the line', () => {
    const f = (x: Mat): Scalar => {
      const shifted = sub(x, 3);
      const logs = named('logs', log(shifted));
      return sum(mul(2, logs));
    };
    const found = anomalyIn(() =>
      detectAnomaly(f)(
        matrix([
          [4, 5],
          [6, 2],
          [1, 7],
        ]),
      ),
    )!;
    expect(found).toMatchObject({ phase: 'forward', op: 'log', label: 'logs' });
    expect(found.message.split('\n')[0]).toBe('detectAnomaly: logs = log (3x2): row 1, column 1 is NaN, from finite numbers');
    expect(found.message.split('\n')[1]).toBe(found.line);
    expect(lineOf(found)).toBe("const logs = named('logs', log(shifted));");
  });
  test('finds the first of several, in a function far below', () => {
    const deeper = (x: Mat): Mat => {
      return div(x, 0);
    };
    const f = (x: Mat): Mat => sqrt(sub(deeper(add(x, 1)), exp(scalar(1000))));
    const found = anomalyIn(() => detectAnomaly(f)(ones(2, 2)))!;
    expect([found.phase, found.op, lineOf(found)]).toEqual(['forward', 'div', 'return div(x, 0);']);
  });
  test.each<readonly [string, string, (x: Mat) => Mat]>([
    ['the log of a negative number', 'log', (x) => log(sub(x, 9))],
    ['the log of 0', 'log', (x) => log(sub(x, x))],
    ['0/0', 'div', (x) => div(sub(x, x), sub(x, x))],
    ['1/0', 'reciprocal', (x) => reciprocal(mul(0, x))],
    ['the square root of a negative number', 'sqrt', (x) => sqrt(mul(-1, x))],
    ['an overflow of exp', 'exp', (x) => exp(mul(1000, x))],
    ['an overflow of a product', 'matmul', (x) => matmul(mul(1e200, x), mul(1e200, x))],
    ['a fractional power of a negative number', 'pow', (x) => pow(mul(-1, x), 0.5)],
    ['Infinity - Infinity', 'exp', (x) => sub(exp(mul(800, x)), exp(mul(900, x)))],
  ])('finds %s', (_what, op, f) => {
    expect(anomalyIn(() => detectAnomaly(f)(ones(2, 2)))).toMatchObject({ phase: 'forward', op });
  });
  test('finds a NaN among the arguments and among the constants', () => {
    const given = anomalyIn(() => detectAnomaly((p: { readonly w: Mat }) => sum(p.w))({ w: matrix([[1, NaN]]) }))!;
    expect([given.op, given.label, given.line]).toEqual(['input', 'w', undefined]);
    expect(given.message).toBe('detectAnomaly: w = input (1x2): row 0, column 1 is NaN');
    const kept = named('weights', matrix([[Infinity, 1]]));
    expect(anomalyIn(() => detectAnomaly((x: Mat) => sum(mul(x, kept)))(ones(1, 2)))).toMatchObject({ op: 'constant', label: 'weights' });
  });
});

describe('in the gradient only', () => {
  test.each<readonly [string, string, (x: Mat) => Mat]>([
    ['sqrt at 0', 'sqrt', (x) => sqrt(mul(0, x))],
    ['x^(1/2) at 0', 'pow', (x) => pow(mul(0, x), 0.5)],
    ['1/x where its square is too large', 'reciprocal', (x) => reciprocal(mul(1e-200, x))],
    [
      'a custom rule that divides by 0',
      'call',
      (x) =>
        customVjp(
          (y: Mat) => mul(2, y),
          (g: Mat, _y: Mat, y: Mat) => [div(g, sub(y, y))],
        )(x),
    ],
  ])('%s is found, with the op whose rule wrote it, its label and line', (_what, op, of) => {
    const f = (x: Mat): Scalar => {
      const before = square(x);
      const steep = named('steep', of(before));
      return sum(mul(3, steep));
    };
    const found = anomalyIn(() => detectAnomaly(f)(ones(1, 2)))!;
    expect([found.phase, found.label, found.message.includes(`the gradient through ${op} (steep), in `)]).toEqual([
      'gradient',
      'steep',
      true,
    ]);
    expect(lineOf(found)).toMatch(/^(\[|\(x\) =>|customVjp\(|\)\(x\))/); // of the table above
  });
  test('the line is that of the op, not of the transform', () => {
    const f = (x: Mat): Scalar => {
      const root = sqrt(x);
      return sum(root);
    };
    expect(lineOf(anomalyIn(() => detectAnomaly(f)(matrix([[1, 0]])))!)).toBe('const root = sqrt(x);');
  });
});

describe('no anomaly is', () => {
  const x = matrix([[0, 1, 4]]);
  test.each<readonly [string, (p: Mat) => Mat]>([
    ['the log of 0 in the branch that is not chosen', (p) => where(sub(p, 0), log(p), 0)],
    ['the root of 0 there, whose slope is infinite', (p) => where(sub(p, 0), sqrt(p), 0)],
    ['a NaN there', (p) => where(sub(p, p), sqrt(sub(p, 9)), p)],
    ['-Infinity as a mask of softmax', (p) => softmax(where(p, p, -Infinity))],
    ['an overflow that leaves value and gradient finite', (p) => mul(p, greater(exp(mul(800, p)), 1))],
    ['a steep slope that no cotangent meets', (p) => mul(0, sqrt(add(p, 1)))],
  ])('%s', (_what, f) => {
    expect(anomalyIn(() => detectAnomaly(f)(x))).toBeUndefined();
  });
  test('but an overflow that leaves the value finite and the gradient not is one of the function', () => {
    const f = (p: Mat): Mat => reciprocal(add(1, exp(mul(800, p))));
    expect(f(x).toArray()).toEqual([[0.5, 0, 0]]);
    expect(anomalyIn(() => detectAnomaly(f)(x))).toMatchObject({ phase: 'forward', op: 'exp' });
  });
  test('and of two that are not finite where chooses between them the chosen one is named', () => {
    const f = (p: Mat): Mat => where(matrix([[1, 0, 1]]), named('chosen', sqrt(sub(p, 9))), named('left', log(sub(p, 20))));
    const g = (p: Mat): Mat => where(matrix([[0, 0, 0]]), named('left', sqrt(sub(p, 9))), named('chosen', log(sub(p, 20))));
    for (const chosen of [f, g]) expect(anomalyIn(() => detectAnomaly((p: Mat) => sum(chosen(p)))(x))?.label).toBe('chosen');
  });
});

describe('around other transforms', () => {
  test.each<readonly [string, (x: Scalar) => Scalar]>([
    ['the gradient inside, in which it turns', grad((x: Scalar) => sqrt(x))],
    ['a Hessian-vector product', (x) => hvp((y: Scalar) => mul(y, sqrt(y)))(x, 1)],
    ['a tangent', (x) => jvp((y: Scalar) => sqrt(y))(x, 1).tangent],
    ['a compiled function', compile((x: Scalar) => log(x))],
  ])('sees %s', (_what, f) => {
    expect(anomalyIn(() => detectAnomaly(f)(scalar(0)))).toMatchObject({ phase: 'forward' });
    expect(anomalyIn(() => detectAnomaly(f)(scalar(1)))).toBeUndefined();
  });
  test('names the line of the user that called the inner transform', () => {
    const f = (x: Scalar): Scalar => {
      const slope = grad((y: Scalar) => sqrt(y))(x);
      return mul(2, slope);
    };
    expect(lineOf(anomalyIn(() => detectAnomaly(f)(scalar(0)))!)).toBe('const slope = grad((y: Scalar) => sqrt(y))(x);');
  });
  test('is refused inside one, where there are no numbers', () => {
    expect(() => grad((x: Scalar) => detectAnomaly((y: Scalar) => square(y))(x))(1)).toThrow('detectAnomaly: needs concrete matrices');
  });
});
