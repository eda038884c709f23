import { matrix } from '@adjoint/core';
import { decodeNpz, encodeNpy, encodeNpz } from '@adjoint/nn';
import { describe, expect, test } from 'vitest';
import { deflatedZip } from '../../faults/deflatedZip.ts';
import {
  asDoubles,
  type Described,
  expectedArray,
  fixture,
  joined,
  jsonFixture,
  prefixes,
  readOrRefused,
  refusalOf,
  rightOf,
  withoutStacks,
} from './outcomes.ts';

const read = (bytes: Uint8Array) => rightOf(decodeNpz(bytes, 'x.npz'));
const refusal = (bytes: Uint8Array) => refusalOf(decodeNpz(bytes, 'x.npz'));
const expected = Object.entries(jsonFixture('arrays.json') as Record<string, Described>).map(([name, array]) => [
  name,
  expectedArray(array),
]);
const named = (arrays: ReturnType<typeof read>) => Array.from(arrays, ([name, array]) => [name, asDoubles(array)]);
const small = { x: { sizes: [3], values: Uint8Array.of(1, 2, 3) }, y: matrix([[0.5]]) };

const deflated = (npy: Uint8Array, size?: number): Uint8Array => deflatedZip('x.npy', npy, size);

test.each(['stored.npz', 'compressed.npz'])('%s is read as NumPy reads it, a key __proto__ among its arrays', (name) => {
  expect(named(read(fixture(name)))).toEqual(expected);
});

test('what is written is read again', () => {
  expect(named(read(encodeNpz(small)))).toEqual([
    ['x', { sizes: [3], values: Float64Array.of(1, 2, 3) }],
    ['y', { sizes: [1, 1], values: Float64Array.of(0.5) }],
  ]);
  expect(read(encodeNpz({})).size).toBe(0);
  expect([...read(encodeNpz(new Map([['größe', small.y]]))).keys()]).toEqual(['größe']);
});

describe('a damaged file', () => {
  const files = { stored: fixture('stored.npz'), compressed: fixture('compressed.npz'), written: encodeNpz(small) };
  test.each(Object.entries(files))('(%s) is refused when it is cut anywhere, or too long', (_, file) => {
    const step = Math.max(1, Math.floor(file.length / 1500));
    let i = 0;
    withoutStacks(() => {
      for (const cut of prefixes(file)) if ((i += 1) % step === 0 || file.length - cut.length < 400) refusal(cut);
    });
    for (const more of [1, 22, 46]) refusal(joined(file, new Uint8Array(more)));
  });
  test.each(['compressed', 'written'] as const)('(%s) gives the same arrays or is refused when a bit is another', (name) => {
    const file = files[name];
    const valuesIn = (arrays: ReturnType<typeof read>): string => JSON.stringify([...arrays.values()]);
    const whole = valuesIn(read(file));
    withoutStacks(() => {
      for (let at = 0; at < file.length; at += 1) {
        for (const bit of [1, 64]) {
          const arrays = readOrRefused(decodeNpz(file.with(at, file[at]! ^ bit), 'changed'));
          if (arrays !== undefined && valuesIn(arrays) !== whole) throw new Error(`byte ${at}, bit ${bit}: other arrays`);
        }
      }
    });
  });
});

describe('a bomb', () => {
  const zeros = (count: number): Uint8Array => encodeNpy({ sizes: [count], values: new Uint8Array(count) });
  test('within the bounds is read', () => {
    expect(read(deflated(zeros(40 * 2 ** 20))).get('x')?.values.length).toBe(40 * 2 ** 20);
  });
  test('of 80 MiB is refused', () => {
    expect(refusal(deflated(zeros(80 * 2 ** 20)))).toMatch(/expected at most 6\d+ bytes inflated from \d+, found a declared size of/);
  });
  test('whose directory declares less than the array is refused', () => {
    expect(refusal(deflated(zeros(2 ** 20), 1000))).toMatch(/expected an array of 1000 bytes, as the zip directory says, found one of/);
  });
  test('that declares an array and holds more is refused', () => {
    const npy = zeros(100);
    expect(refusal(deflated(joined(npy, new Uint8Array(2 ** 22)), npy.length))).toMatch(/found more than the declared 228 bytes$/);
  });
});

test('an array twice is refused', () => {
  const file = encodeNpz({ x: small.y, y: small.y });
  const text = Buffer.from(file).toString('latin1').replaceAll('y.npy', 'x.npy');
  expect(refusal(new Uint8Array(Buffer.from(text, 'latin1')))).toContain("expected each file once, found 'x.npy' again");
});

test('a file that is no array is refused', () => {
  const text = Buffer.from(encodeNpz({ x: small.y }))
    .toString('latin1')
    .replaceAll('x.npy', 'x.txt');
  expect(refusal(new Uint8Array(Buffer.from(text, 'latin1')))).toContain('expected names that end with .npy, found "x.txt"');
});
