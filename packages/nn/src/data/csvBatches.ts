import { ArgumentError, type Mat, matrix } from '@adjoint/core';
import { csvNumber, type CsvOptions, requireCsvOptions } from './csv.ts';
import { csvParser, csvRefusal } from './csvParser.ts';
import { requireIterable } from './requireIterable.ts';
import { sourceText } from './section.ts';
import { utf8Decoder } from './utf8.ts';

/** Pieces of a file in their order: a Node read stream, a browser's `blob.stream()`, the body of a response. */
export type Pieces = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/**
 * The numbers of a CSV file as batches of `rows` rows (the last may have fewer), read as they are asked for: the file may be larger than memory.
 * Iterating throws the DecodeError of `decodeCsv` when it comes to something malformed; what came before it is right.
 */
export async function* csvBatches(pieces: Pieces, source: string, rows: number, options: CsvOptions = {}): AsyncGenerator<Mat, void, void> {
  requireCsvOptions('csvBatches', options);
  requireRows('csvBatches', rows);
  requireIterable('csvBatches', 'pieces', pieces, 'csvBatches(blob.stream(), name, 64)');
  const reader = rowReader(sourceText(source), options);
  for await (const piece of pieces) {
    reader.push(piece);
    while (reader.waiting() >= rows) yield reader.take(rows);
  }
  reader.end();
  while (reader.waiting() > 0) yield reader.take(Math.min(rows, reader.waiting()));
}

/** Turns pieces of a file into rows of numbers, which wait until they are taken. */
interface RowReader {
  readonly push: (piece: Uint8Array) => void;
  readonly end: () => void;
  /** how many whole rows wait */
  readonly waiting: () => number;
  readonly take: (rows: number) => Mat;
}

function rowReader(source: string, options: CsvOptions): RowReader {
  const names = options.header === true ? 1 : 0;
  let numbers: number[] = [];
  let taken = 0; // of the numbers
  let columns = 0;
  let rowsRead = 0;
  const parser = csvParser(source, options, {
    field: (text, row, column) => {
      if (row >= names) numbers.push(csvNumber(source, options, text, row, column));
    },
    row: (_, count) => {
      columns = count;
      rowsRead += 1;
    },
  });
  const { next } = utf8Decoder();
  const push = (piece?: Uint8Array): void => {
    numbers = numbers.slice(taken);
    taken = 0;
    const text = next(piece);
    if (text === undefined) throw csvRefusal(source, rowsRead, undefined, 'text in UTF-8 from here on', 'other bytes');
    parser.push(text);
  };
  return {
    push,
    end: () => {
      push();
      if (parser.end() <= names) throw csvRefusal(source, names, undefined, 'at least one row of numbers', 'the end of the file');
    },
    waiting: () => (columns === 0 ? 0 : Math.floor((numbers.length - taken) / columns)),
    take: (rows) => matrix.of(rows, columns, numbers.slice(taken, (taken += rows * columns))),
  };
}

/** @throws ArgumentError unless it is a whole number of at least 1 */
export function requireRows(asker: string, rows: number): void {
  if (Number.isSafeInteger(rows) && rows >= 1) return;
  throw new ArgumentError(`${asker}: the rows of a batch must be a whole number of at least 1, got ${String(rows)}`);
}
