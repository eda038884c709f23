import { add, type Mat, tanh } from '@adjoint/core';
import type { Activation } from '../layers/activation.ts';
import { requireActivation } from '../layers/requireActivation.ts';
import { requireSizes } from '../layers/requireSizes.ts';
import { type GateParams, gatesOf, initializeGates } from './gates.ts';
import { type Recurrent, recurrent } from './recurrent.ts';

/** h' = tanh(x wx + bx + h wh + bh), or another activation (Elman 1990; PyTorch's RNN). */
export function rnn<In extends number, Size extends number>(
  inputs: In,
  size: Size,
  activation: Activation = tanh,
): Recurrent<GateParams<In, Size, 1>, In, Size, 'h'> {
  requireSizes('rnn', [inputs, size], 'rnn(inputs, size)');
  requireActivation('rnn', activation, `rnn(${inputs}, ${size}, relu)`);
  return recurrent({
    name: 'rnn',
    inputs,
    size,
    names: ['h'],
    initialize: (random) => initializeGates(inputs, size, 1, random),
    step: (parameters, x, { h }) => {
      const { ofInput, ofState } = gatesOf(parameters, x, h);
      return { h: activation(add(ofInput[0]!, ofState[0]!) as Mat) };
    },
  });
}
