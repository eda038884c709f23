import { ArgumentError, type Mat, mul, scalar, square } from '@adjoint/core';
import { minimize } from '@adjoint/nn';
import { expect, test } from 'vitest';
import { lbfgs } from '../../../packages/nn/src/minimize/lbfgs.ts';
import { rosenbrock } from './functions.ts';
import { runOf } from './runs.ts';

const parabola = (x: Mat<1, 1>): Mat<1, 1> => mul(3, square(x));
const refused = (options: object): (() => unknown) => {
  return () => minimize(parabola, scalar(2), options);
};

test.each<[object, string]>([
  [{ maxEvaluations: 0 }, 'maxEvaluations is 0: it must be a whole number of at least 1, or Infinity'],
  [{ maxEvaluations: 2.5 }, 'maxEvaluations is 2.5: it must be a whole number of at least 1, or Infinity'],
  [{ maxEvaluations: '9' }, 'maxEvaluations is 9: it must be a whole number of at least 1, or Infinity'],
  [{ maxIterations: NaN }, 'maxIterations is NaN: it must be a whole number of at least 1, or Infinity'],
  [{ maxInnerSteps: 0 }, 'maxInnerSteps is 0: it must be a whole number of at least 1, or Infinity'],
  [{ method: 'lbfgs', memory: -1 }, 'memory is -1: it must be a whole number of at least 0, or Infinity'],
  [{ maxSeconds: 0 }, 'maxSeconds is 0: it must be positive, or Infinity'],
  [{ maxSeconds: undefined }, 'maxSeconds is undefined: it must be positive, or Infinity'],
  [{ gradientTolerance: -1 }, 'gradientTolerance is -1: it must be at least 0'],
  [{ method: 'cg', valueTolerance: NaN }, 'valueTolerance is NaN: it must be at least 0'],
  [
    { method: 'levenbergMarquardt', maxEvaluations: 1 },
    'maxEvaluations is 1: levenbergMarquardt needs at least 2, residuals and their Jacobian',
  ],
])('%j is refused', (options, message) => {
  expect(refused(options)).toThrow(new ArgumentError(`minimize: ${message}`));
});

test.each<[object, string]>([
  [{ maxEvals: 3 }, 'tnc has no option maxEvals'],
  [{ method: 'cg', memory: 3 }, 'cg has no option memory'],
  [{ method: 'lbfgs', bounds: { lower: 0 } }, 'lbfgs has no option bounds'],
  [{ method: 'gradientDescent', learningRate: 0.1 }, 'gradientDescent has no option learningRate'],
  [{ method: 'levenbergMarquardt', maxInnerSteps: 3 }, 'levenbergMarquardt has no option maxInnerSteps'],
])('%j is refused, and the options of the method are told', (options, message) => {
  expect(refused(options)).toThrow(ArgumentError);
  expect(refused(options)).toThrow(`minimize: ${message}. Its options are maxEvaluations, maxIterations, maxSeconds, `);
});

test('a method that does not exist is refused, and those that do are told', () => {
  expect(refused({ method: 'adam' })).toThrow(
    new ArgumentError('minimize: method must be one of tnc, gradientDescent, cg, lbfgs, lbfgsb, levenbergMarquardt, got adam'),
  );
  expect(refused({ method: 'toString' })).toThrow('got toString');
});

test('a start of the wrong size is refused', () => {
  expect(() => runOf(lbfgs)(rosenbrock, [1])).toThrow(new ArgumentError('minimize: the start has 1 elements, the objective takes 2'));
});
