import { ArgumentError, type Fits, isMat, type Mat, ShapeError, type ShapeText, type Text, type Tree } from '@adjoint/core';
import type { Random } from '../random/random.ts';
import { requireRandom } from '../random/requireRandom.ts';
import { textOf } from '../textOf.ts';
import { requireDraw } from './requireDraw.ts';
import { requireSizes } from './requireSizes.ts';

/** What an author of a layer writes. One that draws gives `draw` too, and takes in `apply` what that gave. */
export interface LayerDefinition<Params, In extends number, Out extends number, Noise = readonly []> {
  /** columns of what `apply` takes */
  readonly inputs: In;
  /** columns of what it gives */
  readonly outputs: Out;
  initialize(random: Random): Params;
  draw?(random: Random, rows: number): Noise;
  apply<B extends number>(parameters: Params, x: Mat<B, NoInfer<In>>, noise?: NoInfer<Noise>): Mat<B, NoInfer<Out>>;
}

/** What a user of a layer sees: the same, but `apply` takes a matrix whose columns are unknown too, and checks them when it runs. */
export interface Layer<Params = unknown, In extends number = number, Out extends number = number, Noise = Tree> {
  readonly inputs: In;
  readonly outputs: Out;
  /** fresh parameters, a plain tree of matrices */
  initialize(random: Random): Params;
  /** fresh noise for a batch of so many rows, a plain tree of matrices; `[]` of a layer that draws nothing */
  draw(random: Random, rows: number): Noise;
  /**
   * x is batch x inputs, the answer batch x outputs. Without noise it is deterministic; noise comes from `draw`, and is an input of a
   * compiled step like the batch. @throws ShapeError when the columns of x are not the layer's inputs
   */
  apply<B extends number, C extends number>(
    parameters: Params,
    x: Fits<C, In, Mat<B, C>, `apply: this layer takes ${Text<In>} inputs, x is ${ShapeText<B, C>}`>,
    noise?: Noise,
  ): Mat<B, Out>;
}

/** A layer of one's own: any function of parameters and a batch. Here, and only here, the columns of a batch are checked as it runs. */
export function layer<Params, In extends number, Out extends number, Noise = readonly []>(
  definition: LayerDefinition<Params, In, Out, Noise>,
): Layer<Params, In, Out, Noise> {
  requireDefinition(definition);
  const { inputs, outputs } = definition;
  return {
    inputs,
    outputs,
    initialize: (random) => {
      requireRandom('initialize', random, 'initialize(random(42))');
      return definition.initialize(random);
    },
    draw: (random, rows) => {
      requireDraw(random, rows);
      return definition.draw === undefined ? ([] as never) : definition.draw(random, rows);
    },
    apply: <B extends number>(parameters: Params, x: unknown, noise?: Noise) => {
      const batch = x as Mat<B, In>;
      if (!isMat(batch)) throw new ArgumentError('apply: the batch must be a matrix. Write net.apply(parameters, x)');
      if (batch.columns !== inputs)
        throw new ShapeError(
          'apply',
          [batch],
          `this layer takes ${inputs} inputs, x has ${batch.columns} columns${(batch.rows as number) === inputs ? '. Did you mean transpose(x)?' : ''}`,
        );
      if (noise === undefined) return definition.apply(parameters, batch);
      if (definition.draw === undefined && !(Array.isArray(noise) && noise.length === 0))
        throw new ArgumentError('apply: this layer draws nothing, so its noise is []. Make the noise with net.draw(random(seed), rows)');
      return definition.apply(parameters, batch, noise);
    },
  };
}

const example = 'layer({ inputs: 4, outputs: 3, initialize: (random) => ..., apply: (parameters, x) => ... })';
function requireDefinition(definition: unknown): void {
  const { inputs, outputs, initialize, apply } = (definition ?? {}) as Partial<LayerDefinition<unknown, number, number, unknown>>;
  if (typeof initialize !== 'function' || typeof apply !== 'function')
    throw new ArgumentError(`layer: the definition must have initialize and apply, got ${textOf(definition)}. Write ${example}`);
  requireSizes('layer', [inputs!, outputs!], example);
}
