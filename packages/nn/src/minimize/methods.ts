import type { Branch, Mat, Scalar, Tree } from '@adjoint/core';
import { type Bounds, boundsOf } from './boundsOf.ts';
import { conjugateGradient, type ConjugateGradientOptions } from './conjugateGradient.ts';
import { flatObjective } from './flatObjective.ts';
import { type FlatParameters, flatParameters } from './flatParameters.ts';
import { flatResiduals } from './flatResiduals.ts';
import { gradientDescent, type GradientDescentOptions } from './gradientDescent.ts';
import { lbfgs, type LbfgsOptions } from './lbfgs.ts';
import { lbfgsb } from './lbfgsb.ts';
import { levenbergMarquardt, type LevenbergMarquardtOptions } from './levenbergMarquardt.ts';
import type { Method, Steps } from './method.ts';
import type { Objective } from './objective.ts';
import type { Residuals } from './residuals.ts';
import { truncatedNewton, type TruncatedNewtonOptions } from './truncatedNewton.ts';

/** The options that each method has, for parameters like P; all may be left out. */
export interface OptionsOfMethods<P> {
  /** truncated Newton, with exact Hessian-vector products */
  readonly tnc: TruncatedNewtonOptions;
  readonly gradientDescent: GradientDescentOptions;
  /** nonlinear conjugate gradients, Polak-Ribière+ */
  readonly cg: ConjugateGradientOptions;
  readonly lbfgs: LbfgsOptions;
  /** lbfgs within bounds */
  readonly lbfgsb: LbfgsOptions & { readonly bounds: Bounds<P> };
  /** least squares: the function returns residuals r, and ½ Σ r² is minimized */
  readonly levenbergMarquardt: LevenbergMarquardtOptions;
}

export type MethodName = keyof OptionsOfMethods<unknown>;

/** What the function to minimize returns: residuals of any shape for levenbergMarquardt, else the value. */
export type ValueFor<M extends MethodName> = [M] extends ['levenbergMarquardt'] ? Mat : Scalar;

/** A method at work on a function of a tree. */
export interface Run<P> {
  readonly steps: Steps;
  /** the tree that a point stands for */
  readonly treeOf: (point: Float64Array) => P;
}

/** Begins to minimize a function of a tree, whatever its parameters are. */
type Begin = <P extends Tree | Branch<P>>(f: (parameters: P) => never, p0: P, options: object) => Run<P>;

const begin =
  <Problem>(
    problemOf: <P extends Tree | Branch<P>>(f: (p: P) => never, flat: FlatParameters<P>) => Problem,
    method: Method<Problem>,
  ): Begin =>
  (f, p0, options) => {
    const flat = flatParameters(p0);
    const { bounds, ...others } = options as { readonly bounds?: Bounds<unknown> };
    const settings = bounds === undefined ? others : { ...others, bounds: boundsOf(bounds, p0) };
    return { steps: method(problemOf(f, flat), flat.start, settings), treeOf: flat.treeOf };
  };
const onValues = (method: Method<Objective>): Begin => begin(flatObjective, method);
const onResiduals = (method: Method<Residuals>): Begin => begin(flatResiduals, method);

/** Every method by the name that callers give it. A new method is one file and one line here and above. */
export const methods: Readonly<Record<MethodName, Begin>> = {
  tnc: onValues(truncatedNewton),
  gradientDescent: onValues(gradientDescent),
  cg: onValues(conjugateGradient),
  lbfgs: onValues(lbfgs),
  lbfgsb: onValues(lbfgsb),
  levenbergMarquardt: onResiduals(levenbergMarquardt),
};
