import { readFileSync } from 'node:fs';
import { type Mat, matrix } from '@adjoint/core';
import { requireClose } from '../laws/checks.ts';
import type { Rows } from '../laws/rows.ts';

// What PyTorch gives in double precision: test/nn/torch.json, which scripts/references/layers.py writes.

type Named<A> = Readonly<Record<string, A>>;
/** A function of named matrices, and the gradient of the sum of its outputs, each times its entry of g. */
export interface TorchCase {
  readonly inputs: Named<Rows>;
  readonly outputs: Named<Rows>;
  readonly g: Named<Rows>;
  readonly gradient: Named<Rows>;
}
export interface TorchLoss {
  readonly name: string;
  readonly predictions: Rows;
  readonly targets: Rows;
  readonly g: Rows;
  readonly options: Named<Rows | number>;
  readonly reductions: Named<{ readonly value: Rows | number; readonly gradient: Rows }>;
}
export interface TorchCell {
  readonly parameters: Named<Rows>;
  readonly steps: readonly Rows[];
  readonly state: Named<Rows>;
  readonly outputs: readonly Rows[];
  readonly last: Named<Rows>;
  readonly g: readonly Rows[];
  readonly gc: Rows;
  readonly gradient: Named<Rows>;
  readonly stepGradients: readonly Rows[];
}
type TorchAttention = Named<Named<Rows>>;
export interface TorchHeads {
  readonly heads: number;
  readonly causal: boolean;
  readonly x: Rows;
  readonly parameters: TorchAttention;
  readonly y: Rows;
  readonly g: Rows;
  readonly gradient: TorchAttention;
  readonly inputGradient: Rows;
}
interface Torch {
  readonly activations: Named<TorchCase>;
  readonly layers: Named<TorchCase> & { readonly embedding: { readonly index: Rows } };
  readonly losses: readonly TorchLoss[];
  readonly cells: Named<TorchCell>;
  readonly attention: readonly (TorchCase & { readonly causal: boolean })[];
  readonly multiHeadAttention: readonly TorchHeads[];
}
export const torch: Torch = JSON.parse(readFileSync(new URL('torch.json', import.meta.url), 'utf8')) as Torch;

export const matrixOf = (rows: Rows): Mat => matrix(rows as number[][]);
export const matricesOf = (named: Named<Rows>): Named<Mat> =>
  Object.fromEntries(Object.entries(named).map(([name, rows]) => [name, matrixOf(rows)]));

/** @throws unless every entry is within 1e-12 of max(1, |what PyTorch gives|) */
export const requireTorch = (found: Mat, expected: Rows, what: string): void => requireClose(found, matrixOf(expected), 1e-12, what);
