import { DecodeError } from '@adjoint/core';

/** Takes the fields of a CSV file one by one; rows and columns count from 0. */
export interface CsvTaker {
  readonly field: (text: string, row: number, column: number) => void;
  /** a row has ended and had so many columns */
  readonly row: (row: number, columns: number) => void;
}

export interface CsvParser {
  readonly push: (piece: string) => void;
  /** how many rows there were */
  readonly end: () => number;
}

export interface CsvForm {
  /** between fields; a comma unless given */
  readonly delimiter?: string;
  /** 'required' unless given: without the line break behind its last row a file may have been cut short */
  readonly lastLineBreak?: 'required' | 'optional';
}

/** The error for what stands in a row (counted from 0, named from 1, as editors do). */
export const csvRefusal = (source: string, row: number, column: number | undefined, expected: string, found: string): DecodeError =>
  new DecodeError({ source, place: `row ${row + 1}${column === undefined ? '' : `, column ${column + 1}`}`, expected, found });

type State = 'start' | 'plain' | 'quoted' | 'quote' | 'return';

/** Where a parser stands. */
interface Parsing {
  readonly source: string;
  readonly delimiter: string;
  readonly taker: CsvTaker;
  state: State;
  /** of the field that is being read */
  text: string;
  row: number;
  column: number;
  /** of every row, once the first has ended */
  columns: number;
  isFirstPiece: boolean;
}

/**
 * Parses CSV (RFC 4180) piece by piece: quoted fields with doubled quotes and line breaks in them, LF or CRLF, a byte order mark ignored. Every row
 * must have as many fields as the first. @throws DecodeError, from push and end
 */
export function csvParser(source: string, { delimiter = ',', lastLineBreak = 'required' }: CsvForm, taker: CsvTaker): CsvParser {
  const parsing: Parsing = { source, delimiter, taker, state: 'start', text: '', row: 0, column: 0, columns: 0, isFirstPiece: true };
  return {
    push: (piece) => push(parsing, piece),
    end: () => end(parsing, lastLineBreak),
  };
}

const refuse = ({ source, row, column }: Parsing, expected: string, found: string): DecodeError =>
  csvRefusal(source, row, column, expected, found);

function push(parsing: Parsing, piece: string): void {
  let from = parsing.isFirstPiece && piece.startsWith('\uFEFF') ? 1 : 0;
  if (piece !== '') parsing.isFirstPiece = false;
  for (let i = from; i < piece.length; i += 1) {
    const letter = piece[i]!;
    const { state } = parsing;
    if (state === 'quoted') {
      if (letter !== '"') continue;
      parsing.text += piece.slice(from, i);
      parsing.state = 'quote';
    } else if (state === 'plain') {
      if (letter === '"') throw refuse(parsing, 'quotes around the whole field', 'one inside it');
      if (letter !== parsing.delimiter && letter !== '\n' && letter !== '\r') continue;
      parsing.text += piece.slice(from, i);
      isEnd(parsing, letter);
    } else if (state === 'return') {
      if (letter !== '\n') throw refuse(parsing, 'a line feed behind a carriage return', JSON.stringify(letter));
      endRow(parsing);
    } else if (letter === '"') {
      if (state === 'quote') parsing.text += '"';
      parsing.state = 'quoted';
      from = i + 1;
    } else if (!isEnd(parsing, letter)) {
      if (state === 'quote') throw refuse(parsing, 'a delimiter or a line break behind the closing quote', JSON.stringify(letter));
      parsing.state = 'plain';
      from = i;
    }
  }
  if (parsing.state === 'plain' || parsing.state === 'quoted') parsing.text += piece.slice(from);
}

/** Ends a field or a row when the letter says so. */
function isEnd(parsing: Parsing, letter: string): boolean {
  if (letter === parsing.delimiter) endField(parsing);
  else if (letter === '\n') endRow(parsing);
  else if (letter === '\r') parsing.state = 'return';
  else return false;
  return true;
}

function endField(parsing: Parsing): void {
  parsing.taker.field(parsing.text, parsing.row, parsing.column);
  parsing.text = '';
  parsing.column += 1;
  parsing.state = 'start';
}

function endRow(parsing: Parsing): void {
  endField(parsing);
  const { source, row, column } = parsing;
  if (row === 0) parsing.columns = column;
  const { columns } = parsing;
  if (column !== columns)
    throw csvRefusal(source, row, undefined, `${columns} fields, as in row 1`, column === 1 ? '1, or an empty line' : `${column}`);
  parsing.taker.row(row, columns);
  parsing.row += 1;
  parsing.column = 0;
}

function end(parsing: Parsing, lastLineBreak: NonNullable<CsvForm['lastLineBreak']>): number {
  const { state, column } = parsing;
  if (state === 'quoted') throw refuse(parsing, 'a closing quote', 'the end of the file');
  if (state === 'return') throw refuse(parsing, 'a line feed behind a carriage return', 'the end of the file');
  if (state !== 'start' || column > 0) {
    const allowing = "a line break behind the last row, which a file cut short lacks (allow that with { lastLineBreak: 'optional' })";
    if (lastLineBreak === 'required') throw refuse(parsing, allowing, 'the end of the file');
    endRow(parsing);
  }
  return parsing.row;
}
