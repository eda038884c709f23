import {
  add,
  compile,
  exp,
  grad,
  hvp,
  item,
  type Mat,
  matrix,
  mul,
  ones,
  record,
  RecordingError,
  type Scalar,
  scalar,
  spec,
  square,
  sub,
  sum,
  tanh,
  valueAndGrad,
} from '@adjoint/core';
import { describe, expect, test } from 'vitest';
import { Recorder } from '../../packages/core/src/tape/recorder.ts';

type Of = (x: Scalar) => Scalar;
const at = (f: Of, x: number): number => item(f(scalar(x)));
const close = (found: number, expected: number) => expect(Math.abs(found - expected)).toBeLessThan(1e-12 * Math.max(1, Math.abs(expected)));
/** f differentiated n times */
const derivative = (f: Of, n: number): Of => (n === 0 ? f : (x) => grad(derivative(f, n - 1))(x));

describe('a gradient inside a gradient', () => {
  test('sees the outer variable', () => {
    expect(
      at(
        grad((x: Scalar) => mul(x, grad((y: Scalar) => mul(x, y))(1))),
        3,
      ),
    ).toBe(6);
  });
  test('does not confuse two perturbations: d/dx x · (d/dy (x + y)) is 1', () => {
    expect(
      at(
        grad((x: Scalar) => mul(x, grad((y: Scalar) => add(x, y))(1))),
        5,
      ),
    ).toBe(1);
  });
  test('at the outer variable itself: d/dx (d/dy x y² at x) is 4x', () => {
    expect(
      at(
        grad((x: Scalar) => grad((y: Scalar) => mul(x, square(y)))(x)),
        3,
      ),
    ).toBe(12);
  });
  test.each([0, -0.7, 1.3])('again and again gives the derivatives of tanh at %s', (x) => {
    const t = Math.tanh(x);
    const s = 1 - t * t;
    [t, s, -2 * t * s, s * (6 * t * t - 2), s * t * (16 - 24 * t * t)].forEach((expected, n) =>
      close(at(derivative(tanh, n), x), expected),
    );
  });
  test('again and again gives the derivatives of exp(2x)', () => {
    for (let n = 0; n < 6; n += 1)
      close(
        at(
          derivative((x) => exp(mul(2, x)), n),
          0.3,
        ),
        2 ** n * Math.exp(0.6),
      );
  });
  test('three deep, each level captures both others', () => {
    const f = (x: Scalar) => mul(x, grad((y: Scalar) => mul(mul(x, square(y)), grad((z: Scalar) => mul(mul(x, y), square(z)))(y)))(x));
    close(at(grad(f), 1.5), 48 * 1.5 ** 5); // f = x · d/dy (2 x² y⁴) at y = x, so 8 x⁶
  });
});

describe('a loop on the numbers of a recorded value', () => {
  const power = (x: Scalar): Scalar => {
    let y = x;
    while (item(y) < 100) y = mul(y, x);
    return y;
  };
  test('runs as often as the numbers say', () => expect(at(power, 3)).toBe(243));
  test('has the derivative of what ran', () => expect(at(grad(power), 3)).toBe(5 * 81));
  test('has the second derivative of what ran', () => {
    expect(
      at(
        grad((x: Scalar) => grad(power)(x)),
        3,
      ),
    ).toBe(20 * 27);
    expect(item(hvp(power)(3, 1))).toBe(20 * 27);
  });
  test('other readers give the numbers too, captured values included', () => {
    const seen: unknown[] = [];
    grad((x: Mat) => {
      const twice = mul(2, x);
      grad((y: Mat) => {
        seen.push(twice.toArray(), add(y, twice).at(0, 1), Array.from(twice.toFloat64Array()), twice.toMatrix().to2DArray());
        return sum(y);
      })(x);
      return sum(x);
    })(matrix([[1, 2]]));
    expect(seen).toEqual([[[2, 4]], 6, [2, 4], [[2, 4]]]);
  });
  test.each([
    ['record', () => record(power, spec(1, 1))],
    ['compile', () => compile(power)(scalar(3))],
  ])('is refused by %s, where there are no numbers', (_name, run) => {
    expect(run).toThrow(RecordingError);
    expect(run).toThrow('was read while only its shape is known');
  });
});

describe('a value that outlives its recording is refused', () => {
  let kept: Scalar | undefined;
  const keep: Of = (x) => (kept = square(x));
  test.each<readonly [string, () => unknown]>([
    ['in an op', () => add(kept!, 1)],
    ['by a reader', () => item(kept!)],
    ['in a later recording', () => grad((y: Scalar) => mul(y, kept!))(1)],
    ['as a parameter', () => grad(square as Of)(kept!)],
    ['as the result of a later recording', () => grad(() => kept!)(1)],
  ])('%s', (_where, use) => {
    grad(keep)(2);
    expect(use).toThrow(RecordingError);
    expect(use).toThrow('outlived the function in which it was recorded');
  });
  test('from an inner recording in the enclosing one', () => {
    const leaking: Of = (x) => {
      grad((y: Scalar) => (kept = mul(x, y)))(1);
      return mul(x, kept!);
    };
    expect(() => grad(leaking)(2)).toThrow(RecordingError);
  });
  test('the message names a labelled value', () => {
    let hidden: Mat | undefined;
    grad(({ hidden: given }: { hidden: Mat }) => sum((hidden = given)))({ hidden: ones(2, 3) });
    expect(() => add(hidden!, 1)).toThrow('add: hidden (2x3, entry %0) outlived');
  });
  test('a function that throws leaves its values closed and the next recording clean', () => {
    const failing: Of = (x) => {
      kept = square(x);
      throw new Error('on the way');
    };
    expect(() => grad(failing)(2)).toThrow('on the way');
    expect(() => add(kept!, 1)).toThrow(RecordingError);
    expect(at(grad(square as Of), 2)).toBe(4);
  });
});

describe('two recorders at once', () => {
  test('each keeps its own entries', () => {
    const [one, other] = [new Recorder(), new Recorder()];
    const [x, y] = [one.input({ rows: 1, columns: 2 }), other.input({ rows: 2, columns: 1 })];
    const results = [exp(x), tanh(y), mul(exp(x), 2), sub(tanh(y), 1)];
    expect(results.map((z) => (z as { recorder?: Recorder }).recorder)).toEqual([one, other, one, other]);
    expect([one.entries.length, other.entries.length]).toEqual([5, 5]);
  });
  test('a value of the older becomes an input of the younger, once', () => {
    const [older, younger] = [new Recorder(), new Recorder()];
    const [x, y] = [older.input({ rows: 1, columns: 1 }), younger.input({ rows: 1, columns: 1 })];
    const result = mul(add(x, y), x);
    const { tape, origins } = younger.close([younger.lift(result)]);
    expect([tape.inputs.length, origins]).toEqual([2, [undefined, x]]);
  });
  test('a recording cannot end after what it captured', () => {
    const [older, younger] = [new Recorder(), new Recorder()];
    const result = add(older.input({ rows: 1, columns: 1 }), younger.input({ rows: 1, columns: 1 }));
    older.close([]);
    expect(() => younger.close([younger.lift(result)])).toThrow(RecordingError);
  });
});

describe('what cannot be recorded is refused', () => {
  test.each<readonly [string, (f: never) => unknown]>([
    ['grad', (f) => grad(f)(1)],
    ['record', (f) => record(f, spec(1, 1) as never)],
    ['compile', (f) => (compile(f) as (x: Scalar) => unknown)(scalar(1))],
  ])('an async function, by %s', (_name, run) => {
    expect(() => run((async (x: Scalar) => square(x)) as never)).toThrow(/got a Promise.*Recording is synchronous/);
  });
  test.each([
    ['record', (x: Scalar) => record((y: Scalar) => mul(x, y), spec(1, 1))],
    ['compile', (x: Scalar) => compile((y: Scalar) => mul(x, y))(scalar(1))],
  ])('by %s, a value of an enclosing function', (name, run) => {
    const outer = (x: Scalar): Scalar => {
      run(x);
      return x;
    };
    expect(() => grad(outer)(1)).toThrow(RecordingError);
    expect(() => grad(outer)(1)).toThrow(
      `${name}: the function uses a 1x1 value of an enclosing recorded function. Pass it as an argument`,
    );
  });
  test('a function that is not one, with what to write instead', () => {
    expect(() => grad(sum(ones(1, 1)) as never)).not.toThrow();
    expect(() => (grad(scalar(1) as never) as (x: number) => unknown)(1)).toThrow('Write grad(f)(x), not grad(f(x))');
  });
});

describe('parameters', () => {
  test('that are not used get zeros of their shape', () => {
    const gradient = grad(({ used }: Record<'used' | 'unused', Mat>) => sum(used))({ used: ones(1, 2), unused: ones(2, 3) });
    expect([gradient.used.toArray(), gradient.unused.toArray()]).toEqual([
      [[1, 1]],
      [
        [0, 0, 0],
        [0, 0, 0],
      ],
    ]);
  });
  test('that reach the loss only through a constant get zeros', () => {
    expect(grad((_x: Mat) => scalar(3))(ones(2, 1)).toArray()).toEqual([[0], [0]]);
  });
  test('may be the same matrix twice, and have gradients of their own', () => {
    const x = ones(1, 1);
    expect(grad(([a, b]: readonly [Mat, Mat]) => sum(mul(a, mul(2, b))))([x, x]).map((g) => g.at(0, 0))).toEqual([2, 2]);
  });
  test('beside the value: valueAndGrad gives both, and aux as numbers', () => {
    const { value, gradient, aux } = valueAndGrad((x: Scalar) => ({ value: square(x), aux: { twice: mul(2, x) } }), { aux: true })(3);
    expect([item(value), item(gradient), item(aux.twice)]).toEqual([9, 6, 6]);
  });
});
