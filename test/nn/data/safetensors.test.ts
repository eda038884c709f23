import { ArgumentError, type Mat, matrix } from '@adjoint/core';
import { decodeSafetensors, encodeSafetensors, type NdArray } from '@adjoint/nn';
import { describe, expect, test } from 'vitest';
import {
  asDoubles,
  changes,
  type Described,
  expectedArray,
  fixture,
  joined,
  jsonFixture,
  prefixes,
  readOrRefused,
  refusalOf,
  rightOf,
  textBytes,
  withoutStacks,
} from './outcomes.ts';

const read = (bytes: Uint8Array) => rightOf(decodeSafetensors(bytes, 'x.safetensors'));
const refusal = (bytes: Uint8Array) => refusalOf(decodeSafetensors(bytes, 'x.safetensors'));
const file = (header: string, data = new Uint8Array(), length = textBytes(header).length): Uint8Array => {
  const size = new Uint8Array(8);
  new DataView(size.buffer).setBigUint64(0, BigInt(length), true);
  return joined(size, textBytes(header), data);
};
const tensor = (from: number, to: number, shape = '[1]', dtype = 'F64'): string =>
  `{"dtype":"${dtype}","shape":${shape},"data_offsets":[${from},${to}]}`;

test('tensors of every type are read, keys __proto__ among them', () => {
  const { tensors, metadata } = read(fixture('tensors.safetensors'));
  const expected = Object.entries(jsonFixture('tensors.json') as Record<string, Described>);
  expect(Array.from(tensors, ([name, array]) => [name, asDoubles(array)])).toEqual(
    expected.map(([name, array]) => [name, expectedArray(array)]),
  );
  expect([...metadata]).toEqual([
    ['made', 'by hand'],
    ['__proto__', 'harmless'],
  ]);
});

test('what is written is read again, numbers aligned', () => {
  const given = new Map<string, Mat | NdArray>([
    ['bytes', { sizes: [3], values: Uint8Array.of(1, 2, 3) }],
    [
      'x',
      matrix([
        [0.1, -0],
        [NaN, Infinity],
      ]),
    ],
    ['__proto__', { sizes: [], values: Float32Array.of(2.5) }],
  ]);
  const bytes = encodeSafetensors(given, { note: 'größer' });
  const { tensors, metadata } = read(bytes);
  expect([...metadata]).toEqual([['note', 'größer']]);
  expect(tensors.get('x')).toEqual({ sizes: [2, 2], values: Float64Array.of(0.1, -0, NaN, Infinity) });
  expect(tensors.get('__proto__')).toEqual({ sizes: [], values: Float32Array.of(2.5) });
  expect(tensors.get('bytes')).toEqual({ sizes: [3], values: Uint8Array.of(1, 2, 3) });
  expect(Number(new DataView(bytes.buffer).getBigUint64(0, true)) % 8).toBe(0);
});

test('no tensor takes the name of the metadata', () => {
  expect(() => encodeSafetensors({ ['__metadata__']: matrix([[1]]) })).toThrow(ArgumentError);
});

describe('a damaged file', () => {
  const whole = fixture('tensors.safetensors');
  const small = file(`{"a":${tensor(0, 8)},"b":${tensor(8, 10, '[2]', 'U8')}}`, new Uint8Array(10));
  test('is refused when it is cut anywhere, or too long', () => {
    for (const bytes of [whole, small]) {
      withoutStacks(() => {
        for (const cut of prefixes(bytes)) refusal(cut);
      });
      for (const more of [1, 8, 4096]) refusal(joined(bytes, new Uint8Array(more)));
    }
  });
  test('is read or refused, never another exception, when any byte of its header is any other', () => {
    const names = new Set<string>();
    withoutStacks(() => {
      for (const { file: changed } of changes(small, 0, small.length - 10)) {
        const found = readOrRefused(decodeSafetensors(changed, 'changed'));
        if (found === undefined) continue;
        const bytes = Array.from(found.tensors.values(), ({ values }) => values.byteLength).reduce((sum, length) => sum + length);
        if (bytes !== 10) throw new Error(`${bytes} bytes`);
        for (const name of found.tensors.keys()) names.add(name);
      }
    });
    expect(names.size).toBeGreaterThan(50); // other names are other files
  });
  test('is read or refused, never another exception, when a bit is another', () => {
    withoutStacks(() => {
      for (let at = 0; at < whole.length; at += 1)
        for (const bit of [1, 2, 16, 128]) readOrRefused(decodeSafetensors(whole.with(at, whole[at]! ^ bit), 'changed'));
    });
  });
});

describe('a message names file, byte, what was expected and what was found', () => {
  test.each([
    ['nothing at all', new Uint8Array(), 'x.safetensors: byte 0: expected the length of the header (8 bytes), found the end of the file'],
    ['a header beyond the file', file('{}', new Uint8Array(), 3), 'x.safetensors: byte 0: expected a header of 2 to 2 bytes, found 3'],
    ['a header of 2^64 - 1 bytes', file('{}').fill(255, 0, 8), /expected a header of 2 to 2 bytes, found 18446744073709551615$/],
    ['another format', file('PK'), "x.safetensors: byte 8: expected a header that starts with '{', found byte 0x50"],
    ['no JSON', file('{"a":}'), /^x\.safetensors: header, byte 0: expected JSON, found /],
    ['no UTF-8', file('{"a":1}').with(10, 0xff), 'x.safetensors: header, byte 0: expected JSON in UTF-8, found other bytes'],
    [
      'a key twice',
      file(`{"a":${tensor(0, 8)},"a":${tensor(0, 8)}}`, new Uint8Array(8)),
      /expected each key of an object once, found \d keys again$/,
    ],
    ['a tensor that is none', file('{"a":[1]}'), 'x.safetensors: byte 8: expected an object as tensor "a", found [1]'],
    [
      'an unknown dtype',
      file(`{"a":${tensor(0, 8, '[1]', 'F8')}}`, new Uint8Array(8)),
      /expected a dtype \(BOOL, .*\) of tensor "a", found "F8"$/,
    ],
    [
      'a negative size',
      file(`{"a":${tensor(0, 8, '[-1]')}}`, new Uint8Array(8)),
      'x.safetensors: byte 8: expected a shape, whole numbers of tensor "a", found [-1]',
    ],
    [
      'sizes whose product overflows',
      file(`{"a":${tensor(0, 8, '[9007199254740991,9007199254740991]')}}`, new Uint8Array(8)),
      /expected a shape/,
    ],
    [
      'another number of bytes',
      file(`{"a":${tensor(0, 8, '[2]')}}`, new Uint8Array(8)),
      'x.safetensors: byte 8: expected 16 bytes for 2 numbers of tensor "a", found [0,8]',
    ],
    ['tensors beyond the file', file(`{"a":${tensor(0, 8)}}`), /expected tensors up to byte \d+, found the end of the file$/],
    [
      'a hole',
      file(`{"a":${tensor(8, 16)}}`, new Uint8Array(16)),
      /expected tensor "a" to start here, behind the one before, found byte \d+$/,
    ],
    ['an overlap', file(`{"a":${tensor(0, 8)},"b":${tensor(0, 8)}}`, new Uint8Array(8)), /expected tensor "b" to start here/],
    ['more than the tensors', file(`{"a":${tensor(0, 8)}}`, new Uint8Array(9)), /expected the end of the file, found 1 more bytes$/],
    ['a field more', file('{"a":{"dtype":"U8","shape":[],"data_offsets":[0,1],"x":1}}', new Uint8Array(1)), /alone of tensor "a"/],
    ['metadata that is no text', file('{"__metadata__":{"a":1}}'), 'x.safetensors: byte 8: expected text as metadata "a", found 1'],
    ['too deep a header', file(`{"a":${'['.repeat(100_000)}`), /expected JSON of at most 128 levels, found more$/],
  ])('for %s', (_, bytes, message) => {
    if (typeof message === 'string') expect(refusal(bytes)).toBe(message);
    else expect(refusal(bytes)).toMatch(message);
  });
});

test('a header that would take gigabytes once parsed is refused before it is', () => {
  const objects = `{"a":[${Array.from({ length: 600_000 }, (_, i) => `{"${i.toString(36)}":0}`).join(',')}]}`;
  expect(refusal(file(objects))).toMatch(/expected JSON that takes at most \d+ bytes of memory, found more$/);
});

test('quotes that are escaped a million times do not hang', () => {
  refusal(file(`{${'\\"'.repeat(1_000_000)}`));
});
