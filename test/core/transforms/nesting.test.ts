import {
  add,
  checkGradients,
  compile,
  exp,
  grad,
  hessian,
  hvp,
  item,
  jacobian,
  jvp,
  type Mat,
  matmul,
  mul,
  type Scalar,
  scalar,
  sin,
  square,
  sum,
  transpose,
  valueAndGrad,
  vjp,
} from '@adjoint/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { between, matrixOf, runs } from '../../laws/caseOf.ts';
import { program, type Program, runProgram } from '../../laws/programs.ts';
import { requireSlope } from '../../laws/richardson.ts';
import { numbersOf, requireNear } from './functions.ts';

type Inputs = readonly Mat[];
type Loss = (xs: Inputs) => Scalar;
/** Each way of writing one derivative of a random program gives the same numbers, to 1e-12 of the largest. */
const agree = (ways: Readonly<Record<string, (f: Loss, given: Program) => unknown>>, share: number) =>
  describe.each(Object.entries(ways).slice(1))('as %s', (_way, way) => {
    test(`what ${Object.keys(ways)[0]} gives`, () => {
      fc.assert(
        fc.property(program, (given) => {
          const f: Loss = (xs) => runProgram(given, xs) as Scalar;
          const [found, expected] = [way, Object.values(ways)[0]!].map((of) =>
            numbersOf((of(f, given) as readonly unknown[]).flat() as Inputs),
          );
          const size = Math.max(1, ...expected!.map(Math.abs));
          requireNear(
            found!.map((x) => x / size),
            expected!.map((x) => x / size),
            1e-11,
          );
        }),
        runs(share),
      );
    });
  });

/** Σ of products, in whatever recording the matrices are */
const dotOf = (a: Inputs, b: Inputs): Scalar => a.reduce((total: Scalar, x, i) => add(total, sum(mul(x, b[i]!))), scalar(0));

describe('a Hessian times a direction, written', () => {
  agree(
    {
      hvp: (f, { inputs, directions }) => hvp(f)(inputs, directions),
      'jvp of grad': (f, { inputs, directions }) => jvp(grad(f))(inputs, directions).tangent,
      'grad of jvp': (f, { inputs, directions }) => grad((xs: Inputs) => jvp(f)(xs, directions).tangent)(inputs),
      'grad of the product of grad and the direction': (f, { inputs, directions }) =>
        grad((xs: Inputs) => dotOf(grad(f)(xs), directions))(inputs),
      'vjp of grad, a Hessian being symmetric': (f, { inputs, directions }) => vjp(grad(f))(inputs).pullback(directions),
      'jvp of valueAndGrad': (f, { inputs, directions }) => jvp((xs: Inputs) => valueAndGrad(f)(xs).gradient)(inputs, directions).tangent,
      'grad of vjp': (f, { inputs, directions }) => grad((xs: Inputs) => dotOf(vjp(f)(xs).pullback(1), directions))(inputs),
      'compiled hvp': (f, { inputs, directions }) => compile((xs: Inputs, v: Inputs) => hvp(f)(xs, v))(inputs, directions),
      'hvp of what is compiled': (f, { inputs, directions }) => hvp(compile(f))(inputs, directions),
    },
    0.15,
  );
});
describe('a Hessian, written', () => {
  agree(
    {
      hessian: (f, { inputs }) => hessian(f)(inputs) as unknown as readonly unknown[],
      'jacobian of grad': (f, { inputs }) => jacobian(grad(f))(inputs) as unknown as readonly unknown[],
      'compiled hessian': (f, { inputs }) => compile((xs: Inputs) => hessian(f)(xs))(inputs) as unknown as readonly unknown[],
    },
    0.15,
  );
});
describe('a gradient, written', () => {
  agree(
    {
      grad: (f, { inputs }) => grad(f)(inputs),
      'jacobian of one row, folded again': (f, { inputs }) => jacobian(f)(inputs) as unknown as readonly Mat[],
      'vjp of 1': (f, { inputs }) => vjp(f)(inputs).pullback(1),
      'grad of a grad of f times y': (f, { inputs }) => grad((xs: Inputs) => grad((y: Scalar) => mul(y, f(xs)))(3))(inputs),
      'grad of the sum of the jacobian of f times y': (f, { inputs }) =>
        grad((xs: Inputs) => sum(jacobian((y: Scalar) => mul(y, f(xs)))(3)))(inputs),
      'grad within a jvp along nothing that is used': (f, { inputs }) =>
        jvp((y: { readonly y: Scalar; readonly xs: Inputs }) => grad(f)(y.xs))(
          { y: scalar(1), xs: inputs },
          { y: scalar(1), xs: inputs.map((x) => mul(0, x)) },
        ).value,
    },
    0.15,
  );
});

describe('three levels', () => {
  const third = (x: number) => 27 * Math.exp(3 * x); // of exp 3x
  const f = (x: Scalar): Scalar => exp(mul(3, x));
  const ways: Readonly<Record<string, (x: Scalar) => Scalar>> = {
    'grad of grad of grad': grad((x: Scalar) => grad((y: Scalar) => grad(f)(y))(x)),
    'grad of hessian': grad((x: Scalar) => hessian(f)(x) as Scalar),
    'hvp of grad': (x) => hvp((y: Scalar) => grad(f)(y))(x, 1),
    'grad of hvp': grad((x: Scalar) => hvp(f)(x, 1)),
    'jvp of jvp of jvp': (x) => jvp((y: Scalar) => jvp((z: Scalar) => jvp(f)(z, 1).tangent)(y, 1).tangent)(x, 1).tangent,
    'jacobian of jacobian of jacobian': (x) =>
      jacobian((y: Scalar) => jacobian((z: Scalar) => jacobian(f)(z) as Scalar)(y) as Scalar)(x) as Scalar,
    'vjp of jvp of grad': (x) => vjp((y: Scalar) => jvp(grad(f))(y, 1).tangent)(x).pullback(1),
    'compiled hessian of grad': compile((x: Scalar) => hessian((y: Scalar) => grad(f)(y))(x) as Scalar),
  };
  test.each(Object.entries(ways))('as %s give the third derivative', (_name, way) => {
    fc.assert(
      fc.property(between(-1, 1), (x) => requireNear([item(way(scalar(x)))], [third(x)])),
      runs(0.2),
    );
  });
  test('f‴ is d/dx of its own second derivative: of x sin x, twice by different transforms', () => {
    const g = (x: Scalar): Scalar => mul(x, sin(x));
    fc.assert(
      fc.property(between(-1, 1), (x) => requireNear([item(grad((y: Scalar) => hvp(g)(y, 1))(x))], [-3 * Math.sin(x) - x * Math.cos(x)])),
      runs(0.2),
    );
  });
});

describe('a value of the enclosing function inside', () => {
  const product = (x: Mat, y: Mat): Scalar => sum(sin(matmul(x, mul(y, x)))); // 2x2 matrices, curved in both
  /** numbers of x in which an inner transform, by y, closes over x and over what was made of it */
  const inner: Readonly<Record<string, (x: Mat) => Mat>> = {
    grad: (x) => grad((y: Mat) => product(x, y))(square(x)),
    valueAndGrad: (x) => valueAndGrad((y: Mat) => ({ value: product(x, y), aux: { y: mul(x, y) } }), { aux: true })(square(x)).aux.y,
    'the pullback of vjp': (x) => vjp((y: Mat) => sin(matmul(x, y)))(square(x)).pullback(mul(3, x)),
    'the value of vjp': (x) => vjp((y: Mat) => sin(matmul(x, y)))(square(x)).value,
    jvp: (x) => jvp((y: Mat) => sin(matmul(x, y)))(square(x), transpose(x)).tangent,
    hvp: (x) => hvp((y: Mat) => product(x, y))(square(x), mul(x, x)),
    jacobian: (x) => jacobian((y: Mat) => sin(matmul(x, y)))(square(x)),
    hessian: (x) => hessian((y: Mat) => product(x, y))(square(x)),
    'grad, two deep': (x) => grad((y: Mat) => sum(grad((z: Mat) => product(mul(x, y), mul(z, x)))(y)))(square(x)),
    'hvp in jacobian': (x) => jacobian((y: Mat) => hvp((z: Mat) => product(mul(x, z), y))(y, x))(square(x)),
    'compile within compile': (x) => compile((y: Mat, z: Mat) => compile((w: Mat) => sin(mul(w, z)))(y))(square(x), x),
  };
  test.each(Object.entries(inner))('%s is differentiated through', (_name, of) => {
    const f = (x: Mat): Scalar => sum(square(of(x)));
    fc.assert(
      fc.property(matrixOf(2, 2, between(-1, 1)), matrixOf(2, 2, between(-1, 1)), (x, v) => {
        const at = (t: number): Mat => add(x, mul(t, v));
        requireSlope(item(sum(mul(grad(f)(x), v))), (t) => item(f(at(t))));
        requireSlope(item(jvp(f)(x, v).tangent), (t) => item(f(at(t))));
        requireSlope(item(sum(mul(hvp(f)(x, v), v))), (t) => item(jvp(f)(at(t), v).tangent));
        requireNear(numbersOf([compile(grad(f))(x)]), numbersOf([grad(f)(x)]));
      }),
      runs(0.03),
    );
  });
  test('checkGradients finds those gradients right', () => {
    const f = (x: Mat): Scalar => sum(square(inner['jacobian']!(x)));
    fc.assert(
      fc.property(matrixOf(2, 2, between(-1, 1)), (x) => {
        expect(checkGradients(f, [x]).checked).toBe(4);
      }),
      runs(0.05),
    );
  });
});
