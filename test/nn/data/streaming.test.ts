import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ArgumentError, DecodeError, type Mat, matmul, matrix, mean, square, sub } from '@adjoint/core';
import { adam, type Batches, batches, type ByteSource, encodeNpy, fit, npyBatches, npyRows, random, zipBatches } from '@adjoint/nn';
import { fileBatches, openNpy, readCsv, readCsvBatches, readIdx, readMatlab, readNpy, readNpz, readSafetensors } from '@adjoint/nn/node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fileURLToPath } from 'node:url';
import { collected, fromBase64, jsonFixture, refusalOf, rightOf } from './outcomes.ts';

let folder = '';
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'adjoint-'))));
afterAll(() => rmSync(folder, { recursive: true }));

const source = (bytes: Uint8Array): ByteSource => ({ size: bytes.length, read: (from, to) => Promise.resolve(bytes.slice(from, to)) });
const numbers = Int16Array.from({ length: 7 * 3 * 2 }, (_, i) => i - 9);
const file = encodeNpy({ sizes: [7, 3, 2], values: numbers });
const rowsOf = (batches: readonly Mat[]): number[][] => batches.flatMap((batch) => batch.toArray());
const allRows = Array.from({ length: 7 }, (_, i) => [...numbers.subarray(6 * i, 6 * i + 6)]);

describe('the rows of an .npy file', () => {
  test('are read on demand, all dimensions but the first in a row', async () => {
    const rows = rightOf(await npyRows(source(file), 'x.npy')());
    expect([rows.rows, rows.columns]).toEqual([7, 6]);
    expect((await rows.read(2, 4)).toArray()).toEqual(allRows.slice(2, 4));
  });
  test.each([1, 3, 7, 100])('come in batches of %i', async (size) => {
    const rows = rightOf(await npyRows(source(file), 'x.npy')());
    const batches = await collected(npyBatches(rows, size));
    expect(rowsOf(batches)).toEqual(allRows);
    expect(batches.slice(0, -1).every((batch) => batch.rows === size)).toBe(true);
  });
  test('come in a given order', async () => {
    const rows = rightOf(await npyRows(source(file), 'x.npy')());
    const order = random(4).permutation(7).value;
    expect(rowsOf(await collected(npyBatches(rows, 2, order)))).toEqual(order.map((row) => allRows[row]));
  });
  test('of one list are its numbers, one in a row', async () => {
    const rows = rightOf(await npyRows(source(encodeNpy({ sizes: [3], values: Uint8Array.of(4, 5, 6) })), 'x.npy')());
    expect((await rows.read(0, 3)).toArray()).toEqual([[4], [5], [6]]);
  });
  test('are refused when bytes are missing or left over, by columns, or none', async () => {
    const messages = await Promise.all(
      [file.subarray(0, -1), Uint8Array.from([...file, 0]), encodeNpy({ sizes: [0, 3], values: new Float64Array() })].map(async (bytes) =>
        refusalOf(await npyRows(source(bytes), 'x.npy')()),
      ),
    );
    expect(messages).toEqual([
      'x.npy: byte 211: expected 212 bytes for 7x3x2, found the end of the file',
      'x.npy: byte 212: expected the end of the file, found 1 more bytes',
      'x.npy: byte 128: expected at least one number, found none (0x3)',
    ]);
    const byColumns = (jsonFixture('npy.json') as readonly { readonly name: string; readonly file: string }[]).find(
      ({ name }) => name === '<f8 F',
    )!;
    expect(refusalOf(await npyRows(source(fromBase64(byColumns.file)), 'x.npy')())).toContain(
      'numbers stored by rows (save numpy.ascontiguousarray(x))',
    );
  });
  test('are an error when the file has shrunk meanwhile', async () => {
    const rows = rightOf(
      await npyRows({ size: file.length, read: (from, to) => Promise.resolve(file.slice(from, Math.min(to, 150))) }, 'x.npy')(),
    );
    await expect(rows.read(3, 5)).rejects.toBeInstanceOf(DecodeError);
  });
});

describe('streams that belong together', () => {
  const batch = (rows: number): Mat => matrix(Array.from({ length: rows }, () => [1]));
  test('give their batches together', async () => {
    const pairs = await collected(zipBatches({ x: [batch(2), batch(1)], y: [batch(2), batch(1)] }));
    expect(pairs.map(({ x, y }) => [x.rows, y.rows])).toEqual([
      [2, 2],
      [1, 1],
    ]);
  });
  test('are refused when one ends early, or batches differ in rows', async () => {
    await expect(collected(zipBatches({ x: [batch(2), batch(1)], y: [batch(2)] }))).rejects.toThrow(
      'zipBatches: y ended before the others',
    );
    await expect(collected(zipBatches({ x: [batch(2)], y: [batch(1)] }))).rejects.toThrow(ArgumentError);
  });
});

describe('files', () => {
  const inFolder = (name: string, bytes: Uint8Array | string): string => {
    writeFileSync(join(folder, name), bytes);
    return join(folder, name);
  };
  const fixturePath = (name: string): string => fileURLToPath(new URL(`../${name}`, import.meta.url));
  test('of every format are read by their path', async () => {
    expect(rightOf(await readNpy(inFolder('x.npy', file))())).toEqual({ sizes: [7, 3, 2], values: numbers });
    expect(rightOf(await readCsv(inFolder('x.csv', 'a\n1\n'), { header: true })()).header).toEqual(['a']);
    expect(rightOf(await readIdx(inFolder('x.idx', Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 1, 5)))())).toEqual({
      sizes: [1],
      values: Uint8Array.of(5),
    });
    expect(rightOf(await readNpz(fixturePath('data/fixtures/stored.npz'))()).size).toBe(6);
    expect(rightOf(await readSafetensors(fixturePath('data/fixtures/tensors.safetensors'))()).tensors.size).toBe(15);
    expect(rightOf(await readMatlab(fixturePath('fixtures/scipy-compressed.mat'))()).size).toBe(18);
  });
  test('that are not there, or folders, are refused in words', async () => {
    const reasons = await Promise.all(
      [join(folder, 'none'), folder].flatMap((path) => [readNpy(path)(), openNpy(path)()]).map(async (result) => refusalOf(await result)),
    );
    expect(reasons.map((reason) => reason.replace(folder, '').replace('/none', ''))).toEqual([
      ': file: expected a file that can be read, found nothing of that name',
      ': file: expected a file that can be read, found nothing of that name',
      ': file: expected a file that can be read, found a folder',
      ': file: expected a file that can be read, found a folder',
    ]);
    await expect(collected(readCsvBatches(join(folder, 'none'), 1))).rejects.toThrow('found nothing of that name');
  });
  test('are read in batches', async () => {
    const open = rightOf(await openNpy(inFolder('rows.npy', file))());
    expect(rowsOf(await collected(npyBatches(open, 3)))).toEqual(allRows);
    await open.close();
    const text = allRows.map((row) => `${row.join(',')}\n`).join('');
    expect(rowsOf(await collected(readCsvBatches(inFolder('rows.csv', text), 3)))).toEqual(allRows);
  });
});

describe('batches of files', () => {
  const x = random(5).normal(23, 4, 0, 1).value;
  const y = random(6).normal(23, 1, 0, 1).value;
  const path = (name: string, rows: Mat): string => {
    writeFileSync(join(folder, name), encodeNpy(rows));
    return join(folder, name);
  };
  test.each([true, false])('are the batches of the same matrices in memory (shuffled: %s)', (shuffle) => {
    const files = rightOf(fileBatches([path('x.npy', x), path('y.npy', y)], { size: 5, shuffle }));
    const memory = batches(x, y, { size: 5, shuffle });
    expect(files.count).toBe(memory.count);
    expect(files.isShuffled).toBe(shuffle);
    const [ofFiles, ofMemory] = [files.epoch(random(9)), memory.epoch(random(9))];
    for (let i = 0; i < files.count; i += 1)
      expect(ofFiles(i).map((part) => part.toArray())).toEqual(ofMemory(i).map((part) => part.toArray()));
    expect(() => ofFiles(files.count)).toThrow(ArgumentError);
    files.close();
  });
  test('train to the bits of a training in memory', async () => {
    const options = {
      loss: (p: Mat, inputs: Mat, targets: Mat) => mean(square(sub(matmul(inputs, p), targets))),
      optimizer: adam(),
      parameters: matrix([[0], [0], [0], [0]]) as Mat,
      seed: 4,
      epochs: 3,
    };
    const files = rightOf(fileBatches([path('x.npy', x), path('y.npy', y)], { size: 5, shuffle: true }));
    const onFiles = await fit({ ...options, batches: files });
    const inMemory = await fit({ ...options, batches: batches(x, y, { size: 5, shuffle: true }) as Batches<readonly [Mat, Mat]> });
    expect(onFiles.parameters.toArray()).toEqual(inMemory.parameters.toArray());
    files.close();
  });
  test('are refused when rows differ, or a file is none', () => {
    const message = refusalOf(fileBatches([path('x.npy', x), path('short.npy', matrix([[1]]))]));
    expect(message.replaceAll(`${folder}/`, '')).toBe('short.npy: rows: expected 23, as in x.npy, found 1');
    expect(refusalOf(fileBatches([join(folder, 'none')]))).toContain('found nothing of that name');
    expect(refusalOf(fileBatches([folder]))).toContain('found a folder');
    expect(() => fileBatches([])).toThrow(ArgumentError);
  });
});
