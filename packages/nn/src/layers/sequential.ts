import { ArgumentError, type Fits, type Mat, ShapeError } from '@adjoint/core';
import { split } from '../random/random.ts';
import { type Layer, layer } from './layer.ts';

// any: parameters are whatever each layer makes of them, and its own apply checks
type AnyLayer = Layer<any, any, any>;
type ParamsOf<Layers extends readonly AnyLayer[]> = {
  readonly [I in keyof Layers]: Layers[I] extends Layer<infer P, any, any> ? P : never;
};
/** Layers, one place to the right: the layer before each */
type Shifted<Layers extends readonly AnyLayer[]> = readonly [AnyLayer, ...Layers];
type Before<Layers extends readonly AnyLayer[], I> = I extends keyof Shifted<Layers>
  ? Shifted<Layers>[I] extends { readonly outputs: infer N extends number }
    ? N
    : number
  : number;
type Chained<Layers extends readonly AnyLayer[]> = {
  readonly [I in keyof Layers]: Fits<
    Before<Layers, I>,
    Layers[I]['inputs'],
    Layers[I],
    `sequential: this layer takes ${Layers[I]['inputs']} inputs, but the layer before it gives ${Before<Layers, I>}`
  >;
};
type First<Layers extends readonly AnyLayer[]> = Layers extends readonly [infer L extends AnyLayer, ...unknown[]] ? L['inputs'] : number;
type Last<Layers extends readonly AnyLayer[]> = Layers extends readonly [...unknown[], infer L extends AnyLayer] ? L['outputs'] : number;

/** One layer after the other: a layer whose parameters are the list of theirs. @throws ShapeError when sizes do not meet */
export function sequential<Layers extends readonly AnyLayer[]>(
  ...layers: Chained<Layers>
): Layer<ParamsOf<Layers>, First<Layers>, Last<Layers>> {
  const list = layers as unknown as readonly AnyLayer[];
  const [first] = list;
  if (first === undefined) throw new ArgumentError('sequential: needs at least one layer');
  const stranger = list.findIndex(
    (each) => typeof (each as Partial<AnyLayer> | undefined)?.apply !== 'function' || Array.isArray(each) || typeof each === 'function',
  );
  if (stranger >= 0)
    throw new ArgumentError(
      `sequential: argument ${stranger} is no layer. Write sequential(dense(4, 3, sigmoid), dense(3, 2)): layers one by one, activations inside them`,
    );
  list.slice(1).forEach((next, i) => {
    const before = list[i]!;
    const shapes = [before, next].map(({ inputs, outputs }) => ({ rows: inputs as number, columns: outputs as number }));
    if (next.inputs !== before.outputs)
      throw new ShapeError(
        'sequential',
        shapes,
        `layer ${i + 1} takes ${next.inputs} inputs, but the layer before it gives ${before.outputs}. Make the two sizes equal`,
      );
  });
  const chained = layer({
    inputs: first.inputs as number,
    outputs: list.at(-1)!.outputs as number,
    initialize: (random) => split(random, list.length).map((source, i) => list[i]!.initialize(source) as unknown),
    apply: (parameters: readonly unknown[], x) => {
      if (!Array.isArray(parameters) || parameters.length !== list.length)
        throw new ArgumentError(
          `apply: the parameters of this network must be an array of ${list.length}, one per layer. Make them with initialize(random(seed))`,
        );
      return list.reduce<Mat>((h, each, i) => each.apply(parameters[i], h), x) as never;
    },
  });
  return chained as unknown as Layer<ParamsOf<Layers>, First<Layers>, Last<Layers>>;
}
