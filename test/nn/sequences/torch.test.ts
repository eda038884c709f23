import { add, flatten, isMat, type Mat, mul, type Scalar, sum, valueAndGrad } from '@adjoint/core';
import { attention, gru, lstm, multiHeadAttention, type Recurrent, relu, rnn, unroll } from '@adjoint/nn';
import { describe, expect, test } from 'vitest';
import { matricesOf, matrixOf, requireTorch, torch, type TorchCell } from '../torch.ts';

const total = (scalars: readonly Scalar[]): Scalar => scalars.reduce((all, each) => add(all, each));
const weighted = (x: Mat, g: readonly (readonly number[])[]): Scalar => sum(mul(x, matrixOf(g)));

type AnyCell = Recurrent<any, number, number, string>;
const cells: Readonly<Record<string, unknown>> = { rnn: rnn(2, 4), rnnRelu: rnn(2, 4, relu), gru: gru(2, 4), lstm: lstm(2, 4) };

interface Given {
  readonly parameters: Readonly<Record<string, Mat>>;
  readonly steps: readonly Mat[];
  readonly state: Readonly<Record<string, Mat>>;
}
const givenOf = (found: TorchCell): Given => ({
  parameters: matricesOf(found.parameters),
  steps: found.steps.map(matrixOf),
  state: matricesOf(found.state),
});

describe('PyTorch gives the same outputs, last state and gradients for a batch of sequences through', () => {
  test('all these cells', () => expect(Object.keys(torch.cells)).toEqual(Object.keys(cells)));
  test.each(Object.entries(torch.cells))('%s', (name, found) => {
    const cell = cells[name] as AnyCell;
    const given = givenOf(found);
    const { outputs, state } = unroll(cell, given.parameters, given.steps, given.state);
    outputs.forEach((output, i) => requireTorch(output, found.outputs[i]!, `output ${i}`));
    for (const [key, expected] of Object.entries(found.last)) requireTorch(state[key]!, expected, `last ${key}`);

    const loss = ({ parameters, steps, state: start }: Given): Scalar => {
      const run = unroll(cell, parameters, steps, start);
      const ofCell = run.state['c'] === undefined ? [] : [weighted(run.state['c'], found.gc)];
      return total([...run.outputs.map((output, i) => weighted(output, found.g[i]!)), ...ofCell]);
    };
    const { gradient } = valueAndGrad(loss)(given);
    const byName = { ...gradient.parameters, ...gradient.state };
    expect(Object.keys(byName)).toEqual(Object.keys(found.gradient));
    for (const [key, expected] of Object.entries(found.gradient)) requireTorch(byName[key]!, expected, `gradient by ${key}`);
    gradient.steps.forEach((x, i) => requireTorch(x, found.stepGradients[i]!, `gradient by step ${i}`));
  });
});

describe('PyTorch gives the same value and gradients for attention', () => {
  test.each(torch.attention.map((found) => [found.causal ? 'that is causal' : 'to all keys', found] as const))('%s', (_title, found) => {
    const inputs = matricesOf(found.inputs);
    const of = ({ queries, keys, values }: Readonly<Record<string, Mat>>): Mat =>
      attention(queries!, keys!, values!, { causal: found.causal });
    requireTorch(of(inputs), found.outputs['y']!, 'value');
    const { gradient } = valueAndGrad((given: typeof inputs) => weighted(of(given), found.g['y']!))(inputs);
    for (const [name, expected] of Object.entries(found.gradient)) requireTorch(gradient[name]!, expected, `gradient by ${name}`);
  });

  const titled = torch.multiHeadAttention.map((found) => [found.heads, found.causal ? 'causal' : 'to all tokens', found] as const);
  test.each(titled)('of %i heads, %s', (heads, _title, { causal, x, parameters, y, g, gradient, inputGradient }) => {
    const net = multiHeadAttention(6, heads, { causal });
    const p = Object.fromEntries(Object.entries(parameters).map(([role, named]) => [role, matricesOf(named)])) as unknown as ReturnType<
      typeof net.initialize
    >;
    requireTorch(net.apply(p, matrixOf(x)), y, 'value');
    const loss = ([q, input]: readonly [typeof p, Mat]) => weighted(net.apply(q, input), g);
    const [byParameters, byInput] = valueAndGrad(loss)([p, matrixOf(x)]).gradient;
    requireTorch(byInput, inputGradient, 'gradient by x');
    const { leaves, paths } = flatten(byParameters, isMat);
    leaves.forEach((leaf, i) => {
      const [role, name] = paths[i]!.split('.') as [string, string];
      requireTorch(leaf, gradient[role]![name]!, `gradient by ${paths[i]}`);
    });
    expect(paths.length).toBe(8);
  });
});
