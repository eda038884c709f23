import { ArgumentError, compile, isMat, item, type Mat, type Scalar } from '@adjoint/core';
import { random } from '../random/random.ts';
import type { Batches } from './batches.ts';
import type { AnyLoss } from './step.ts';

type Metric<P> = (parameters: P, ...batch: readonly Mat[]) => number | Scalar;
/** What is measured of parameters, on which batches. */
export interface Measuring<P> {
  /** undefined: metrics alone */
  readonly loss: AnyLoss<P> | undefined;
  readonly metrics: Readonly<Record<string, Metric<P>>>;
  readonly batches: Batches<readonly Mat[]>;
}
/** Means over all batches, each weighing as much as it has rows. */
export interface Means {
  readonly loss: number | undefined;
  readonly metrics: Readonly<Record<string, number>>;
}
/** A batch on which the loss is not finite. */
export interface BadBatch {
  readonly bad: readonly Mat[];
  readonly loss: number;
}

/** Measures parameters batch by batch; `pause` is awaited before each and may end it with false, which gives undefined. */
export type Measure<P> = (parameters: P, pause: Pause) => Promise<Means | BadBatch | undefined>;
export type Pause = () => Promise<boolean>;

/** A measure that compiles the loss once. Metrics are called on the numbers. */
export function measureOf<P>({ loss, metrics, batches }: Measuring<P>): Measure<P> {
  const lossOf = loss === undefined ? undefined : compile((parameters: P, batch: readonly Mat[]) => loss(parameters, ...batch));
  const all: readonly [string, Metric<P>][] = Object.entries(metrics);
  return async (parameters, pause) => {
    const at = batches.epoch(random(0));
    const sums = all.map(() => 0);
    let [lossSum, rowSum] = [0, 0];
    for (let position = 0; position < batches.count; position += 1) {
      if (!(await pause())) return undefined;
      const batch = at(position);
      const value = lossOf === undefined ? 0 : item(lossOf(parameters, batch));
      if (!Number.isFinite(value)) return { bad: batch, loss: value };
      const { rows } = batch[0]!;
      lossSum += value * rows;
      rowSum += rows;
      all.forEach(([name, metric], i) => (sums[i]! += numberOf(name, metric(parameters, ...batch)) * rows));
    }
    return {
      loss: lossOf === undefined ? undefined : lossSum / rowSum,
      metrics: Object.fromEntries(all.map(([name], i) => [name, sums[i]! / rowSum])),
    };
  };
}

function numberOf(name: string, value: unknown): number {
  if (typeof value === 'number') return value;
  if (isMat(value) && value.rows === 1 && value.columns === 1) return value.at(0, 0);
  throw new ArgumentError(
    `train: the metric ${name} must return a number or a 1x1 matrix, it returned ${isMat(value) ? `a ${(value as Mat).rows}x${(value as Mat).columns} matrix` : typeof value}`,
  );
}
