import {
  add,
  argMax,
  ceil,
  compile,
  equal,
  floor,
  grad,
  greater,
  hessian,
  hvp,
  isDense,
  item,
  jacobian,
  jvp,
  leaves,
  type Mat,
  matmul,
  matrix,
  mul,
  named,
  ones,
  oneHot,
  round,
  type Scalar,
  scalar,
  sign,
  sin,
  square,
  step,
  sum,
  tanh,
  valueAndGrad,
  vjp,
  where,
} from '@adjoint/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { between, matrixOf, runs } from '../../laws/caseOf.ts';
import { program, runProgram } from '../../laws/programs.ts';
import { answersOf, listOf, loss, net, type Net, numbersOf, place, requireNear } from './functions.ts';

describe('the gradient of interface-typed parameters', () => {
  test('is of their type and form', () => {
    const gradient: Net = grad(loss)({ w: ones(3, 2), rest: [ones(1, 2), scalar(1)] }, ones(2, 3));
    const { gradient: other, value }: { readonly gradient: Net; readonly value: Scalar } = valueAndGrad(loss)(
      { w: ones(3, 2), rest: [ones(1, 2), scalar(1)] },
      ones(2, 3),
    );
    expect(listOf(gradient).map(({ rows, columns }) => [rows, columns])).toEqual([
      [3, 2],
      [1, 2],
      [1, 1],
    ]);
    expect([Object.keys(gradient), Array.isArray(gradient.rest)]).toEqual([['w', 'rest'], true]);
    expect(numbersOf(listOf(other))).toEqual(numbersOf(listOf(gradient)));
    expect(item(value)).toBe(item(loss({ w: ones(3, 2), rest: [ones(1, 2), scalar(1)] }, ones(2, 3))));
  });
  test('keeps keys that look like something else', () => {
    const odd = Object.fromEntries([
      ['__proto__', ones(1, 1)],
      ['constructor', ones(1, 2)],
      ['0', ones(2, 1)],
      ['a.b', ones(2, 2)],
    ]) as Readonly<Record<string, Mat>>;
    const gradient = grad((p: Readonly<Record<string, Mat>>) =>
      Object.values(p).reduce((total: Scalar, x) => add(total, sum(mul(3, x))), scalar(0)),
    )(odd);
    expect(Object.keys(gradient)).toEqual(Object.keys(odd));
    expect(leaves(gradient).every((g, i) => g.rows === leaves(odd)[i]!.rows && g.toFloat64Array().every((entry) => entry === 3))).toBe(
      true,
    );
  });
});

describe('a parameter that is not used has zeros', () => {
  interface Two {
    readonly used: Mat<1, 2>;
    readonly unused: Mat<2, 3>;
  }
  const p: Two = { used: matrix([[2, 3]]), unused: ones(2, 3) };
  const f = ({ used }: Two): Scalar => sum(square(used));
  test.each<readonly [string, () => Two]>([
    ['in grad', () => grad(f)(p)],
    ['in valueAndGrad', () => valueAndGrad(f)(p).gradient],
    ['in vjp', () => vjp(f)(p).pullback(1)],
    ['in hvp', () => hvp(f)(p, p)],
    ['in a compiled grad', () => compile(grad(f))(p)],
    ['in a jacobian, in its own shape', () => jacobian(f)(p) as never],
    ['in a grad of a grad', () => grad((q: Two) => sum(mul(grad(f)(q).used, q.used)))(p)],
  ])('%s', (_where, of) => {
    const { used, unused } = of();
    expect(unused.rows * unused.columns).toBe(6);
    expect(numbersOf([unused])).toEqual([0, 0, 0, 0, 0, 0]);
    expect(numbersOf([used]).every((entry) => entry > 0)).toBe(true);
  });
  test('along its direction nothing moves', () => {
    expect(item(jvp(f)(p, { used: matrix([[0, 0]]), unused: ones(2, 3) }).tangent)).toBe(0);
    expect(numbersOf(leaves(hessian(f)(p).unused))).toEqual(Array.from({ length: 6 * 2 + 6 * 6 }, () => 0));
  });
});

describe('an op without a derivative', () => {
  const flat: Readonly<Record<string, (x: Mat) => Mat>> = {
    floor,
    ceil,
    round,
    sign,
    step,
    greater: (x) => greater(x, 0.25),
    equal: (x) => equal(x, 0.25),
    argMax: (x) => argMax(x),
    oneHot: (x) => oneHot(argMax(x, { axis: 1 }) as Mat<2, 1>, 3),
    'the mask of where': (x) => where(x, 2, 3),
  };
  test.each(Object.entries(flat))('%s stops silently: no cotangent flows, and the rest goes on', (_name, of) => {
    fc.assert(
      fc.property(matrixOf(2, 3, between(-1, 1)), matrixOf(2, 3, between(-1, 1)), (x, v) => {
        const f = (p: Mat): Scalar => add(mul(2, sum(of(p))), sum(p));
        expect(numbersOf([grad(f)(x)])).toEqual([1, 1, 1, 1, 1, 1]);
        expect(numbersOf([grad((p: Mat) => sum(of(p)))(x), hvp(f)(x, v)])).toEqual(Array.from({ length: 12 }, () => 0));
        expect(item(jvp((p: Mat) => sum(of(p)))(x, v).tangent)).toBe(0);
        expect(numbersOf([jacobian(of)(x)]).every((entry) => entry === 0)).toBe(true);
      }),
      runs(0.1),
    );
  });
});

describe('aux', () => {
  const f = (p: Net, x: Mat<2, 3>) => ({ value: loss(p, x), aux: { answer: net(p, x), count: [mul(2, p.rest[1])] as const } });
  test('comes back as numbers beside value and gradient, whatever its tree', () => {
    fc.assert(
      fc.property(place, ({ parameters, x }) => {
        const { value, gradient, aux } = valueAndGrad(f, { aux: true })(parameters, x);
        const plain = valueAndGrad(loss)(parameters, x);
        requireNear(numbersOf([value, ...listOf(gradient)]), numbersOf([plain.value, ...listOf(plain.gradient)]));
        requireNear(
          numbersOf([...answersOf(aux.answer), aux.count[0]]),
          numbersOf([...answersOf(net(parameters, x)), mul(2, parameters.rest[1])]),
        );
      }),
      runs(0.2),
    );
  });
  test('has no part in the gradient, and is recorded inside another transform', () => {
    const inner = (x: Scalar) => valueAndGrad((y: Scalar) => ({ aux: { y: mul(y, y) }, value: square(y) }), { aux: true })(x);
    expect([item(inner(scalar(3)).gradient), item(inner(scalar(3)).aux.y)]).toEqual([6, 9]);
    expect(item(grad((x: Scalar) => mul(inner(x).aux.y, inner(x).gradient))(3))).toBe(54); // (2x³)'
    expect(item(compile((x: Scalar) => inner(x).aux.y)(scalar(3)))).toBe(9);
  });
  test('may be parameters as they are, constants, and nothing', () => {
    const { aux } = valueAndGrad((x: Scalar) => ({ value: square(x), aux: { x, seven: scalar(7), none: [] } }), { aux: true })(3);
    expect([item(aux.x), item(aux.seven), aux.none]).toEqual([3, 7, []]);
  });
  test('gives a JavaScript number back as the number that it was', () => {
    const counted = valueAndGrad((x: Scalar) => ({ value: square(x), aux: [{ steps: 2, x: item(x) }, x] as const }), { aux: true });
    const [{ steps, x }, last] = counted(3).aux;
    expect([steps, x, item(last)]).toEqual([2, 3, 3]);
    expect(item(grad((y: Scalar) => mul(y, counted(y).aux[0].x))(3))).toBe(3); // a number has no derivative
  });
});

const transforms: Readonly<Record<string, (f: (xs: readonly Mat[]) => Scalar, xs: readonly Mat[], v: readonly Mat[]) => readonly Mat[]>> = {
  grad: (f, xs) => grad(f)(xs),
  valueAndGrad: (f, xs) => leaves(valueAndGrad(f)(xs)),
  vjp: (f, xs) => vjp(f)(xs).pullback(2),
  jvp: (f, xs, v) => leaves(jvp(f)(xs, v)),
  hvp: (f, xs, v) => hvp(f)(xs, v),
  jacobian: (f, xs) => leaves(jacobian(f)(xs)),
  hessian: (f, xs) => leaves(hessian(f)(xs)),
  compile: (f, xs) => leaves(compile(grad(f))(xs)),
};
describe.each(Object.entries(transforms))('%s', (_name, transform) => {
  test('gives the same bits again, also after other recordings', () => {
    fc.assert(
      fc.property(program, program, (given, other) => {
        const once = numbersOf(transform((xs) => runProgram(given, xs) as Scalar, given.inputs, given.directions));
        transform((xs) => runProgram(other, xs) as Scalar, other.inputs, other.directions);
        expect(numbersOf(transform((xs) => runProgram(given, xs) as Scalar, given.inputs, given.directions))).toEqual(once);
      }),
      runs(0.1),
    );
  });
  test('gives concrete matrices in which nobody can write, into results or through them into arguments', () => {
    // of a linear function, results are close to being the arguments themselves
    const c = named(
      'c',
      matrix([
        [5, 6],
        [7, 8],
      ]),
    );
    const [x, v] = [
      matrix([
        [1, 2],
        [3, 4],
      ]),
      matrix([
        [9, 8],
        [7, 6],
      ]),
    ];
    const before = numbersOf([x, v, c]);
    for (const f of [
      ([p]: readonly Mat[]) => sum(mul(p!, c)),
      ([p]: readonly Mat[]) => sum(matmul(p!, square(p!))),
      ([p]: readonly Mat[]) => sum(tanh(sin(p!))),
    ]) {
      const results = transform(f, [x], [v]);
      const numbers = numbersOf(results);
      for (const result of results) {
        expect(isDense(result)).toBe(true);
        result.toFloat64Array().fill(99);
        for (const row of result.toArray()) row.fill(99);
        result.toMatrix().fill(99);
      }
      expect([numbersOf(results), numbersOf([x, v, c])]).toEqual([numbers, before]);
    }
  });
});
test('results of a compiled function stay when it is called again', () => {
  const step = compile((x: Mat) => ({ twice: mul(2, x), same: x, gradient: grad((y: Mat) => sum(square(y)))(x) }));
  const first = step(ones(2, 2));
  const before = numbersOf(leaves(first));
  step(mul(5, ones(2, 2)));
  expect(numbersOf(leaves(first))).toEqual(before);
});
