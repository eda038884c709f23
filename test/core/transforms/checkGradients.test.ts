import {
  add,
  checkGradients,
  customVjp,
  exp,
  GradientError,
  grad,
  log,
  type Mat,
  matrix,
  mul,
  ones,
  record,
  scalar,
  type Scalar,
  sin,
  spec,
  square,
  sum,
} from '@adjoint/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runs } from '../../laws/caseOf.ts';
import { program, runProgram } from '../../laws/programs.ts';
import { loss, place } from './functions.ts';

/** x, with a derivative that is off by `errors` */
const off = (errors: Mat) =>
  customVjp(
    (x: Mat) => mul(1, x),
    (g: Mat) => [mul(g, add(1, errors))],
  );

function thrownBy(run: () => unknown): GradientError {
  try {
    run();
  } catch (error) {
    if (error instanceof GradientError) return error;
    throw error;
  }
  throw new Error('passed');
}

describe('checkGradients', () => {
  test('passes what is right, and counts the entries that it checked', () => {
    fc.assert(
      fc.property(place, ({ parameters, x }) => {
        const { checked, worst } = checkGradients(loss, [parameters, x]);
        expect(checked).toBe(9);
        expect(worst.difference).toBeLessThanOrEqual(1e-8);
      }),
      runs(0.2),
    );
  });
  test('passes random programs in which nothing is detached', () => {
    fc.assert(
      fc.property(program, (given) => {
        const f = (xs: readonly Mat[]): Scalar => runProgram(given, xs) as Scalar;
        const tape = record(
          f,
          given.inputs.map(({ rows, columns }) => spec(rows, columns)),
        );
        if (!tape.entries.some((entry) => entry.kind === 'applied' && entry.op.domain.detached)) checkGradients(f, [given.inputs]);
      }),
      runs(0.3),
    );
  });
  test('names the worst entry of a wrong derivative, with what it is and what differences give', () => {
    const place = fc.record({ row: fc.nat(2), column: fc.nat(1), error: fc.constantFrom(1e-6, -1e-3, 0.5, 100) });
    fc.assert(
      fc.property(place, fc.boolean(), ({ row, column, error }, isSecond) => {
        // a smaller mistake stands beside it
        const errors = matrix([0, 1, 2].map((i) => [0, 1].map((j) => (i === row && j === column ? error : i === 0 ? error / 3 : 0))));
        const f = ({ a, list: [b] }: { readonly a: Mat; readonly list: readonly [Mat] }): Scalar =>
          add(sum(isSecond ? a : off(errors)(a)), sum(isSecond ? off(errors)(b) : b));
        const { message } = thrownBy(() => checkGradients(f, [{ a: ones(3, 2), list: [ones(3, 2)] }]));
        expect(
          message.startsWith(
            `checkGradients: at ${isSecond ? 'list.0' : 'a'} (${row}, ${column}) the gradient is ${1 + error}, finite differences give `,
          ),
        ).toBe(true);
        expect(Number(/give (\S+)$/.exec(message)![1])).toBeCloseTo(1, 9);
      }),
      runs(),
    );
  });
  test('passes a derivative that is off by less than the tolerance, and no other', () => {
    const f = (x: Mat): Scalar => sum(off(matrix([[1e-6]]))(x));
    expect(checkGradients(f, [ones(1, 1)], { tolerance: 1e-5 }).worst).toMatchObject({ path: '', row: 0, column: 0 });
    expect(() => checkGradients(f, [ones(1, 1)])).toThrow(GradientError);
  });
  test.each<readonly [string, (x: Mat) => Scalar, Mat]>([
    ['in the value', (x) => sum(log(x)), matrix([[1, -1]])],
    [
      'in the gradient only',
      (x) =>
        sum(
          customVjp(
            (y: Mat) => mul(2, y),
            (g: Mat) => [log(mul(-1, square(g)))],
          )(x),
        ),
      matrix([[1, 2]]),
    ],
    ['in the differences only', (x) => sum(log(x)), matrix([[1, 1e-9]])],
    ['in the parameters', (x) => sum(square(x)), matrix([[1, NaN]])],
  ])('takes a NaN %s for a failure', (_where, f, x) => {
    expect(thrownBy(() => checkGradients(f, [x])).message).toMatch(/^checkGradients: at \(0, \d\) the gradient is/);
  });
  test('checks at most entriesPerLeaf entries of each leaf, evenly spread', () => {
    const seen: string[] = [];
    const x = matrix.of(
      1,
      100,
      Array.from({ length: 100 }, (_, i) => i / 1024),
    );
    const f = (p: Mat): Scalar => {
      if (p !== x) seen.push(`${p.toFloat64Array().findIndex((value, i) => value !== i / 1024)}`);
      return sum(exp(p));
    };
    expect(
      checkGradients(({ p, q }: { readonly p: Mat; readonly q: Mat }) => add(f(p), sum(sin(q))), [{ p: x, q: ones(2, 1) }], {
        entriesPerLeaf: 4,
      }).checked,
    ).toBe(4 + 2);
    expect(Array.from(new Set(seen)).filter((at) => at !== '-1')).toEqual(['0', '25', '50', '75']);
    expect(checkGradients((p: Mat) => sum(exp(p)), [x], { entriesPerLeaf: Infinity }).checked).toBe(100);
  });
  test.each([0, -1, NaN, 0.5])('refuses to check %s entries of a leaf', (entriesPerLeaf) => {
    expect(() => checkGradients((p: Mat) => sum(p), [ones(1, 1)], { entriesPerLeaf })).toThrow('entriesPerLeaf must be at least 1');
  });
  test('takes a number for a scalar, and further arguments', () => {
    expect(checkGradients((x: Scalar, y: Mat) => sum(mul(square(x), y)), [scalar(3), ones(2, 2)]).worst.gradient).toBe(24);
    expect(checkGradients((x: Scalar) => square(x), [3 as never]).worst.gradient).toBe(6);
  });
  test('is refused inside a recording, where there are no numbers', () => {
    expect(() => grad((x: Scalar) => (checkGradients((y: Scalar) => square(y), [x]), x))(1)).toThrow(
      'checkGradients: needs concrete matrices',
    );
  });
});
