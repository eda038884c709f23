import { ArgumentError, matrix } from '@adjoint/core';
import { decodeNpy, encodeNpy } from '@adjoint/nn';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  asDoubles,
  changes,
  type Described,
  expectedArray,
  fromBase64,
  joined,
  jsonFixture,
  prefixes,
  readOrRefused,
  refusalOf,
  rightOf,
  textBytes,
  withoutStacks,
} from './outcomes.ts';

interface Case extends Described {
  readonly name: string;
  readonly file: string;
}
const cases = jsonFixture('npy.json') as readonly Case[];
const refused = jsonFixture('npyRefused.json') as readonly { readonly name: string; readonly file: string }[];
const read = (bytes: Uint8Array) => rightOf(decodeNpy(bytes, 'x.npy'));
const refusal = (bytes: Uint8Array) => refusalOf(decodeNpy(bytes, 'x.npy'));
const npy = (dictionary: string, data: Uint8Array = new Uint8Array(), version = 1): Uint8Array => {
  const text = textBytes(`${dictionary}\n`);
  const length = version === 1 ? [text.length & 255, text.length >> 8] : [text.length & 255, text.length >> 8, 0, 0];
  return joined(Uint8Array.of(0x93), textBytes('NUMPY'), Uint8Array.of(version, 0, ...length), text, data);
};

describe('what NumPy wrote', () => {
  test.each(cases)('is read: $name', (array) => {
    expect(asDoubles(read(fromBase64(array.file)))).toEqual(expectedArray(array));
  });
  test.each(refused)('is refused: $name', ({ file }) => {
    expect(refusal(fromBase64(file))).toMatch(/^x\.npy: byte \d+: expected (real numbers|one number type|integers within)/);
  });
  test('keeps its number type', () => {
    const kinds = cases.slice(0, 40).map(({ file }) => read(fromBase64(file)).values.constructor.name);
    expect(new Set(kinds)).toEqual(
      new Set(['Uint8Array', 'Int8Array', 'Int16Array', 'Uint16Array', 'Int32Array', 'Uint32Array', 'Float32Array', 'Float64Array']),
    );
  });
});

describe('a damaged file', () => {
  test.each(cases)('is refused when it is cut anywhere, or too long: $name', ({ file }) => {
    const bytes = fromBase64(file);
    withoutStacks(() => {
      for (const cut of prefixes(bytes)) refusal(cut);
    });
    for (const more of [1, 8, 4096]) refusal(joined(bytes, new Uint8Array(more)));
  });

  const changed = jsonFixture('npyChanged.json') as readonly {
    readonly file: string;
    readonly accepted: readonly (Described & { readonly at: number; readonly byte: number })[];
  }[];
  test.each(changed.map((each, i) => ({ i, ...each })))(
    'gives what NumPy gives or is refused when a byte of its header is another ($i)',
    ({ file, accepted }) => {
      const byNumPy = new Map(accepted.map((each) => [`${each.at} ${each.byte}`, expectedArray(each)]));
      const read = withoutStacks(() =>
        Array.from(changes(fromBase64(file), 0, 128), ({ at, byte, file: other }) => ({
          at,
          byte,
          array: readOrRefused(decodeNpy(other, 'changed')),
        })).filter(({ array }) => array !== undefined),
      );
      expect(read.length).toBeGreaterThan(100);
      for (const { at, byte, array } of read) expect(asDoubles(array!), `byte ${at} is ${byte}`).toEqual(byNumPy.get(`${at} ${byte}`));
    },
  );
});

describe('a message names file, byte, what was expected and what was found', () => {
  const numbers = "'fortran_order': False, 'shape': (2,), }";
  test.each([
    ['nothing at all', new Uint8Array(), 'x.npy: byte 0: expected an .npy file (\\x93NUMPY), found the end of the file'],
    ['another version', npy('{}', new Uint8Array(), 4), 'x.npy: byte 6: expected version 1.0, 2.0 or 3.0, found 4.0'],
    [
      'a header beyond the file',
      npy('{}').with(9, 9),
      'x.npy: byte 8: expected a header of at most the 13 bytes present, found 2317 bytes',
    ],
    ['no dictionary', npy('[]'), 'x.npy: byte 10: expected a dictionary ({...}), found "[]\\n"'],
    ['a size that is none', npy("{'descr': '<f8', 'fortran_order': False, 'shape': (-2,)}"), /expected 'descr', .* and nothing else/],
    ['a list without comma', npy("{'descr': '<f8', 'fortran_order': False, 'shape': (2)}"), /expected 'descr', .* and nothing else/],
    ['a key twice', npy(`{'descr': '<f8', 'descr': '<f8', ${numbers}`), /each once, found/],
    ['another key', npy(`{'descr': '<f8', 'more': '<f8', ${numbers}`), /and nothing else/],
    [
      'sizes whose product overflows',
      npy("{'descr': '<f8', 'fortran_order': False, 'shape': (9007199254740991, 9007199254740991)}"),
      /expected sizes whose product a file can hold/,
    ],
    ['missing numbers', npy(`{'descr': '<f8', ${numbers}`, new Uint8Array(15)), /expected \d+ bytes for 2, found the end of the file$/],
    ['more than the numbers', npy(`{'descr': '<f8', ${numbers}`, new Uint8Array(17)), /expected the end of the file, found 1 more bytes$/],
    ['a boolean that is none', npy(`{'descr': '|b1', ${numbers}`, Uint8Array.of(1, 2)), /expected a boolean, 0 or 1, found 2$/],
  ])('for %s', (_, bytes, message) => {
    if (typeof message === 'string') expect(refusal(bytes)).toBe(message);
    else expect(refusal(bytes)).toMatch(message);
  });
});

test('what is written is read again, of whatever type and sizes', () => {
  const types = [Float64Array, Float32Array, Int32Array, Uint32Array, Int16Array, Uint16Array, Int8Array, Uint8Array];
  const array = fc
    .record({ type: fc.constantFrom(...types), sizes: fc.array(fc.nat({ max: 4 }), { maxLength: 4 }) })
    .map(({ type, sizes }) => {
      const count = sizes.reduce((product, size) => product * size, 1);
      return { sizes, values: type.from(Array.from({ length: count }, (_, i) => (i * 37) % 101)) };
    });
  fc.assert(
    fc.property(array, (given) => {
      expect(read(encodeNpy(given))).toEqual(given);
    }),
  );
});

test('a matrix is written as NumPy writes it', () => {
  const whole = cases.find(({ name }) => name === '<f8 C')!;
  const values = Float64Array.from(whole.values.map(Number));
  expect(encodeNpy(matrix.of(2, 3, values))).toEqual(fromBase64(whole.file));
});

test('what is no array is not written', () => {
  expect(() => encodeNpy([1, 2] as never)).toThrow(ArgumentError);
  expect(() => encodeNpy({ sizes: [2, 2], values: new Float64Array(3) })).toThrow(
    'encodeNpy: 2x2 and 3 values do not fit. Give as many values as the sizes say',
  );
});

test('the values do not share memory with the bytes they came from', () => {
  const bytes = Buffer.from(encodeNpy({ sizes: [2], values: Uint8Array.of(1, 2) }));
  const { values } = read(bytes);
  bytes.fill(9);
  expect([...values]).toEqual([1, 2]);
});
