import { ArgumentError } from '@adjoint/core';
import { csvBatches, type CsvOptions, decodeCsv, numberIn } from '@adjoint/nn';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  changes,
  collected,
  type Described,
  doubles,
  fixture,
  jsonFixture,
  prefixes,
  readOrRefused,
  refusalOf,
  rightOf,
  textBytes,
  withoutStacks,
} from './outcomes.ts';

const read = (text: string, options?: CsvOptions) => rightOf(decodeCsv(textBytes(text), 'x.csv', options));
const refusal = (text: string, options?: CsvOptions) => refusalOf(decodeCsv(textBytes(text), 'x.csv', options));
const rowsOf = ({ sizes: [, columns], values }: ReturnType<typeof read>): number[][] =>
  Array.from({ length: values.length / columns }, (_, i) => [...values.subarray(i * columns, (i + 1) * columns)]);

describe('what NumPy wrote', () => {
  const { sizes, values } = jsonFixture('numbers.json') as Described;
  test('is read to the bit, NaN, Infinity and -0 among the numbers', () => {
    expect(rightOf(decodeCsv(fixture('numbers.csv'), 'x'))).toEqual({ header: undefined, sizes, values: doubles(values) });
  });
  test('is read with a header, another delimiter and CRLF', () => {
    const table = rightOf(decodeCsv(fixture('named.csv'), 'x', { header: true, delimiter: ';' }));
    expect(table).toEqual({ header: ['a', 'b', 'c', 'd'], sizes, values: doubles(values) });
  });
});

describe('CSV', () => {
  test.each([
    ['LF', '1,2\n3,4\n'],
    ['CRLF', '1,2\r\n3,4\r\n'],
    ['a byte order mark', '\uFEFF1,2\n3,4\n'],
    ['quotes', '"1","2"\r\n3,"4"\n'],
    ['blanks around numbers', ' 1 ,\t2\n3 , 4\n'],
  ])('with %s is read', (_, text) =>
    expect(rowsOf(read(text))).toEqual([
      [1, 2],
      [3, 4],
    ]),
  );
  test('with quotes, delimiters and line breaks in its names is read', () => {
    expect(read('"a ""b""","c,d","e\r\nf"\n1,2,3\n', { header: true }).header).toEqual(['a "b"', 'c,d', 'e\r\nf']);
  });
  test('with a byte order mark before a quoted name is read', () => {
    expect(read('\uFEFF"a"\n1\n', { header: true }).header).toEqual(['a']);
  });
  test('without a line break behind its last row is read when that is allowed', () => {
    expect(rowsOf(read('1,2\n3,4', { lastLineBreak: 'optional' }))).toEqual([
      [1, 2],
      [3, 4],
    ]);
  });
  test('with names for classes is read by a function', () => {
    const classes = ['setosa', 'versicolor'];
    const table = read('1.5,setosa\n2.5,versicolor\n', {
      numberOf: (field, column) => (column === 1 ? classes.indexOf(field) : numberIn(field)),
    });
    expect(rowsOf(table)).toEqual([
      [1.5, 0],
      [2.5, 1],
    ]);
  });
});

describe('a message names file, row, what was expected and what was found', () => {
  test.each([
    ['nothing at all', '', {}, 'x.csv: row 1: expected at least one row of numbers, found the end of the file'],
    ['a header alone', 'a,b\n', { header: true }, 'x.csv: row 2: expected at least one row of numbers, found the end of the file'],
    ['a short row', '1,2\n3,4\n5\n', {}, 'x.csv: row 3: expected 2 fields, as in row 1, found 1, or an empty line'],
    ['a long row', '1,2\n3,4,5\n', {}, 'x.csv: row 2: expected 2 fields, as in row 1, found 3'],
    ['an empty line', '1,2\n\n3,4\n', {}, 'x.csv: row 2: expected 2 fields, as in row 1, found 1, or an empty line'],
    [
      'names where numbers are',
      'a,b\n1,2\n',
      {},
      'x.csv: row 1, column 1: expected a number (if the first row holds names, pass { header: true }), found "a"',
    ],
    ['an empty field', '1,2\n3,\n', {}, 'x.csv: row 2, column 2: expected a number, found nothing'],
    ['a hexadecimal number', '1\n0x10\n', {}, 'x.csv: row 2, column 1: expected a number, found "0x10"'],
    ['a decimal comma', '1;2\n3,5;4\n', { delimiter: ';' }, 'x.csv: row 2, column 1: expected a number, found "3,5"'],
    ['a quote inside a field', '1,2\n3,4"\n', {}, 'x.csv: row 2, column 2: expected quotes around the whole field, found one inside it'],
    [
      'text behind a quote',
      '"1"2,3\n',
      {},
      'x.csv: row 1, column 1: expected a delimiter or a line break behind the closing quote, found "2"',
    ],
    ['a quote that stays open', '1,2\n"3,4\n', {}, 'x.csv: row 2, column 1: expected a closing quote, found the end of the file'],
    ['a carriage return alone', '1,2\r3,4\n', {}, 'x.csv: row 1, column 2: expected a line feed behind a carriage return, found "3"'],
    [
      'no line break at the end',
      '1,2\n3,4',
      {},
      "x.csv: row 2, column 2: expected a line break behind the last row, which a file cut short lacks (allow that with { lastLineBreak: 'optional' }), found the end of the file",
    ],
  ])('for %s', (_, text, options, message) => expect(refusal(text, options)).toBe(message));
  test('for bytes that are no UTF-8', () => {
    expect(refusalOf(decodeCsv(Uint8Array.of(0x31, 0xff, 0x0a), 'x.csv'))).toBe(
      'x.csv: byte 0: expected text in UTF-8, found other bytes from here on',
    );
    expect(refusalOf(decodeCsv(Uint8Array.of(0x31, 0x0a, 0xc3), 'x.csv'))).toBe(
      'x.csv: byte 3: expected text in UTF-8, found other bytes from here on',
    );
  });
  test('for a delimiter that is none', () => {
    expect(() => read('1\n', { delimiter: '' })).toThrow(ArgumentError);
    expect(() => read('1\n', { delimiter: '"' })).toThrow(ArgumentError);
  });
});

describe('a damaged file', () => {
  const bytes = textBytes('"a",b\r\n1.5,"2"\n-3,4e5\n');
  test('gives a beginning of its rows or is refused when it is cut', () => {
    const whole = rightOf(decodeCsv(bytes, 'x', { header: true }));
    withoutStacks(() => {
      for (const cut of prefixes(bytes)) {
        const table = readOrRefused(decodeCsv(cut, 'cut', { header: true }));
        if (table !== undefined) expect(table.values).toEqual(whole.values.subarray(0, table.values.length));
      }
    });
  });
  test('is read or refused, never another exception, when any byte is any other', () => {
    withoutStacks(() => {
      for (const { file } of changes(bytes, 0, bytes.length)) readOrRefused(decodeCsv(file, 'changed', { header: true }));
    });
  });
  test('of a million digits, quotes or commas does not hang', () => {
    refusal(`${'1'.repeat(1_000_000)}x\n`);
    refusal(`${'"'.repeat(1_000_001)}\n`);
    refusal(`${','.repeat(1_000_000)}\n`);
    refusal(`${' '.repeat(1_000_000)}x\n`);
  });
});

test('a table with more numbers than its bytes allow is refused before they are allocated', () => {
  const bytes = textBytes(`${','.repeat(2 ** 24)}\n`);
  expect(refusalOf(decodeCsv(bytes, 'x', { numberOf: () => NaN }))).toMatch(
    /^x: row 1: expected at most \d+ numbers in 16777217 bytes, found 1x16777217$/,
  );
});

describe('batches of a CSV file', () => {
  async function* pieces(text: string, size: number): AsyncGenerator<Uint8Array> {
    const bytes = textBytes(text);
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  }
  const batchesOf = async (text: string, size: number, rows: number, options?: CsvOptions): Promise<number[][][]> =>
    (await collected(csvBatches(pieces(text, size), 'x.csv', rows, options))).map((batch) => batch.toArray());

  test('are its rows, however it is cut into pieces and batches', async () => {
    const table = fc.record({
      rows: fc.integer({ min: 1, max: 9 }),
      columns: fc.integer({ min: 1, max: 3 }),
      size: fc.integer({ min: 1, max: 12 }),
      batch: fc.integer({ min: 1, max: 5 }),
    });
    await fc.assert(
      fc.asyncProperty(table, async ({ rows, columns, size, batch }) => {
        const numbers = Array.from({ length: rows }, (_, i) => Array.from({ length: columns }, (_value, j) => i + j / 8));
        const text = `größe${',é'.repeat(columns - 1)}\r\n${numbers.map((row) => row.join(',')).join('\n')}\n`;
        const batches = await batchesOf(text, size, batch, { header: true });
        expect(batches.flat()).toEqual(numbers);
        expect(batches.slice(0, -1).every(({ length }) => length === batch)).toBe(true);
      }),
    );
  });

  test('come until something is malformed, then the error names the row', async () => {
    const seen: number[][][] = [];
    const reading = (async () => {
      for await (const batch of csvBatches(pieces('1,2\n3,4\n5,6\n7,x\n', 4), 'x.csv', 1)) seen.push(batch.toArray());
    })();
    await expect(reading).rejects.toThrow('x.csv: row 4, column 2: expected a number, found "x"');
    expect(seen).toEqual([[[1, 2]], [[3, 4]], [[5, 6]]]);
  });

  test('of nothing, and of a size that is none, are refused', async () => {
    await expect(batchesOf('', 4, 1)).rejects.toThrow('x.csv: row 1: expected at least one row of numbers');
    await expect(batchesOf('1\n', 4, 0)).rejects.toThrow(ArgumentError);
  });
});
