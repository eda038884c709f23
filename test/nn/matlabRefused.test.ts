import { readFileSync } from 'node:fs';
import { deflateRawSync, deflateSync } from 'node:zlib';
import { DecodeError } from '@adjoint/core';
import { decodeMatlab, type NumericArray } from '@adjoint/nn';
import { describe, expect, test } from 'vitest';
import { bytesOf, compressed, element, header, joined, matFile, matrixElement, words, type Written } from './matlabWriter.ts';

const fixture = (name: string): Uint8Array => new Uint8Array(readFileSync(new URL(`fixtures/${name}`, import.meta.url)));
function read(bytes: Uint8Array): ReadonlyMap<string, NumericArray> {
  const result = decodeMatlab(bytes, 'digits.mat');
  if (result._tag === 'Left') throw result.left;
  return result.right;
}
function refusal(bytes: Uint8Array): string {
  const result = decodeMatlab(bytes, 'digits.mat');
  if (result._tag === 'Right') throw new Error(`read ${[...result.right.keys()].join(', ')}`);
  expect(result.left).toBeInstanceOf(DecodeError);
  return result.left.message;
}
const small: Written = { name: 'x', storage: 2, sizes: [2, 2], data: bytesOf(1, 2, 3, 4) };

describe('a message names file, byte, what was expected and what was found', () => {
  const matrixOf = (change: Partial<Written>): Uint8Array => matFile(matrixElement(true, { ...small, ...change }));
  const zeros = (count: number): Uint8Array => new Uint8Array(count);
  test.each([
    ['a short file', zeros(100), 'digits.mat: byte 100: expected a MATLAB v5 header (128 bytes), found the end of the file'],
    [
      'another format',
      zeros(128),
      `digits.mat: byte 126: expected the byte order of a MATLAB v5 file ('IM' or 'MI'), found "\\u0000\\u0000"`,
    ],
    [
      'version 7.3',
      header(true).with(125, 2),
      'digits.mat: byte 124: expected version 0x0100 (MATLAB 5 to 7; save with -v7), found 0x0200',
    ],
    ['half a tag', matFile(zeros(4)), 'digits.mat: byte 128: expected a data element (a tag of 8 bytes), found 4 bytes'],
    ['an unknown element', matFile(words(true, 99, 0)), 'digits.mat: byte 128: expected a matrix element (miMATRIX, 14), found type 99'],
    [
      'a size beyond the file',
      matFile(words(true, 14, -1)),
      'digits.mat: byte 132: expected a size of at most the 0 bytes present, found 4294967295',
    ],
    ['an unknown class', matrixOf({ arrayClass: 18 }), 'digits.mat: byte 144: expected an array class from 1 to 17, found 18'],
    ['complex numbers', matrixOf({ flags: 8 }), "digits.mat: byte 144: expected real numbers in variable 'x', found complex ones"],
    ['three dimensions', matrixOf({ sizes: [1, 2, 2] }), "digits.mat: byte 160: expected 2 dimensions in variable 'x', found 3"],
    ['a negative size', matrixOf({ sizes: [-2, -2] }), "digits.mat: byte 160: expected sizes of at least 0 in variable 'x', found -2x-2"],
    [
      'sizes beyond the data',
      matrixOf({ sizes: [2 ** 30, 2 ** 30] }),
      "digits.mat: byte 176: expected 1152921504606847000 bytes for 1073741824x1073741824 numbers in variable 'x', found 4",
    ],
    ['text where numbers belong', matrixOf({ storage: 16 }), "digits.mat: byte 176: expected numbers in variable 'x', found type 16"],
    [
      'a long name',
      matrixOf({ name: 'n'.repeat(256) }),
      'digits.mat: byte 176: expected a variable name of at most 255 bytes, found 256 bytes',
    ],
    ['a strange name', matrixOf({ name: 'é' }), 'digits.mat: byte 172: expected a variable name in ASCII, found "Ã©"'],
    [
      'a small element that is too large',
      matFile(element(true, 14, words(true, (8 << 16) | 6, 0))),
      'digits.mat: byte 136: expected a small data element of at most 4 bytes, found 8 bytes',
    ],
    [
      'the same name twice',
      matFile(matrixElement(true, small), matrixElement(true, small)),
      "digits.mat: byte 184: expected each variable once, found 'x' again",
    ],
    [
      'something else than zlib',
      matFile(words(true, 15, 16), zeros(16)),
      'digits.mat: byte 136: expected intact zlib data, found another header',
    ],
    [
      'compressed data in compressed data',
      matFile(compressed(compressed(zeros(8)))),
      'digits.mat: byte 136, inflated byte 0: expected a matrix element (miMATRIX, 14), found type 15',
    ],
    [
      'next to nothing compressed',
      matFile(compressed(zeros(3))),
      'digits.mat: byte 136, inflated byte 0: expected a data element (a tag of 8 bytes), found 3 bytes',
    ],
    [
      'compressed data that end early',
      matFile(compressed(words(true, 14, 100, 1, 2))),
      'digits.mat: byte 136: expected intact zlib data, found only 16 of the declared 108 bytes',
    ],
    [
      'compressed data that go on',
      matFile(compressed(joined(matrixElement(true, small), zeros(8)))),
      'digits.mat: byte 136: expected intact zlib data, found more than the declared 56 bytes',
    ],
  ])('for %s', (_, bytes, message) => expect(refusal(bytes)).toBe(message));
  test.each([
    ['complex', "expected real numbers in variable 'z', found complex ones"],
    ['threeDimensional', "expected 2 dimensions in variable 'cube', found 3"],
    ['large', "variable 'big', byte 192: expected integers within ±2^53, found 9007199254740993"],
    ['largeUnsigned', "variable 'big', byte 184: expected integers within ±2^53, found 18446744073709551615"],
  ])('for what SciPy wrote: %s', (name, message) => expect(refusal(fixture(`scipy-${name}.mat`))).toContain(message));
});

describe('zlib data', () => {
  const wrapped = (packed: Uint8Array): Uint8Array => matFile(words(true, 15, packed.length), packed);
  const packed = deflateSync(matrixElement(true, small));
  test('with a wrong checksum are refused and say where', () => {
    expect(refusal(wrapped(packed.with(packed.length - 1, packed.at(-1)! ^ 1)))).toMatch(
      new RegExp(`^digits.mat: byte ${136 + packed.length - 4}: expected Adler-32 0x.* of the inflated data, found 0x`),
    );
  });
  test('with bytes before the checksum are refused', () => {
    const likeAnotherMember = joined(new Uint8Array(8), bytesOf(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3));
    for (const more of [bytesOf(0), new Uint8Array(20), likeAnotherMember]) {
      expect(refusal(wrapped(joined(packed.subarray(0, -4), more, packed.subarray(-4))))).toMatch(/found more bytes behind its end$/);
    }
  });
  test('without compression (stored blocks) are read', () => {
    const file = wrapped(
      deflateSync(matrixElement(true, { ...small, sizes: [300, 300], data: new Uint8Array(90000).fill(7) }), { level: 0 }),
    );
    expect(read(file).get('x')?.values).toEqual(new Uint8Array(90000).fill(7));
  });
  test('of fixed codes are read', () => {
    const fixed = deflateRawSync(matrixElement(true, small), { strategy: 4 });
    const file = wrapped(joined(bytesOf(0x78, 0x9c), fixed, packed.subarray(-4)));
    expect(read(file).size).toBe(1);
  });
});

describe('a bomb', () => {
  const zeros = (size: number): Uint8Array => joined(words(true, 14, size), new Uint8Array(size));
  test('that declares more than deflate can hold is refused', () => {
    expect(refusal(matFile(compressed(words(true, 14, -1))))).toMatch(
      /expected at most \d+ bytes inflated from \d+, found a declared size of 4294967303$/,
    );
  });
  test('that honestly declares 80 MiB is refused', () => {
    expect(refusal(matFile(compressed(zeros(80 * 2 ** 20))))).toMatch(
      /expected at most 67\d+ bytes inflated from \d+, found a declared size of 83886088$/,
    );
  });
  test('that declares little and holds much is refused without inflating it', () => {
    expect(refusal(matFile(compressed(joined(words(true, 14, 64), new Uint8Array(20 * 2 ** 20)))))).toMatch(
      /found more than the declared 72 bytes$/,
    );
  });
  test('of many parts is refused as a whole', () => {
    const skipped = element(true, 14, joined(element(true, 6, words(true, 4, 0)), new Uint8Array(23 * 2 ** 20)));
    const part = compressed(skipped);
    expect(refusal(matFile(part, part, part))).toMatch(/expected at most \d+ bytes inflated from \d+, found a declared size of 24117272$/);
  });
});
