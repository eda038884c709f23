import { ArgumentError, compile, detectAnomaly, grad, isMat, leaves, type Mat, matrix, scalar, sum } from '@adjoint/core';
import {
  adam,
  adamW,
  clipByNorm,
  clipByValue,
  decoupledWeightDecay,
  gradientDescent,
  lion,
  momentum,
  nesterov,
  type Optimizer,
  optimizer,
  rmsProp,
  weightDecay,
} from '@adjoint/nn';
import { describe, expect, test } from 'vitest';

const p = { w: matrix([[3, -4]]), deep: [{ b: matrix([[12]]) }] };
const numbersOf = (tree: typeof p): readonly number[] => leaves(tree).flatMap((x) => [...x.toFloat64Array()]);
const rate = { learningRate: 1 };
/** what one step of plain descent at rate 1 takes away: the gradient that the optimizer was given */
const seenBy = (wrap: (inner: Optimizer) => Optimizer, gradients: typeof p): readonly number[] => {
  const wrapped = wrap(gradientDescent(rate));
  const zero = { w: matrix([[0, 0]]), deep: [{ b: matrix([[0]]) }] };
  const { parameters } = wrapped.update(gradients, wrapped.initialize(zero), zero);
  return leaves(parameters).flatMap((x) => Array.from(x.toFloat64Array(), (value) => -value));
};

describe('clipping', () => {
  test('by norm scales all gradients by one factor, and leaves small ones alone', () => {
    const scaled = seenBy((inner) => clipByNorm(inner, 6.5), p); // the norm is 13
    scaled.forEach((value, i) => expect(value).toBeCloseTo([1.5, -2, 6][i]!, 6));
    expect(Math.hypot(...scaled)).toBeLessThan(6.5);
    expect(seenBy((inner) => clipByNorm(inner, 14), p)).toEqual([3, -4, 12]);
  });

  test('by norm holds where squares overflow', () => {
    const huge = { w: matrix([[3e200, -4e200]]), deep: [{ b: matrix([[12e200]]) }] };
    seenBy((inner) => clipByNorm(inner, 13), huge).forEach((value, i) => expect(value).toBeCloseTo([3, -4, 12][i]!, 12));
  });

  test('by value keeps each entry within the limit', () => {
    expect(seenBy((inner) => clipByValue(inner, 3.5), p)).toEqual([3, -3.5, 3.5]);
  });

  test('passes NaN on', () => {
    const broken = { w: matrix([[NaN, 1]]), deep: [{ b: matrix([[1]]) }] };
    expect(seenBy((inner) => clipByValue(inner, 1), broken)).toEqual([NaN, 1, 1]);
    expect(seenBy((inner) => clipByNorm(inner, 1), broken)).toEqual([NaN, NaN, NaN]);
  });

  test('outside of decay leaves the decay unclipped', () => {
    const inner = weightDecay(gradientDescent(rate), 1);
    const outer = clipByValue(inner, 1);
    const { parameters } = outer.update(p, outer.initialize(p), p);
    expect(numbersOf(parameters)).toEqual([-1, 1, -1]);
  });
});

describe('optimizers', () => {
  test('take any tree of matrices, and the learning rate from their memory', () => {
    for (const make of [gradientDescent, momentum, nesterov, rmsProp, adam, adamW, lion]) {
      const each = make({ learningRate: 0.5 });
      const memory = each.initialize(p);
      const moved = each.update(p, memory, p).parameters;
      const still = each.update(p, { ...memory, learningRate: scalar(0) }, p).parameters;
      expect(numbersOf(moved)).not.toEqual(numbersOf(p));
      expect(numbersOf(still)).toEqual(numbersOf(p));
      expect(each.initialize(scalar(1)).learningRate.at(0, 0)).toBe(0.5);
    }
  });

  test('compile with their gradient into one program, whatever the step', () => {
    let recordings = 0;
    const each = clipByNorm(adamW(), 1);
    const step = compile((q: Mat, memory: ReturnType<typeof each.initialize>) => {
      recordings += 1;
      return each.update(grad((x: Mat) => sum(x))(q), memory, q);
    });
    let state = { parameters: matrix([[1, 2]]) as Mat, memory: each.initialize(matrix([[1, 2]])) };
    for (let t = 0; t < 5; t += 1)
      state = step(state.parameters, { ...state.memory, learningRate: scalar(1 / (t + 1)) }) as unknown as typeof state;
    expect(recordings).toBe(1);
    expect((state.memory['step'] as Mat).at(0, 0)).toBe(5);
  });

  test('of one’s own are two functions of ops', () => {
    const signs = optimizer({
      initialize: () => ({ learningRate: scalar(0.25) }),
      update: (_gradients, memory, parameters) => ({ parameters, memory }),
    });
    expect(signs.update(p, signs.initialize(p), p).parameters).toBe(p);
  });

  test('centred, rmsProp survives gradients that never change', () => {
    const each = rmsProp({ centered: true, alpha: 0.5 });
    let memory = each.initialize(p);
    let q = p;
    for (let t = 0; t < 200; t += 1)
      ({ parameters: q, memory } = each.update({ w: matrix([[0.1, 1 / 3]]), deep: [{ b: matrix([[0.7]]) }] }, memory, q));
    expect(leaves(q).every((x) => isMat(x) && x.toFloat64Array().every(Number.isFinite))).toBe(true);
  });

  test('are found by detectAnomaly when they overflow', () => {
    const each = adam();
    const step = (q: Mat): Mat => each.update(matrix([[1e200]]) as Mat, each.initialize(q), q).parameters;
    expect(
      leaves(each.update(matrix([[1e200]]) as Mat, each.initialize(scalar(1)), scalar(1)).memory).some((x) => x.at(0, 0) === Infinity),
    ).toBe(true);
    expect(detectAnomaly(step)(scalar(1)).at(0, 0)).toBe(1);
  });
});

describe('mistakes', () => {
  const untyped = (f: unknown) => f as (...given: readonly unknown[]) => unknown;
  test.each([
    [
      'a rate below 0',
      ArgumentError,
      'adam: learningRate is -1: it must be a finite number of at least 0',
      () => adam({ learningRate: -1 }),
    ],
    ['a beta of 1', ArgumentError, 'lion: beta2 is 1: it must be at least 0 and below 1', () => lion({ beta2: 1 })],
    [
      'a rate that is NaN',
      ArgumentError,
      'momentum: learningRate is NaN: it must be a finite number of at least 0',
      () => momentum({ learningRate: NaN }),
    ],
    [
      'a flag that is none',
      ArgumentError,
      'rmsProp: centered is yes: it must be true or false',
      () => untyped(rmsProp)({ centered: 'yes' }),
    ],
    [
      'an option of PyTorch',
      ArgumentError,
      'adam: there is no option lr. It takes learningRate, beta1, beta2, epsilon, amsgrad',
      () => untyped(adam)({ lr: 1 }),
    ],
    [
      'a number for the options',
      ArgumentError,
      'adam: the options must be an object, got 0.1. Write adam({ learningRate: ... })',
      () => untyped(adam)(0.1),
    ],
    ['a limit of 0', ArgumentError, 'clipByNorm: limit is 0: it must be a finite number above 0', () => clipByNorm(adam(), 0)],
    [
      'an optimizer that was not called',
      ArgumentError,
      'weightDecay: the optimizer must have initialize and update, got function. Call it: adam({ learningRate: 0.001 })',
      () => untyped(weightDecay)(adam, 0.1),
    ],
    [
      'a factor first',
      ArgumentError,
      'decoupledWeightDecay: the optimizer must have initialize and update, got number. Write adam({ learningRate: 0.001 })',
      () => untyped(decoupledWeightDecay)(0.1, adam()),
    ],
  ] as const)('%s', (_title, error, message, make) => {
    expect(make).toThrow(error);
    expect(make).toThrow(message);
  });
});
