import { type Mat, mul, sum, valueAndGrad } from '@adjoint/core';
import {
  type Activation,
  dense,
  dropout,
  elu,
  embedding,
  gelu,
  identity,
  layerNorm,
  leakyRelu,
  parallel,
  relu,
  residual,
  sequential,
  sigmoid,
  silu,
  softmax,
  softplus,
  tanh,
} from '@adjoint/nn';
import { describe, expect, test } from 'vitest';
import { matricesOf, matrixOf, requireTorch, torch, type TorchCase } from '../torch.ts';

type Named = Readonly<Record<string, Mat>>;

/** What a function of named matrices gives, and its gradient by all of them, are PyTorch's. */
function agrees({ inputs, outputs, g, gradient }: TorchCase, of: (inputs: Named) => Mat): void {
  const xs = matricesOf(inputs);
  requireTorch(of(xs), outputs['y']!, 'value');
  const found = valueAndGrad((given: Named) => sum(mul(of(given), matrixOf(g['y']!))))(xs).gradient;
  expect(Object.keys(found)).toEqual(Object.keys(gradient));
  for (const [name, expected] of Object.entries(gradient)) requireTorch(found[name]!, expected, `gradient by ${name}`);
}

describe('PyTorch gives the same, value and gradient, for', () => {
  const activations: Readonly<Record<string, Activation>> = {
    sigmoid,
    tanh,
    relu,
    leakyRelu,
    elu,
    gelu,
    silu,
    softplus,
    softmax,
    identity,
  };
  test('all these activations', () => expect(Object.keys(torch.activations)).toEqual(Object.keys(activations)));
  test.each(Object.entries(activations))('%s', (name, activation) => {
    agrees(torch.activations[name]!, ({ x }) => activation(x!));
  });

  const block = residual(sequential(layerNorm(4), dense(4, 6, gelu), dense(6, 4)));
  const two = parallel(dense(4, 2, tanh), dense(4, 3));
  // names to trees, as the script writes them: '1.w' is the w of layer 1
  const denseOf = (given: Named, place: number): { readonly w: Mat; readonly b: Mat } => ({
    w: given[`${place}.w`]!,
    b: given[`${place}.b`]!,
  });
  test.each<readonly [string, (given: Named) => Mat]>([
    ['dense', ({ x, w, b }) => dense(4, 3, tanh).apply({ w, b } as never, x!)],
    ['layerNorm', ({ x, gain, bias }) => layerNorm(4).apply({ gain, bias } as never, x!)],
    ['dropout', ({ x, noise }) => dropout(0.25).apply([], x!, noise)],
    [
      'residual',
      (given) =>
        block.apply([{ gain: given['0.gain'], bias: given['0.bias'] }, denseOf(given, 1), denseOf(given, 2)] as never, given['x']!),
    ],
    ['parallel', (given) => two.apply([denseOf(given, 0), denseOf(given, 1)] as never, given['x']!)],
    ['embedding', ({ w }) => embedding(4, 3).apply({ w } as never, matrixOf(torch.layers.embedding.index))],
  ])('%s', (name, of) => {
    agrees(torch.layers[name]!, of);
  });
});
