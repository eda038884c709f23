import { matrix } from '@adjoint/core';
import * as nn from '@adjoint/nn';
import { describe, expect, test } from 'vitest';
import { functionsOf, givesSentences, givesSentencesFor } from '../nonsense.ts';
import { rightCalls } from './rightCalls.ts';

// The same as of @adjoint/core: nonsense from whoever calls in JavaScript is answered, or refused with an AdjointError.

const functions = [...functionsOf(nn), ...functionsOf(nn.standardize).map(([name, f]) => [`standardize.${name}`, f] as const)];

const untyped = nn as unknown as Readonly<Record<string, (...args: readonly unknown[]) => unknown>>;
const x = matrix([[1, 2]]);

const sentences: readonly (readonly [sentence: string, name: string, ...given: readonly unknown[]])[] = [
  ['adam: the options must be an object, got 1n. Write adam({ learningRate: ... })', 'adam', 1n],
  ["meanSquaredError: the options must be an object, got Symbol(x). Write { reduction: 'mean' }", 'meanSquaredError', x, x, Symbol('x')],
  ['layerNorm: the options must be an object, got null. Write layerNorm(size, { epsilon: 1e-5 })', 'layerNorm', 4, null],
  ["f1: the options must be an object, got null. Write f1(predictions, targets, { average: 'micro' })", 'f1', x, x, null],
  ['heNormal: needs a source of random numbers. Write heNormal(4, 3, random(42))', 'heNormal', 2, 3, 42],
  ['heNormal(0x3): sizes are whole numbers of at least 1. Write heNormal(4, 3, random(42))', 'heNormal', 0, 3, nn.random(1)],
  ['dropout(1): the rate must be at least 0 and below 1, the share of entries that are zeroed', 'dropout', '1'],
  [
    'layer: the definition must have initialize and apply, got null. ' +
      'Write layer({ inputs: 4, outputs: 3, initialize: (random) => ..., apply: (parameters, x) => ... })',
    'layer',
    null,
  ],
  ['unroll: the cell must have start and step, got a function. Write unroll(gru(4, 3), parameters, xs)', 'unroll', nn.gru, [], [x]],
  ["numberIn: the field must be text, got 1.5. Write numberIn('1.5')", 'numberIn', 1.5],
  [
    "decodeModel: the options must be an object, got null. Write { architecture: { activation: 'tanh' } }",
    'decodeModel',
    new Uint8Array(),
    'file',
    x,
    null,
  ],
  [
    "encodeState: the architecture must be JSON, got 1n. Write { architecture: { activation: 'tanh' } }",
    'encodeState',
    1,
    { architecture: 1n },
  ],
  ["encodeSafetensors: expected metadata by name. Write encodeSafetensors({ w, b }, { author: 'me' })", 'encodeSafetensors', { x }, null],
  ['encodeSafetensors: the metadata epochs must be text, got 3. Make it with JSON.stringify', 'encodeSafetensors', { x }, { epochs: 3 }],
  ['progressBar: the output must have write, got undefined. Write progressBar(process.stdout, { total: 100 })', 'progressBar'],
  ['random(Symbol(x)): the seed must be a whole number from -(2^53 - 1) to 2^53 - 1. Write random(42)', 'random', Symbol('x')],
  ['splitRows: needs a source of random orders, got 1. Write random(42)', 'splitRows', matrix([[1], [2]]), { validation: 1, random: 1 }],
];
test.each(sentences)('%s', (sentence, ...call) => {
  const [name, ...given] = call as [string, ...unknown[]];
  expect(() => untyped[name]!(...given)).toThrow(expect.objectContaining({ message: sentence }) as Error);
});

describe.each(functions)('%s', (name, f) => {
  const calls = rightCalls.filter(([called]) => called === name);

  test('answers nonsense with an AdjointError', () => givesSentences(f));
  test('is shown with arguments that are right', () => expect(calls.length).toBeGreaterThan(0));
  test.each(calls)('answers %s that is right but for one argument with an AdjointError', (_name, ...right) => givesSentencesFor(f, right));
});
