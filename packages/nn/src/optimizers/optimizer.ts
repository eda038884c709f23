import { ArgumentError, type Branch, isMat, mapTree, type Scalar, type Tree, zeros } from '@adjoint/core';
import { textOf } from '../textOf.ts';
import { requireOptimizer } from './requireOptimizer.ts';

/** What an optimizer remembers from step to step: a plain tree of matrices. Set `learningRate` before a step to change it. */
export interface OptimizerMemory {
  readonly learningRate: Scalar;
  readonly [name: string]: Tree;
}

/** Parameters and memory after a step. */
export interface Updated<P, M extends OptimizerMemory = OptimizerMemory> {
  readonly parameters: P;
  readonly memory: M;
}

/**
 * How gradients move parameters. Pure: it keeps nothing and changes nothing; what it has to remember goes in and out as `memory`. Made of ops,
 * so that a gradient and its update compile as one function.
 */
export interface Optimizer {
  /** the memory before the first step */
  initialize<P extends Tree | Branch<P>>(parameters: P): OptimizerMemory;
  /** One step. The gradients have the form of the parameters. */
  update<P extends Tree | Branch<P>>(gradients: P, memory: OptimizerMemory, parameters: P): Updated<P>;
}

/** What an author of an optimizer writes: the same for any tree, with a memory of its own form. */
export interface OptimizerDefinition<M extends OptimizerMemory> {
  initialize(parameters: Tree): M;
  update(gradients: Tree, memory: M, parameters: Tree): Updated<Tree, M>;
}

/** An optimizer of one's own. Write `update` with ops, and give back a memory of the form that `initialize` made. */
export function optimizer<M extends OptimizerMemory>(definition: OptimizerDefinition<M>): Optimizer {
  requireOptimizer('optimizer', definition);
  return {
    initialize: (parameters) => definition.initialize(parameters as Tree),
    update: <P>(gradients: P, memory: OptimizerMemory, parameters: P) => {
      if (!isMat(memory?.learningRate))
        throw new ArgumentError(`update: the memory must be what initialize gave, got ${textOf(memory)}. Write initialize(parameters)`);
      return definition.update(gradients as Tree, memory as M, parameters as Tree) as unknown as Updated<P>;
    },
  };
}

/** A tree of the same form and shapes, every entry 0. */
export const zerosLike = (tree: Tree): Tree => mapTree(({ rows, columns }) => zeros(rows, columns), tree);
