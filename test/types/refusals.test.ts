import { spawnSync } from 'node:child_process';
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

// Wrong programs, one line each, and the sentence that the editor shows for it. All go through the compiler in one run.

const root = fileURLToPath(new URL('../../', import.meta.url));

const prelude = `
import { add, compile, concatColumns, concatRows, grad, hvp, identity, inverse, item, leaves, mapTree, matmul, matrix, mean, mul, named, ones, reshape, shaped, sigmoid, slice, solve, square, sub, sum, transpose, valueAndGrad, where, zeros } from '@adjoint/core';
import type { Mat, Scalar } from '@adjoint/core';
declare const x: Mat<5000, 400>;
declare const w: Mat<401, 25>;
declare const u: Mat;
interface Net { readonly w: Mat<400, 25>; readonly b: Mat<1, 25> }
declare const p0: Net;
const loss = (p: Net, x: Mat<number, 400>, y: Mat<number, 25>): Scalar => mean(square(sub(add(matmul(x, p.w), p.b), y)));
`;

const wrong: readonly (readonly [program: string, sentence: string])[] = [
  ['matmul(x, w);', `Argument of type 'Mat<401, 25>' is not assignable to parameter of type '"matmul(5000x400, 401x25): left columns (400) must equal right rows (401)"'.`],
  ['matmul(x, 3);', `Argument of type 'number' is not assignable to parameter of type 'Mat<number, number>'.`],
  ['add(zeros(5000, 25), zeros(1, 24));', `Argument of type 'Mat<1, 24>' is not assignable to parameter of type '"add(5000x25, 1x24): columns 25 and 24 differ and neither is 1"'.`],
  ['add(zeros(5000, 25), zeros(4999, 25));', `Argument of type 'Mat<4999, 25>' is not assignable to parameter of type '"add(5000x25, 4999x25): rows 5000 and 4999 differ and neither is 1"'.`],
  ['sub(zeros(2, 3), zeros(3, 2));', `'"sub(2x3, 3x2): rows 2 and 3 differ and neither is 1"'`],
  ['mul(u, zeros(2, 3)).rows satisfies 3;', `Type '2' does not satisfy the expected type '3'.`],
  ['add(x, [1, 2]);', `Argument of type 'number[]' is not assignable to parameter of type 'Operand<1, 1>'.`],
  [`mul('2', x);`, `Argument of type 'string' is not assignable to parameter of type 'Operand<1, 1>'.`],
  ['sum(x, { axis: 2 });', `Type '2' is not assignable to type 'Axis'.`],
  ['const t: Mat<5000, 400> = transpose(x);', `Type 'Mat<400, 5000>' is not assignable to type 'Mat<5000, 400>'.`],
  ['matrix([[1, 2], [3]]);', `Type '[number]' is not assignable to type '"matrix: this row has 1 numbers, the first has 2"'.`],
  ['concatColumns(zeros(5000, 1), zeros(4999, 400));', `'"concatColumns: this matrix has 4999 rows, the first has 5000"'.`],
  ['concatRows(x, x, zeros(1, 401));', `'"concatRows: this matrix has 401 columns, the first has 400"'.`],
  ['const c: Mat<5000, 400> = concatColumns(ones(5000, 1), x);', `Type 'Mat<5000, 401>' is not assignable to type 'Mat<5000, 400>'.`],
  ['const s: Mat<5000, 400> = slice(x, { rows: [1, 5000] });', `Type 'Mat<4999, 400>' is not assignable to type 'Mat<5000, 400>'.`],
  ['inverse(x);', `'"inverse: needs a square matrix, got 5000x400"'.`],
  ['solve(identity(3), zeros(4, 2));', `'"solve(3x3, 4x2): a's rows (3) must equal b's rows (4)"'.`],
  ['item(sum(x, { axis: 0 }));', `'"item: needs a 1x1 matrix, got 1x400"'.`],
  ['shaped(x, 5000, 401);', `'"shaped: a 5000x400 matrix is not 5000x401"'.`],
  ['slice(x, { rows: 3 });', `Type 'number' is not assignable to type 'readonly [from: number, to: number]'.`],
  ['grad((p: { w: Mat<2, 2> }) => p.w);', `Type 'Mat<2, 2>' is not assignable to type 'Scalar'.`],
  ['grad((p: { w: Mat<2, 2>; n: string }) => sum(p.w));', `is not assignable to type '{ w: Mat<2, 2>; n: string; }'.`],
  ['grad(loss)(p0, zeros(5000, 401), zeros(5000, 25));', `Argument of type 'Mat<5000, 401>' is not assignable to parameter of type 'Mat<number, 400>'.`],
  ['grad(loss)({ w: zeros(400, 25) }, x, zeros(5000, 25));', `Property 'b' is missing in type`],
  ['grad(loss)(p0, x);', 'Expected 3 arguments, but got 2.'],
  ['grad(loss)(p0, x, zeros(5000, 25)).W;', `Property 'W' does not exist on type 'Net'. Did you mean 'w'?`],
  ['valueAndGrad(loss)(p0, x, zeros(5000, 25)).value satisfies Mat<2, 1>;', `Type 'Scalar' does not satisfy the expected type 'Mat<2, 1>'.`],
  ['hvp(square)(x, x);', `Argument of type`],
  ['compile(loss)(p0, w, zeros(5000, 25));', `Argument of type 'Mat<401, 25>' is not assignable to parameter of type 'Mat<number, 400>'.`],
  ['x.toFloat64Array()[0] = u.rows = 3;', `Cannot assign to 'rows' because it is a read-only property.`],
  ['x + 1;', `Operator '+' cannot be applied to types 'Mat<5000, 400>' and 'number'.`],
  ['if (sum(x) > 1) { }', `Operator '>' cannot be applied to types 'Mat<1, 1>' and 'number'.`],
  ['add(x);', 'Expected 2 arguments, but got 1.'],
  ['leaves();', 'Expected 1 arguments, but got 0.'],
  ['mapTree((a) => a.rows, p0);', `Type 'number' is not assignable to type 'Mat`],
  ['named(x, "x");', `is not assignable to parameter of type 'string'.`],
  ['export const f = <M extends number, K extends number>(a: Mat<M, K>, b: Mat<M, K>) => matmul(a, b);', 'left columns (${Text<K>}) must equal right rows (${Text<M>})`'],
  ['export const g = <N extends number>(a: Mat<N, 4>, b: Mat<3, 4>): Mat<N, 4> => add(a, b);', `Type 'Mat<Broadcast<N, 3>, 4>' is not assignable to type 'Mat<N, 4>'.`],
];

/** Right programs that a stricter checker might refuse. */
const right: readonly string[] = [
  'matmul(u, w); matmul(x, u); matmul(u, u);',
  'add(u, x); add(x, 1); add(1, x); add(x, zeros(1, 400)); add(x, zeros(5000, 1)); add(zeros(1, 400), zeros(5000, 1));',
  'grad(loss)(p0, x, u as Mat<number, 25>); reshape(x, 400, 5000); sigmoid(x) satisfies Mat<5000, 400>;',
  'export const generic = <N extends number>(a: Mat<N, 400>): Mat<N, 25> => sigmoid(matmul(a, p0.w));',
];

let directory = '';
const found = new Map<number, string>();
const firstLine = prelude.split('\n').length;

beforeAll(() => {
  mkdirSync(join(root, 'node_modules/.cache'), { recursive: true });
  directory = mkdtempSync(join(root, 'node_modules/.cache/refusals-'));
  writeFileSync(join(directory, 'wrong.ts'), [prelude, ...wrong.map(([program]) => program), ...right].join('\n'));
  const options = { noEmit: true, composite: false, declaration: false, sourceMap: false, rewriteRelativeImportExtensions: false, allowImportingTsExtensions: true, noUnusedLocals: false };
  writeFileSync(join(directory, 'tsconfig.json'), JSON.stringify({ extends: join(root, 'tsconfig.base.json'), compilerOptions: options, files: ['wrong.ts'] }));
  const { stdout, status } = spawnSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', directory, '--pretty', 'false'], { encoding: 'utf8', cwd: root });
  if (status === null) throw new Error('the compiler did not run');
  let at = 0;
  for (const line of stdout.split('\n')) {
    const start = /wrong\.ts\((\d+),\d+\): error TS\d+: (.*)/.exec(line);
    if (start !== null) at = Number(start[1]);
    else if (!line.startsWith(' ')) at = 0; // an error elsewhere
    if (at > 0) found.set(at, `${found.get(at) ?? ''}${start?.[2] ?? line}\n`);
  }
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe('the type checker says what is wrong with', () => {
  test.each(wrong.map(([program, sentence], i) => [program, sentence, firstLine + 1 + i] as const))('%s', (_program, sentence, line) => {
    expect(found.get(line) ?? 'no error').toContain(sentence);
  });
});

describe('the type checker has nothing to say of', () => {
  test('the names that these programs use', () => {
    expect([...found].filter(([line]) => line <= firstLine)).toEqual([]);
  });
  test.each(right.map((program, i) => [program, firstLine + 1 + wrong.length + i] as const))('%s', (_program, line) => {
    expect(found.get(line)).toBeUndefined();
  });
});
