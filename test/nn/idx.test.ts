import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { DecodeError } from '@adjoint/core';
import { decodeIdx, type NdArray } from '@adjoint/nn';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readOrRefused, withoutStacks } from './data/outcomes.ts';

interface Fixture {
  readonly type: number;
  readonly sizes: readonly number[];
  readonly values: readonly (number | string)[];
  readonly plain: string;
  readonly gzip: string;
}
const fixtures = JSON.parse(readFileSync(new URL('fixtures/idx.json', import.meta.url), 'utf8')) as Fixture[];
const types = { 0x08: Uint8Array, 0x09: Int8Array, 0x0b: Int16Array, 0x0c: Int32Array, 0x0d: Float32Array, 0x0e: Float64Array };

function read(bytes: Uint8Array): NdArray {
  const result = decodeIdx(bytes, 'digits.idx');
  if (result._tag === 'Left') throw result.left;
  return result.right;
}
function refusal(bytes: Uint8Array): string {
  const result = decodeIdx(bytes, 'digits.idx');
  if (result._tag === 'Right') throw new Error(`read ${result.right.sizes.join('x')}`);
  expect(result.left).toBeInstanceOf(DecodeError);
  return result.left.message;
}
const expectDecoded = (bytes: Uint8Array): unknown => withoutStacks(() => readOrRefused(decodeIdx(bytes, 'any.idx')));
const header = (type: number, ...sizes: number[]): Uint8Array => {
  const bytes = new Uint8Array(4 + 4 * sizes.length);
  bytes[2] = type;
  bytes[3] = sizes.length;
  sizes.forEach((size, i) => new DataView(bytes.buffer).setUint32(4 + 4 * i, size));
  return bytes;
};
const joined = (...parts: Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));
const changes = (bytes: Uint8Array): Uint8Array[] =>
  [...bytes].flatMap((byte, at) => Array.from({ length: 255 }, (_, i) => bytes.with(at, (byte + i + 1) & 0xff)));

describe.each(fixtures)('numbers of type $type', ({ type, sizes, values, plain, gzip }) => {
  const expected = { sizes, values: types[type as keyof typeof types].from(values.map(Number)) };
  test('are what NumPy wrote, plain', () => expect(read(Buffer.from(plain, 'base64'))).toEqual(expected));
  test('are what NumPy wrote, in gzip', () => expect(read(Buffer.from(gzip, 'base64'))).toEqual(expected));
});

describe.each(fixtures)('a damaged file of type $type', ({ plain, gzip }) => {
  const files = [plain, gzip].map((text) => new Uint8Array(Buffer.from(text, 'base64')));
  test('is refused when it is cut anywhere', () => {
    for (const file of files) for (let length = 0; length < file.length; length += 1) refusal(file.subarray(0, length));
  });
  test('is refused when it is too long', () => {
    for (const file of files) for (const more of [1, 2, 8, 18, 4096]) refusal(joined(file, new Uint8Array(more)));
  });
  test('is read or refused, never another exception, when a byte is another', () => {
    for (const changed of changes(files[0]!)) expectDecoded(changed);
  });
});

test('a gzip file gives the same numbers or is refused when a bit is another', () => {
  const file = new Uint8Array(Buffer.from(fixtures[0]!.gzip, 'base64'));
  const right = read(file);
  for (let bit = 0; bit < file.length * 8; bit += 1) {
    const result = decodeIdx(file.with(bit >> 3, file[bit >> 3]! ^ (1 << (bit & 7))), 'changed');
    if (result._tag === 'Right') expect(result.right).toEqual(right);
    else expect(result.left).toBeInstanceOf(DecodeError);
  }
});

test('the values do not share memory with the bytes they came from', () => {
  const bytes = Buffer.from(joined(header(0x08, 2), Uint8Array.of(1, 2)));
  const { values } = read(bytes);
  bytes.fill(9);
  expect([...values]).toEqual([1, 2]);
});

test('bytes in the middle of a larger buffer are read from where they start', () => {
  const bytes = joined(Uint8Array.of(7, 7, 7), header(0x0b, 1), Uint8Array.of(1, 2)).subarray(3);
  expect([...read(bytes).values]).toEqual([258]);
});

describe('a message names file, byte, what was expected and what was found', () => {
  test.each([
    ['nothing at all', new Uint8Array(), 'digits.idx: byte 0: expected an IDX header (at least 4 bytes), found the end of the file'],
    ['another format', Uint8Array.of(80, 75, 3, 4), 'digits.idx: byte 0: expected two zero bytes (IDX) or 1f 8b (gzip), found 50 4b'],
    ['an unknown type', header(0x0a, 1), 'digits.idx: byte 2: expected an IDX number type (08, 09, 0b, 0c, 0d or 0e), found 0a'],
    ['no dimensions', header(0x08), 'digits.idx: byte 3: expected at least 1 dimension, found 0'],
    ['missing sizes', header(0x08, 1, 2).subarray(0, 9), 'digits.idx: byte 9: expected 2 sizes of 4 bytes, found the end of the file'],
    ['a size of zero', header(0x08, 3, 0), 'digits.idx: byte 8: expected a size of at least 1 in dimension 1, found 0'],
    [
      'missing numbers',
      joined(header(0x0c, 2, 3), new Uint8Array(20)),
      'digits.idx: byte 32: expected 36 bytes for sizes 2x3, found the end of the file',
    ],
    [
      'more than the numbers',
      joined(header(0x08, 1), new Uint8Array(3)),
      'digits.idx: byte 9: expected the end of the file, found 2 more bytes',
    ],
    [
      'sizes whose product overflows',
      header(0x08, 2 ** 32 - 1, 2 ** 32 - 1),
      'digits.idx: byte 4: expected sizes whose product a file can hold, found 4294967295x4294967295',
    ],
    [
      'a huge size',
      header(0x0e, 2 ** 32 - 1),
      'digits.idx: byte 8: expected 34359738368 bytes for sizes 4294967295, found the end of the file',
    ],
  ])('for %s', (_, bytes, message) => expect(refusal(bytes)).toBe(message));
});

describe('gzip', () => {
  const good = gzipSync(joined(header(0x08, 3), Uint8Array.of(1, 2, 3)));
  test('with a file name in its header is read', () => {
    const named = joined(good.subarray(0, 3), Uint8Array.of(8), good.subarray(4, 10), Buffer.from('digits\0'), good.subarray(10));
    expect([...read(named).values]).toEqual([1, 2, 3]);
  });
  test('with a wrong checksum is refused and says where', () => {
    const at = good.length - 8;
    expect(refusal(good.with(at, good[at]! ^ 1))).toMatch(
      new RegExp(`^digits.idx: byte ${at}: expected CRC-32 0x.* of the inflated data, found 0x`),
    );
  });
  test('with a wrong size in its trailer is refused', () => {
    expect(refusal(good.with(good.length - 1, 1))).toBe(
      `digits.idx: byte ${good.length - 4}: expected size 0x0000000b of the inflated data, found 0x0100000b`,
    );
  });
  test('of two members is refused', () => {
    expect(refusal(joined(good, good))).toMatch(/expected intact gzip data, found more/);
    expect(refusal(joined(good, gzipSync(new Uint8Array())))).toBe(
      'digits.idx: byte 0: expected intact gzip data, found more bytes behind its end',
    );
  });
  test('with bytes between the data and the checksum is refused', () => {
    expect(refusal(joined(good.subarray(0, -8), new Uint8Array(2), good.subarray(-8)))).toBe(
      'digits.idx: byte 0: expected intact gzip data, found more bytes behind its end',
    );
  });
  test('that holds more than its sizes say is refused', () => {
    expect(refusal(gzipSync(joined(header(0x08, 3), new Uint8Array(4))))).toMatch(/found more than the declared 11 bytes$/);
  });
  test('that holds less than its sizes say is refused', () => {
    expect(refusal(gzipSync(joined(header(0x08, 30), new Uint8Array(4))))).toMatch(/found only 12 of the declared 38 bytes$/);
  });
  test('that declares more than deflate can hold is refused before anything is allocated', () => {
    expect(refusal(gzipSync(header(0x0e, 2 ** 20, 2 ** 20)))).toMatch(
      /expected at most \d+ bytes inflated from \d+, found a declared size of 8796093022220$/,
    );
  });
  test('that inflates beyond 64 MiB and 4 times the file is refused', () => {
    const size = 80 * 2 ** 20;
    expect(refusal(gzipSync(joined(header(0x08, size), new Uint8Array(size))))).toMatch(
      /expected at most 67\d+ bytes inflated from \d+, found a declared size of 83886088$/,
    );
  });
});

test('any bytes are read or refused, never another exception', () => {
  const start = fc.constantFrom([], [0x1f, 0x8b], [0x1f, 0x8b, 8, 0], [0, 0, 8, 1], [0, 0, 0x0e, 2]);
  fc.assert(
    fc.property(start, fc.uint8Array({ maxLength: 64 }), (first, rest) => {
      expectDecoded(Uint8Array.from([...first, ...rest]));
    }),
    { numRuns: 5000 },
  );
});
