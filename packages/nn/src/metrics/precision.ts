import { ArgumentError, type Mat } from '@adjoint/core';
import { requireOptions } from '../requireOptions.ts';
import { confusionOf, type MetricOptions } from './confusionMatrix.ts';
import type { SameRows } from './labels.ts';

/** 'macro' (default): the mean over the classes; 'micro': of all classes' counts together; 'none': one number per class */
export type Average = 'macro' | 'micro' | 'none';
export interface ScoreOptions extends MetricOptions {
  readonly average?: Average;
}

/** How a class fared: right is predicted and true, `predicted` and `actual` are how often it was predicted, and true. */
interface Counts {
  readonly right: number;
  readonly predicted: number;
  readonly actual: number;
}

/**
 * From 0 to 1; 0 where the quotient has no denominator, as in scikit-learn. Predictions and targets are each batch x classes, of which the
 * largest entry of a row counts, or one column of labels from 0. @throws ShapeError when rows differ
 */
export interface Score<Name extends string> {
  <R extends number, C extends number, A extends number, B extends number, const O extends ScoreOptions = {}>(
    predictions: Mat<R, C>,
    targets: SameRows<Name, R, C, A, B>,
    options?: O,
  ): [O] extends [{ readonly average: 'none' }] ? readonly number[] : number;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);
const averages: Readonly<Record<Average, (classes: readonly Counts[], of: (counts: Counts) => number) => number | readonly number[]>> = {
  macro: (classes, of) => sum(classes.map(of)) / classes.length,
  micro: (classes, of) => {
    const all = (name: keyof Counts): number => sum(classes.map((counts) => counts[name]));
    return of({ right: all('right'), predicted: all('predicted'), actual: all('actual') });
  },
  none: (classes, of) => classes.map(of),
};

function score<Name extends string>(name: Name, of: (counts: Counts) => number): Score<Name> {
  return ((predictions: Mat, targets: Mat, options: ScoreOptions = {}) => {
    requireOptions(name, options, `Write ${name}(predictions, targets, { average: 'micro' })`);
    const { average = 'macro' } = options;
    const combine = Object.hasOwn(averages, average) ? averages[average] : undefined;
    if (combine === undefined)
      throw new ArgumentError(`${name}: average must be one of ${Object.keys(averages).join(', ')}, got ${String(average)}`);
    const rows = confusionOf(name, predictions, targets, options).toArray();
    const classes = rows.map((row, k) => ({ right: row[k]!, predicted: sum(rows.map((each) => each[k]!)), actual: sum(row) }));
    return combine(classes, of);
  }) as Score<Name>;
}

const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);

/** Of the rows that were taken for a class, the share that are of it. */
export const precision: Score<'precision'> = score('precision', ({ right, predicted }) => share(right, predicted));
/** Of the rows of a class, the share that were taken for it. */
export const recall: Score<'recall'> = score('recall', ({ right, actual }) => share(right, actual));
/** The harmonic mean of precision and recall. */
export const f1: Score<'f1'> = score('f1', ({ right, predicted, actual }) => share(2 * right, predicted + actual));
