import { ArgumentError, type Mat, ShapeError } from '@adjoint/core';
import { split } from '../random/random.ts';
import { type Layer, layer } from './layer.ts';
import type { AnyLayer, Chained, First, Last, NoiseOf, ParamsOf, Part } from './network.ts';
import { requireList } from './requireList.ts';
import { hasSize, sized } from './sized.ts';

const example = 'sequential(dense(4, 3, sigmoid), dropout(0.5), dense(3, 2))';

/**
 * One after the other: layers, `dropout`, and plain functions of a batch (activations, or any that keeps the rows). A layer whose parameters
 * and noise are the lists of theirs, `[]` for a function. A function is applied once to rows of zeros, to learn how many columns it gives.
 * @throws ShapeError when sizes do not meet
 */
export function sequential<Parts extends readonly Part[]>(
  ...parts: Chained<Parts>
): Layer<ParamsOf<Parts>, First<Parts>, Last<Parts>, NoiseOf<Parts>> {
  const given = parts as unknown as readonly Part[];
  if (given.length === 0) throw new ArgumentError('sequential: needs at least one layer');
  const stranger = given.findIndex((each) => !isPart(each));
  if (stranger >= 0) throw new ArgumentError(`sequential: argument ${stranger} is no layer. Write ${example}: layers one by one`);
  const first = given.find(hasSize);
  if (first === undefined) throw new ArgumentError(`sequential: nothing here says how many columns it takes. Write ${example}`);
  const list = chained(given, first.inputs as number);
  const network = layer({
    inputs: first.inputs as number,
    outputs: list.at(-1)!.outputs as number,
    initialize: (random) => split(random, list.length).map((source, i) => list[i]!.initialize(source) as unknown),
    draw: (random, rows) => split(random, list.length).map((source, i) => list[i]!.draw(source, rows) as unknown),
    apply: (parameters: readonly unknown[], x, noise?: readonly unknown[]) => {
      requireList(list.length, parameters, noise);
      return list.reduce<Mat>((h, each, i) => each.apply(parameters[i], h, noise?.[i]), x) as never;
    },
  });
  return network as never;
}

const isPart = (each: unknown): boolean => typeof each === 'function' || isLayer(each ?? {});
const isLayer = (each: { readonly apply?: unknown; readonly inputs?: unknown }): boolean =>
  typeof each.apply === 'function' && !Array.isArray(each) && (!('inputs' in each) || Number.isSafeInteger(each.inputs));

/** Every part as a layer with sizes, each told how many columns come to it. */
function chained(parts: readonly Part[], inputs: number): readonly AnyLayer[] {
  const list: AnyLayer[] = [];
  parts.forEach((part, i) => {
    const before = list.at(-1);
    const columns: number = before?.outputs ?? inputs;
    const next = sized(part, columns, i);
    if (next.inputs !== columns)
      throw new ShapeError(
        'sequential',
        [before, next].map((each) => ({ rows: each!.inputs as number, columns: each!.outputs as number })),
        `layer ${i} takes ${next.inputs} inputs, but the layer before it gives ${columns}. Make the two sizes equal`,
      );
    list.push(next);
  });
  return list;
}
