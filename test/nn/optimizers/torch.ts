import { compile, type Mat, matrix, type Scalar, sub, square, sum, tanh, mean, valueAndGrad, scalar } from '@adjoint/core';
import * as nn from '@adjoint/nn';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

type Options = Readonly<Record<string, number | boolean>>;
/** What PyTorch gave: see scripts/references/optimizers.py. */
interface Reference {
  readonly x: number[][];
  readonly y: number[][];
  readonly w: number[][];
  readonly b: number[][];
  readonly cases: readonly OptimizerCase[];
  readonly schedules: readonly ScheduleCase[];
  readonly plateaus: readonly PlateauCase[];
}
export interface OptimizerCase {
  readonly optimizer: string;
  readonly options: Options;
  readonly weightDecay?: number;
  readonly clipByNorm?: number;
  readonly clipByValue?: number;
  /** steps of a cosine decay */
  readonly cosine?: number;
  readonly losses: readonly number[];
  readonly trajectory: readonly (readonly number[])[];
}
export interface ScheduleCase {
  readonly schedule: string;
  readonly options: Options;
  /** what comes after a warm-up */
  readonly cosine?: nn.CosineDecayOptions;
  readonly rates: readonly number[];
}
export interface PlateauCase {
  readonly options: Options;
  readonly values: readonly number[];
  readonly rates: readonly number[];
}

export const reference: Reference = JSON.parse(readFileSync(join(import.meta.dirname, 'torch.json'), 'utf8'));

const makers = nn as unknown as Readonly<Record<string, (options: Options) => nn.Optimizer>>;
/** The optimizer of a case, wrapped as PyTorch orders things: clipping, then decay, then the step. */
export function optimizerOf({ optimizer, options, weightDecay, clipByNorm, clipByValue }: OptimizerCase): nn.Optimizer {
  const plain = makers[optimizer]!(options);
  const decayed = weightDecay === undefined ? plain : nn.weightDecay(plain, weightDecay);
  const bounded = clipByValue === undefined ? decayed : nn.clipByValue(decayed, clipByValue);
  return clipByNorm === undefined ? bounded : nn.clipByNorm(bounded, clipByNorm);
}

export interface Parameters {
  readonly w: Mat;
  readonly b: Mat;
}
export const parameters: Parameters = { w: matrix(reference.w), b: matrix(reference.b) };
const [x, y]: readonly Mat[] = [matrix(reference.x), matrix(reference.y)];
export const loss = ({ w, b }: Parameters): Scalar => {
  const h: Mat = tanh(nn.dense(3, 2).apply({ w, b } as nn.DenseParams<3, 2>, x!));
  return mean(sum(square(sub(h, y!)), { axis: 1 }));
};

export interface Taken {
  readonly losses: readonly number[];
  readonly trajectory: readonly (readonly number[])[];
}
/** The steps of an optimizer from the parameters of the reference. */
export function stepsOf(optimizer: nn.Optimizer, count: number, schedule?: nn.Schedule, wrap: typeof compile = compile): Taken {
  const step = wrap((p: Parameters, memory: nn.OptimizerMemory) => {
    const { value, gradient } = valueAndGrad(loss)(p);
    return { value, ...optimizer.update(gradient, memory, p) };
  });
  let p = parameters;
  let memory = optimizer.initialize(parameters);
  const losses: number[] = [];
  const trajectory: number[][] = [];
  for (let t = 0; t < count; t += 1) {
    const next = step(p, schedule === undefined ? memory : { ...memory, learningRate: scalar(schedule(t)) });
    ({ parameters: p, memory } = next);
    losses.push(next.value.at(0, 0));
    trajectory.push([...p.w.toFloat64Array(), ...p.b.toFloat64Array()]);
  }
  return { losses, trajectory };
}
