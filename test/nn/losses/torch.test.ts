import { type Mat, mul, sum, valueAndGrad } from '@adjoint/core';
import * as nn from '@adjoint/nn';
import { describe, expect, test } from 'vitest';
import { matrixOf, requireTorch, torch, type TorchLoss } from '../torch.ts';

type AnyLoss = (predictions: Mat, targets: Mat, options: object) => Mat;
const lossOf = (name: string): AnyLoss => (nn as unknown as Readonly<Record<string, AnyLoss>>)[name]!;

/** Rows among the options are weights. */
const optionsOf = ({ options }: TorchLoss): object =>
  Object.fromEntries(Object.entries(options).map(([name, value]) => [name, typeof value === 'number' ? value : matrixOf(value)]));

const titled = torch.losses.map((found) => {
  const how = [`targets of ${found.targets[0]!.length}`, ...Object.keys(found.options)].join(', ');
  return [`${found.name} (${how})`, found] as const;
});

describe('PyTorch gives the same, value and gradient in every reduction, for', () => {
  test('all losses that are exported', () => {
    const names = new Set(torch.losses.map(({ name }) => name));
    const sections = ['binaryCrossEntropy', 'binaryCrossEntropyWithLogits', 'crossEntropy', 'crossEntropyWithLogits', 'hinge', 'huber'];
    expect([...names].toSorted()).toEqual([...sections, 'klDivergence', 'meanAbsoluteError', 'meanSquaredError']);
  });
  test.each(titled)('%s', (_title, found) => {
    const [predictions, targets, g] = [found.predictions, found.targets, found.g].map(matrixOf) as [Mat, Mat, Mat];
    const loss = lossOf(found.name);
    for (const [reduction, expected] of Object.entries(found.reductions)) {
      const options = { ...optionsOf(found), reduction };
      const of = (p: Mat) => (reduction === 'none' ? sum(mul(loss(p, targets, options), g)) : (loss(p, targets, options) as Mat<1, 1>));
      const rows = typeof expected.value === 'number' ? [[expected.value]] : expected.value;
      requireTorch(loss(predictions, targets, options), rows, `${reduction}: value`);
      requireTorch(valueAndGrad(of)(predictions).gradient, expected.gradient, `${reduction}: gradient`);
      expect(Object.keys(found.reductions)).toEqual(['batchMean', 'mean', 'sum', 'none']);
    }
  });
});
