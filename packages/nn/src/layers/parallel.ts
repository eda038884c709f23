import { ArgumentError, concatColumns, type Fits, type Mat, ShapeError, type Total } from '@adjoint/core';
import { split } from '../random/random.ts';
import { type Layer, layer } from './layer.ts';
import type { AnyLayer, NoiseOf, ParamsOf } from './network.ts';
import { requireList } from './requireList.ts';

type Alike<Layers extends readonly AnyLayer[]> = {
  readonly [I in keyof Layers]: Fits<
    Layers[I]['inputs'],
    Layers[0]['inputs'],
    Layers[I],
    `parallel: this layer takes ${Layers[I]['inputs']} inputs, the first takes ${Layers[0]['inputs']}`
  >;
};
type OutputsOf<Layers extends readonly AnyLayer[]> = { readonly [I in keyof Layers]: Layers[I]['outputs'] };
type Inputs<Layers extends readonly AnyLayer[]> = Layers extends readonly [infer L extends AnyLayer, ...unknown[]] ? L['inputs'] : number;

/**
 * All layers on the same batch, what they give side by side (`concatColumns`, in their order): a layer whose parameters and noise are the lists
 * of theirs. @throws ShapeError when they take different numbers of inputs
 */
export function parallel<const Layers extends readonly AnyLayer[]>(
  ...layers: Alike<Layers>
): Layer<ParamsOf<Layers>, Inputs<Layers>, Total<OutputsOf<Layers>>, NoiseOf<Layers>> {
  const list = layers as unknown as readonly AnyLayer[];
  const [first] = list;
  if (first === undefined) throw new ArgumentError('parallel: needs at least one layer');
  list.forEach((each, i) => {
    if (typeof each?.apply !== 'function' || typeof each.inputs !== 'number' || typeof each.outputs !== 'number')
      throw new ArgumentError(
        `parallel: argument ${i} is no layer of known sizes. Write parallel(dense(4, 3), dense(4, 2)): layers one by one`,
      );
    if (each.inputs !== first.inputs)
      throw new ShapeError(
        'parallel',
        list.map(({ inputs, outputs }) => ({ rows: inputs as number, columns: outputs as number })),
        `layer ${i} takes ${each.inputs} inputs, the first takes ${first.inputs}. Make them equal`,
      );
  });
  const joined = layer({
    inputs: first.inputs as number,
    outputs: list.reduce<number>((total, each) => total + (each.outputs as number), 0),
    initialize: (random) => split(random, list.length).map((source, i) => list[i]!.initialize(source) as unknown),
    draw: (random, rows) => split(random, list.length).map((source, i) => list[i]!.draw(source, rows) as unknown),
    apply: (parameters: readonly unknown[], x, noise?: readonly unknown[]) => {
      requireList(list.length, parameters, noise);
      return concatColumns(...list.map((each, i): Mat => each.apply(parameters[i], x, noise?.[i]))) as never;
    },
  });
  return joined as never;
}
