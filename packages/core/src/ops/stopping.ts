import { type Elementwise, type Public, unary } from './families.ts';

/** x, as a constant of differentiation: no cotangent flows through (JAX's stop_gradient, PyTorch's detach). */
export const stopGradient: Public<Elementwise> = unary(
  'stopGradient',
  (x) => x,
  () => null,
  { detached: true },
);
