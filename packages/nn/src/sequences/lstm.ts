import { add, type Mat, mul, sigmoid, tanh } from '@adjoint/core';
import { requireSizes } from '../layers/requireSizes.ts';
import { type GateParams, gatesOf, initializeGates } from './gates.ts';
import { type Recurrent, recurrent } from './recurrent.ts';

/**
 * Long short-term memory with PyTorch's equations (Hochreiter & Schmidhuber 1997, with the forget gate of Gers et al. 2000). Its gates, side by
 * side in wx, wh, bx and bh, are i, f, g, o: i = σ(x wxi + bxi + h whi + bhi), f and o likewise, g with tanh; c' = f c + i g, h' = o tanh(c').
 */
export function lstm<In extends number, Size extends number>(
  inputs: In,
  size: Size,
): Recurrent<GateParams<In, Size, 4>, In, Size, 'h' | 'c'> {
  requireSizes('lstm', [inputs, size], 'lstm(inputs, size)');
  return recurrent({
    name: 'lstm',
    inputs,
    size,
    names: ['h', 'c'],
    initialize: (random) => initializeGates(inputs, size, 4, random),
    step: (parameters, x, state) => {
      const { ofInput, ofState } = gatesOf(parameters, x, state.h);
      const [input, forget, candidate, output] = ofInput.map((z, gate) => add(z, ofState[gate]!)) as [Mat, Mat, Mat, Mat];
      const c = add(mul(sigmoid(forget), state.c), mul(sigmoid(input), tanh(candidate)));
      return { h: mul(sigmoid(output), tanh(c)), c };
    },
  });
}
