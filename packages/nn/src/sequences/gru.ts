import { add, type Mat, mul, sigmoid, sub, tanh } from '@adjoint/core';
import { requireSizes } from '../layers/requireSizes.ts';
import { type GateParams, gatesOf, initializeGates } from './gates.ts';
import { type Recurrent, recurrent } from './recurrent.ts';

/**
 * A gated recurrent unit with PyTorch's equations (Cho et al. 2014, the reset inside as in cuDNN). Its gates, side by side in wx, wh, bx and bh,
 * are r, z, n: r = σ(x wxr + bxr + h whr + bhr), z likewise, n = tanh(x wxn + bxn + r (h whn + bhn)); h' = (1 - z) n + z h.
 */
export function gru<In extends number, Size extends number>(inputs: In, size: Size): Recurrent<GateParams<In, Size, 3>, In, Size, 'h'> {
  requireSizes('gru', [inputs, size], 'gru(inputs, size)');
  return recurrent({
    name: 'gru',
    inputs,
    size,
    names: ['h'],
    initialize: (random) => initializeGates(inputs, size, 3, random),
    step: (parameters, x, { h }) => {
      const { ofInput, ofState } = gatesOf(parameters, x, h);
      const [xr, xz, xn] = ofInput as readonly [Mat, Mat, Mat];
      const [hr, hz, hn] = ofState as readonly [Mat, Mat, Mat];
      const reset = sigmoid(add(xr, hr));
      const update = sigmoid(add(xz, hz));
      const fresh = tanh(add(xn, mul(reset, hn)));
      return { h: add(mul(sub(1, update), fresh), mul(update, h)) };
    },
  });
}
