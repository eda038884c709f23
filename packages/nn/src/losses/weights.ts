import { ArgumentError, isMat, type Mat, mulZero, ShapeError } from '@adjoint/core';

/** How much each sample and each class counts. Weights multiply; means still divide by the number of entries. */
export interface Weights {
  /** batch x 1; a row of weight 0 is left out, even where its loss is infinite */
  readonly sampleWeights?: Mat;
  /** 1 x outputs, likewise */
  readonly classWeights?: Mat;
}

/** Losses (batch x outputs, or batch x 1) times the weights of their rows. @throws ShapeError unless there is one weight per row */
export function bySample(loss: string, losses: Mat, { sampleWeights }: Weights): Mat {
  return weighted(loss, 'sampleWeights', losses, sampleWeights, { rows: losses.rows, columns: 1 });
}

/** Losses (batch x outputs) times the weights of their columns. @throws ShapeError unless there is one weight per column */
export function byClass(loss: string, losses: Mat, { classWeights }: Weights): Mat {
  return weighted(loss, 'classWeights', losses, classWeights, { rows: 1, columns: losses.columns });
}

type Needed = { readonly rows: number; readonly columns: number };
function weighted(loss: string, name: keyof Weights, losses: Mat, weights: Mat | undefined, { rows, columns }: Needed): Mat {
  if (weights === undefined) return losses;
  const what = name === 'sampleWeights' ? 'one weight per row' : 'one weight per column';
  if (!isMat(weights)) throw new ArgumentError(`${loss}: ${name} must be a matrix, ${rows}x${columns}, ${what}`);
  if (weights.rows !== rows || weights.columns !== columns) {
    const isTurned = weights.rows === columns && weights.columns === rows;
    throw new ShapeError(
      loss,
      [losses, weights],
      `${name} must be ${rows}x${columns}, ${what}${isTurned ? `. Did you mean transpose(${name})?` : ''}`,
    );
  }
  return mulZero(weights, losses);
}
