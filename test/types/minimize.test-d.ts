import { type Mat, mul, type Scalar, sub, sum, type Tree, zeros } from '@adjoint/core';
import { type Bounds, iterations, minimize, type MinimizeOptions, type MinimizeResult } from '@adjoint/nn';
import { expectTypeOf } from 'vitest';

// Checked by tsc, never run: what each method takes and gives.

interface Params {
  readonly w: Mat<2, 3>;
  readonly layers: readonly [{ readonly b: Mat<1, 2> }];
}
declare const p: Params;
const loss = (q: Params): Scalar => sum(q.w);
const residuals = (q: Params): Mat<2, 3> => sub(q.w, 1);

expectTypeOf(minimize(loss, p)).toEqualTypeOf<MinimizeResult<Params>>();
expectTypeOf(minimize((q) => mul(sum(q.w), 2), p, { method: 'cg', maxSeconds: 1 })).toEqualTypeOf<MinimizeResult<Params>>();
expectTypeOf(minimize((q) => sub(q.w, 1), p, { method: 'levenbergMarquardt' })).toEqualTypeOf<MinimizeResult<Params>>();
minimize(loss, p, { method: 'lbfgs', memory: 3, onIteration: ({ parameters }) => (parameters.w.rows > 3 ? 'stop' : undefined) });
minimize(loss, p, { maxInnerSteps: 3, onIteration: ({ parameters }) => void parameters.w });
minimize(loss, p, { method: 'lbfgsb', bounds: { lower: 0, upper: { w: zeros(2, 3), layers: [{ b: 1 }] } } });
minimize(loss, p, { method: 'lbfgsb', bounds: { upper: { w: 3, layers: 4 } } });
const steps = iterations(residuals, p, { method: 'levenbergMarquardt' });
expectTypeOf(steps.next('stop').value.parameters).toEqualTypeOf<Params>();
const chosen = (options: MinimizeOptions<Params>): MinimizeResult<Params> => minimize(loss, p, options);
chosen({ method: 'gradientDescent', gradientTolerance: 1 });
declare const name: 'cg' | 'lbfgs';
minimize(loss, p, { method: name, maxIterations: 3 });
export const anyTree = <P extends Tree>(f: (q: P) => Scalar, q: P): MinimizeResult<P> => minimize(f, q, { method: 'cg' });
({ lower: { w: 1, layers: [{ b: p.layers[0].b }] } }) satisfies Bounds<Params>;

// @ts-expect-error: cg remembers one direction
minimize(loss, p, { method: 'cg', memory: 5 });
// @ts-expect-error: only tnc has inner steps
minimize(loss, p, { method: 'lbfgs', maxInnerSteps: 5 });
// @ts-expect-error: bounds belong to lbfgsb
minimize(loss, p, { bounds: { lower: 0 } });
// @ts-expect-error: as the method that is taken unless given
minimize(residuals, p);
// @ts-expect-error: residuals belong to levenbergMarquardt
minimize(residuals, p, { method: 'lbfgs' });
// @ts-expect-error: a bound of another shape
minimize(loss, p, { method: 'lbfgsb', bounds: { lower: { w: zeros(3, 2), layers: 0 } } });
// @ts-expect-error: a bound without a place
minimize(loss, p, { method: 'lbfgsb', bounds: { lower: { w: 0, layers: 0, c: 0 } } });
// @ts-expect-error: a bound that is missing
minimize(loss, p, { method: 'lbfgsb', bounds: { lower: { w: 0 } } });
