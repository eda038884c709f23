import { add, ArgumentError, type Fits, type Mat, ShapeError, type Text } from '@adjoint/core';
import { type Layer, layer } from './layer.ts';

/** x + f(x), f being a layer that gives as many columns as it takes (He et al. 2016); its parameters and its noise are those of f. */
export function residual<Params, In extends number, Out extends number, Noise>(
  inner: Fits<
    In,
    Out,
    Layer<Params, In, Out, Noise>,
    `residual: the layer takes ${Text<In>} inputs and gives ${Text<Out>}: the two must be equal`
  >,
): Layer<Params, In, In, Noise> {
  const inside = (inner ?? {}) as Layer<Params, In, number, Noise>;
  const { inputs, outputs } = inside;
  if (typeof (inside as Partial<typeof inside>).apply !== 'function' || typeof inputs !== 'number' || typeof outputs !== 'number')
    throw new ArgumentError(
      'residual: the argument must be a layer of known sizes. Write residual(sequential(dense(4, 3, relu), dense(3, 4)))',
    );
  if ((inputs as number) !== outputs)
    throw new ShapeError(
      'residual',
      [{ rows: inputs, columns: outputs }],
      `the layer takes ${inputs} inputs and gives ${outputs}: the two must be equal`,
    );
  return layer({
    inputs,
    outputs: inputs,
    initialize: (random) => inside.initialize(random),
    draw: (random, rows) => inside.draw(random, rows),
    apply: <B extends number>(parameters: Params, x: Mat<B, In>, noise?: Noise): Mat<B, In> =>
      add(x as Mat, inside.apply(parameters, x as never, noise)) as Mat as Mat<B, In>,
  });
}
