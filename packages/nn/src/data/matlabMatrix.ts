import { byColumns } from './byColumns.ts';
import { type Element, type MatlabSection, readElement, storages } from './matlabElement.ts';
import type { Numbers } from './ndArray.ts';
import { refusal } from './section.ts';

/** A matrix as it was in the file, row by row; a size may be 0. */
export interface NumericArray {
  readonly rows: number;
  readonly columns: number;
  /** of the type that the file stores them in, whatever the array's class; whole numbers of 64 bits as doubles */
  readonly values: Numbers;
}

export interface Variable {
  readonly name: string;
  readonly array: NumericArray;
  /** where its matrix element starts */
  readonly at: number;
}

const INT8 = 1;
const INT32 = 5;
const UINT32 = 6;
const UTF8 = 16;
/** array classes: cell, struct, object, char, sparse; function, opaque */
const skippedClasses: ReadonlySet<number> = new Set([1, 2, 3, 4, 5, 16, 17]);
const isNumeric = (arrayClass: number): boolean => arrayClass >= 6 && arrayClass <= 15; // double, single, int8 ... uint64
const COMPLEX = 0x800;
const LONGEST_NAME = 255; // MATLAB's own limit is 63

/** The variable in a matrix element (MAT-File Format, "miMATRIX"), or undefined when it holds no plain numbers (cell, struct, char, sparse, ...). */
export function readVariable(file: MatlabSection, element: Element): Variable | undefined {
  const { from, to } = element;
  const flags = expectElement(file, from, to, [UINT32], 'array flags (miUINT32, 6)');
  if (flags.to - flags.from !== 8) throw refusal(file, flags.at, '8 bytes of array flags', `${flags.to - flags.from}`);
  const word = file.view.getUint32(flags.from, file.littleEndian);
  const arrayClass = word & 0xff;
  if (skippedClasses.has(arrayClass)) return undefined;
  if (!isNumeric(arrayClass)) throw refusal(file, flags.from, 'an array class from 1 to 17', `${arrayClass}`);
  const sizes = expectElement(file, flags.next, to, [INT32, UINT32], 'dimensions (miINT32, 5)');
  const title = expectElement(file, sizes.next, to, [INT8, UTF8], 'a variable name (miINT8, 1)');
  const name = nameIn(file, title);
  const [rows, columns] = twoSizes(file, sizes, name);
  if (word & COMPLEX) throw refusal(file, flags.from, `real numbers in variable '${name}'`, 'complex ones');
  const data = readElement(file, title.next, to);
  if (data.next !== to) throw refusal(file, data.next, `the end of variable '${name}'`, `${to - data.next} more bytes`);
  return { name, array: { rows, columns, values: numbersByRow(file, data, rows, columns, name) }, at: element.at };
}

function expectElement(file: MatlabSection, at: number, end: number, types: readonly number[], expected: string): Element {
  const element = readElement(file, at, end);
  if (!types.includes(element.type)) throw refusal(file, at, expected, `type ${element.type}`);
  return element;
}

function nameIn(file: MatlabSection, { from, to }: Element): string {
  if (to - from > LONGEST_NAME) throw refusal(file, from, `a variable name of at most ${LONGEST_NAME} bytes`, `${to - from} bytes`);
  const name = String.fromCharCode(...file.bytes.subarray(from, to));
  if (!/^[ -~]*$/.test(name)) throw refusal(file, from, 'a variable name in ASCII', JSON.stringify(name));
  return name;
}

function twoSizes(file: MatlabSection, { from, to }: Element, name: string): readonly [number, number] {
  if (to - from !== 8) throw refusal(file, from, `2 dimensions in variable '${name}'`, `${(to - from) / 4}`);
  const rows = file.view.getInt32(from, file.littleEndian);
  const columns = file.view.getInt32(from + 4, file.littleEndian);
  if (rows < 0 || columns < 0) throw refusal(file, from, `sizes of at least 0 in variable '${name}'`, `${rows}x${columns}`);
  return [rows, columns];
}

function numbersByRow(file: MatlabSection, data: Element, rows: number, columns: number, name: string): Numbers {
  const storage = storages.get(data.type);
  if (storage === undefined) throw refusal(file, data.at, `numbers in variable '${name}'`, `type ${data.type}`);
  const found = data.to - data.from;
  const needed = rows * columns * storage.bytes;
  if (found !== needed) throw refusal(file, data.at, `${needed} bytes for ${rows}x${columns} numbers in variable '${name}'`, `${found}`);
  const named = { ...file, within: `${file.within}variable '${name}', ` };
  return byColumns(storage.read(named, data.from, rows * columns, file.littleEndian), [rows, columns]);
}
