import { ArgumentError, type DecodeError } from '@adjoint/core';
import type { Either } from '../either.ts';
import { requireOptions } from '../requireOptions.ts';
import { textOf } from '../textOf.ts';
import { csvParser, type CsvForm, csvRefusal } from './csvParser.ts';
import { inflationLimit } from './inflate.ts';
import { decoded, refusal, section, type Section } from './section.ts';
import { utf8Decoder } from './utf8.ts';

export interface CsvOptions extends CsvForm {
  /** whether the first row holds names; it holds numbers unless so */
  readonly header?: boolean;
  /** the number of a field: as `numberIn` reads it unless given; undefined is refused */
  readonly numberOf?: (field: string, column: number) => number | undefined;
}

/** A table of numbers, row by row. */
export interface CsvTable {
  readonly header: readonly string[] | undefined;
  readonly sizes: readonly [rows: number, columns: number];
  readonly values: Float64Array;
}

const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;
const NAMED: Readonly<Record<string, number>> = { nan: NaN, inf: Infinity, infinity: Infinity };

/** A decimal number, or nan, inf or infinity, as NumPy writes them; undefined for anything else, nothing included. */
export function numberIn(field: string): number | undefined {
  if (typeof field !== 'string') throw new ArgumentError(`numberIn: the field must be text, got ${textOf(field)}. Write numberIn('1.5')`);
  const text = field.trim();
  if (NUMBER.test(text)) return Number(text);
  const [, sign, name] = /^([+-]?)([a-z]{3,8})$/i.exec(text) ?? [];
  const value = name === undefined || !Object.hasOwn(NAMED, name.toLowerCase()) ? undefined : NAMED[name.toLowerCase()];
  return value !== undefined && sign === '-' ? -value : value;
}

const PIECE = 65536;

/**
 * Reads a CSV file of numbers (RFC 4180, UTF-8): a header if said so, quotes, LF or CRLF, a byte order mark. Left when a row has another number of
 * fields than the first, a field is no number, quotes do not close, or the last row has no line break; the message names row and column.
 */
export const decodeCsv = (bytes: Uint8Array, source: string, options: CsvOptions = {}): Either<DecodeError, CsvTable> => {
  requireCsvOptions('decodeCsv', options);
  return decoded(() => readCsv(section(bytes, source), options));
};

function readCsv(file: Section, options: CsvOptions): CsvTable {
  const { source, bytes } = file;
  const names = options.header === true ? 1 : 0;
  let columns = 0;
  const rows = readThrough(file, options, { field: () => {}, row: (_, count) => (columns = count) }) - names;
  if (rows < 1) throw csvRefusal(source, names, undefined, 'at least one row of numbers', 'the end of the file');
  const limit = inflationLimit(bytes.length);
  if (8 * rows * columns > limit)
    throw csvRefusal(source, 0, undefined, `at most ${Math.floor(limit / 8)} numbers in ${bytes.length} bytes`, `${rows}x${columns}`);
  const header: string[] = [];
  const values = new Float64Array(rows * columns);
  const field = (text: string, row: number, column: number): void => {
    if (row < names) header.push(text);
    else values[(row - names) * columns + column] = csvNumber(source, options, text, row, column);
  };
  readThrough(file, options, { field, row: () => {} });
  return { header: names === 1 ? header : undefined, sizes: [rows, columns], values };
}

/** The number of a field. @throws DecodeError */
export function csvNumber(source: string, { numberOf = numberIn, header }: CsvOptions, text: string, row: number, column: number): number {
  const value = numberOf(text, column);
  if (typeof value === 'number') return value;
  const remedy = row === 0 && header !== true ? ' (if the first row holds names, pass { header: true })' : '';
  throw csvRefusal(source, row, column, `a number${remedy}`, text === '' ? 'nothing' : JSON.stringify(text.slice(0, 60)));
}

/** Parses the whole file and gives the number of its rows. */
function readThrough(file: Section, form: CsvForm, taker: Parameters<typeof csvParser>[2]): number {
  const parser = csvParser(file.source, form, taker);
  const { next } = utf8Decoder();
  for (let at = 0; at < file.bytes.length; at += PIECE) parser.push(textAt(file, at, next(file.bytes.subarray(at, at + PIECE))));
  parser.push(textAt(file, file.bytes.length, next()));
  return parser.end();
}

function textAt(file: Section, at: number, text: string | undefined): string {
  if (text === undefined) throw refusal(file, at, 'text in UTF-8', 'other bytes from here on');
  return text;
}

/** @throws ArgumentError */
export function requireCsvOptions(asker: string, options: CsvOptions): void {
  requireOptions(asker, options, 'Write { header: true }');
  const { delimiter = ',', numberOf = numberIn } = options;
  if (typeof delimiter !== 'string' || delimiter.length !== 1 || '"\r\n\uFEFF'.includes(delimiter))
    throw new ArgumentError(`${asker}: the delimiter must be one character other than a quote or a line break, got ${textOf(delimiter)}`);
  if (typeof numberOf !== 'function')
    throw new ArgumentError(`${asker}: numberOf must be a function, got ${textOf(numberOf)}. Write { numberOf: (field) => Number(field) }`);
}
