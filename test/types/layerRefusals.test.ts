import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { check, type Checked } from './checker.ts';

// Wrong networks, one line each, and the sentence that the editor shows for it; and a whole program with one wrong size.

const prelude = `
import { add, grad, matrix, mul, relu, type Mat, ones, slice, sum, zeros } from '@adjoint/core';
import { accuracy, attention, crossEntropy, crossEntropyWithLogits, dense, dropout, embedding, f1, gru, heNormal, hinge, huber, klDivergence, layer, layerNorm, lstm, meanAbsoluteError, multiHeadAttention, normal, parallel, precision, random, residual, rnn, sequential, sigmoid, softmax, unroll } from '@adjoint/nn';
declare const x: Mat<50, 4>;
declare const u: Mat;
const net = sequential(dense(4, 3), sigmoid, dropout(0.5), dense(3, 2));
const p0 = net.initialize(random(1));
const cell = lstm(3, 5);
const c0 = cell.initialize(random(1));
`;

const wrong: readonly (readonly [program: string, sentence: string])[] = [
  // what keeps the shape hands the size on
  ['sequential(dense(4, 3), sigmoid, dense(4, 2));', `'"sequential: this layer takes 4 inputs, but the layer before it gives 3"'.`],
  ['sequential(dense(4, 3), dropout(0.5), dense(4, 2));', `'"sequential: this layer takes 4 inputs, but the layer before it gives 3"'.`],
  [
    'sequential(dense(4, 3), softmax, dropout(0.5), relu, layerNorm(5));',
    `'"sequential: this layer takes 5 inputs, but the layer before it gives 3"'.`,
  ],
  [
    'sequential(dense(4, 3), (z: Mat<number, 5>) => mul(z, 2));',
    `'"sequential: this layer takes 5 inputs, but the layer before it gives 3"'.`,
  ],
  [
    'sequential(dense(4, 3), (z: Mat<number, 3>) => slice(z, { columns: [0, 2] }), dense(3, 1));',
    `'"sequential: this layer takes 3 inputs, but the layer before it gives 2"'.`,
  ],
  ['sequential(dense(4, 3), 3);', `Argument of type 'number' is not assignable to parameter of type 'Part'.`],
  ['sequential(dense(4, 3), (z: Mat) => z.rows);', `Type 'number' is not assignable to type 'Mat`],
  // blocks
  ['residual(dense(4, 3));', `'"residual: the layer takes 4 inputs and gives 3: the two must be equal"'.`],
  ['residual(relu);', `is not assignable to parameter of type 'Layer<`],
  ['sequential(dense(4, 3), residual(layerNorm(4)));', `'"sequential: this layer takes 4 inputs, but the layer before it gives 3"'.`],
  ['parallel(dense(4, 3), dense(5, 3));', `'"parallel: this layer takes 5 inputs, the first takes 4"'.`],
  [
    'sequential(parallel(dense(4, 3), dense(4, 3)), dense(5, 1));',
    `'"sequential: this layer takes 5 inputs, but the layer before it gives 6"'.`,
  ],
  // parameters, noise, initializers
  ['net.apply(p0, zeros(50, 5));', `'"apply: this layer takes 4 inputs, x is 50x5"'.`],
  ['net.apply([p0[0], p0[3]], x);', `Type 'DenseParams<3, 2>' is not assignable to type 'readonly []'.`],
  ['net.apply(p0, x, [ones(50, 3)]);', `Type 'Mat<50, 3>' is not assignable to type 'readonly []'.`],
  ['dense(4, 3).apply(p0[0], x, ones(50, 4));', `Argument of type 'Mat<50, 4>' is not assignable to parameter of type 'readonly []'.`],
  ['dropout(0.5).draw(random(1), 50);', 'Expected 3 arguments, but got 2.'],
  [`dense(4, 3, relu, { weights: 'he' });`, `Type 'string' is not assignable to type 'Initializer'.`],
  ['dense(4, 3, relu, { weights: normal });', `is not assignable to type 'Initializer'.`],
  ['dense(4, 3, relu, { weight: heNormal });', `'weight' does not exist in type 'DenseOptions'. Did you mean to write 'weights'?`],
  // losses and metrics
  ['crossEntropy(zeros(5, 3), zeros(5, 2));', `'"crossEntropy: predictions are 5x3, targets 5x2"'.`],
  ['crossEntropyWithLogits(zeros(5, 3), zeros(1, 5));', `'"crossEntropyWithLogits: predictions are 5x3, targets 1x5"'.`],
  ['meanAbsoluteError(zeros(5, 3), zeros(5, 1));', `'"meanAbsoluteError: predictions are 5x3, targets 5x1"'.`],
  ['klDivergence(zeros(5, 3), zeros(4, 3));', `'"klDivergence: predictions are 5x3, targets 4x3"'.`],
  ['hinge(zeros(5, 3), zeros(5, 3), { delta: 2 });', `'delta' does not exist in type`],
  ['huber(zeros(5, 3), zeros(5, 3), { delta: zeros(1, 1) });', `Type 'Mat<1, 1>' is not assignable to type 'number'.`],
  [`grad((z: Mat<5, 3>) => crossEntropy(z, z, { reduction: 'none' }));`, `Type 'Mat<5, 1>' is not assignable to type 'Scalar'.`],
  ['accuracy(zeros(5, 3), zeros(4, 1));', `'"accuracy: predictions are 5x3, targets 4x1: rows differ"'.`],
  [`precision(zeros(5, 3), zeros(5, 1), { average: 'weighted' });`, `Type '"weighted"' is not assignable to type`],
  [
    `f1(zeros(5, 3), zeros(5, 1), { average: 'none' }) satisfies number;`,
    `Type 'readonly number[]' does not satisfy the expected type 'number'.`,
  ],
  // sequences
  ['cell.step(c0, zeros(7, 4), cell.start(7));', `'"step: this cell takes 3 inputs, x is 7x4"'.`],
  ['cell.step(c0, zeros(7, 3), cell.start(8));', `Type 'Mat<8, 5>' is not assignable to type 'Mat<7, 5>'.`],
  ['cell.step(c0, zeros(7, 3), gru(3, 5).start(7));', `Property 'c' is missing in type`],
  ['unroll(cell, c0, [zeros(7, 4)]);', `'"unroll: this cell takes 3 inputs, the steps are 7x4"'.`],
  ['unroll(cell, c0, zeros(7, 3));', `is missing the following properties from type 'readonly Mat<number, number>[]'`],
  ['unroll(gru(3, 5), c0, [zeros(7, 3)]);', `Type 'Mat<3, 20>' is not assignable to type 'Mat<3, 15>'.`],
  ['sequential(embedding(27, 8), gru(9, 16));', `'"sequential: this layer takes 9 inputs, but the layer before it gives 8"'.`],
  [
    'sequential(embedding(27, 8), rnn(8, 16), dense(8, 27));',
    `'"sequential: this layer takes 8 inputs, but the layer before it gives 16"'.`,
  ],
  ['embedding(27, 8).apply({ w: zeros(27, 8) }, zeros(5, 27));', `'"apply: this layer takes 1 inputs, x is 5x27"'.`],
  ['attention(zeros(4, 3), zeros(5, 2), zeros(5, 2));', `'"attention: queries are 4x3, keys 5x2: columns differ"'.`],
  ['attention(zeros(4, 3), zeros(5, 3), zeros(6, 2));', `'"attention: keys are 5x3, values 6x2: rows differ"'.`],
  ['multiHeadAttention(6, 2, { causel: true });', `'causel' does not exist in type 'AttentionOptions'. Did you mean to write 'causal'?`],
];

const right: readonly string[] = [
  'sequential(dense(4, 3), (y: Mat) => y, dense(7, 1)); sequential((y) => mul(y, 2), dense(4, 3)); sequential(dense(4, 3), (y) => add(y, 1), dense(3, 1));',
  'sequential(u.rows > 3 ? relu : sigmoid, dense(4, 3)); residual(sequential(dense(4, 3), dense(3, 4), relu)); parallel(dense(4, 3));',
  'net.apply(p0, u, net.draw(random(1), 50)); net.apply(p0, x) satisfies Mat<50, 2>;',
  'export const own = <N extends number>(n: N) => sequential(dense(n, n), relu, residual(layerNorm(n)));',
  'crossEntropy(u, u); crossEntropy(u, zeros(5, 1)); crossEntropy(zeros(5, 3), u, { classWeights: u }); accuracy(u, u); attention(u, u, u);',
  'cell.step(c0, u, cell.start(u.rows)); unroll(cell, c0, [u, u]).outputs satisfies readonly Mat<number, 5>[];',
];

const program = (hidden: number): string => `
import { compile, grad, type Mat, mapTree, matrix, mul, sub } from '@adjoint/core';
import { accuracy, crossEntropyWithLogits, dense, dropout, heNormal, layerNorm, random, relu, residual, sequential } from '@adjoint/nn';

const x: Mat<number, 2> = random(1).uniform(90, 2, -1, 1).value;
const labels = matrix(x.toArray().map(([a, b]) => [a! * b! > 0 ? 0 : a! > 0 ? 1 : 2]));
const net = sequential(dense(2, 16, relu, { weights: heNormal }), dropout(0.1), residual(layerNorm(16)), dense(${hidden}, 3));
const start = net.initialize(random(2));
const loss = (p: typeof start, noise: ReturnType<typeof net.draw>) => crossEntropyWithLogits(net.apply(p, x, noise), labels);
const step = compile((p: typeof start, noise: ReturnType<typeof net.draw>) => mapTree((w, g) => sub(w, mul(0.1, g)), p, grad(loss)(p, noise)));

let p = start;
for (let seed = 0; seed < 300; seed += 1) p = step(p, net.draw(random(seed), x.rows));
export const share: number = accuracy(net.apply(p, x), labels);`;

let checked: Checked;
beforeAll(() => {
  checked = check(prelude, [...wrong.map(([line]) => line), ...right]);
}, 120_000);

describe('the type checker says what is wrong with', () => {
  test.each(wrong)('%s', (line, sentence) => {
    expect(checked.of(line) ?? 'no error').toContain(sentence);
  });
});

describe('the type checker has nothing to say of', () => {
  test('the names that these programs use', () => {
    expect(checked.ofPrelude).toBe('');
  });
  test.each(right)('%s', (line) => {
    expect(checked.of(line)).toBeUndefined();
  });
});

/** What `share` is in the end, the program being run by Node as it stands. */
function shareOf(lines: string): number {
  const folder = resolve(import.meta.dirname, '../.readme');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'network.ts');
  writeFileSync(file, lines);
  const show = `import { share } from ${JSON.stringify(file)}; console.log(share);`;
  return Number(execFileSync(process.execPath, ['--input-type=module', '-e', show], { encoding: 'utf8' }));
}

describe('a network of 15 lines', () => {
  test('is right as it is written, and learns', () => {
    expect(program(16).trim().split('\n').length).toBeLessThanOrEqual(15);
    expect(check(program(16), []).ofPrelude).toBe('');
    expect(shareOf(program(16))).toBeGreaterThan(0.9);
  });
  test('with a wrong size is red, and the sentence says both sizes', () => {
    const said = check(program(15), []).ofPrelude;
    expect(said).toContain(
      `Argument of type 'Layer<DenseParams<15, 3>, 15, 3, readonly []>' is not assignable to parameter of type '"sequential: this layer takes 15 inputs, but the layer before it gives 16"'.`,
    );
  });
});
