import type { DecodeError } from '@adjoint/core';
import type { Either } from '../either.ts';
import { zlib } from './container.ts';
import { inflate, type Inflated, inflationLimit } from './inflate.ts';
import { type Element, type MatlabSection, readElement, TAG } from './matlabElement.ts';
import { type NumericArray, readVariable, type Variable } from './matlabMatrix.ts';
import { decoded, refusal, section, type Section } from './section.ts';

const HEADER = 128;
const VERSION = 0x0100;
const MATRIX = 14;
const COMPRESSED = 15;

/**
 * Reads the numeric variables of a MATLAB v5 file (MAT-File Format, "Level 5 MAT-Files"; what `save` writes from version 5 to 7, not 7.3):
 * either byte order, compressed or not, every real 2-D array of doubles, singles, integers or logicals, its values row by row.
 * Cells, structs, text, sparse arrays and objects are skipped. Left for anything malformed, missing or left over, for a numeric variable
 * that is complex or not 2-D, and for integers beyond ±2^53; `source` is the file's name in the message.
 * What compressed variables inflate to, and their values, may together take 64 MiB + 4 times the file.
 */
export const decodeMatlab = (bytes: Uint8Array, source: string): Either<DecodeError, ReadonlyMap<string, NumericArray>> =>
  decoded(() => {
    const file = readHeader(section(bytes, source));
    const variables = new Map<string, NumericArray>();
    let limit = inflationLimit(bytes.length);
    for (let at = HEADER; at < bytes.length;) {
      const element = readElement(file, at, bytes.length);
      const holder = element.type === COMPRESSED ? inflateElement(file, element, limit) : { file, element };
      if (holder.file !== file) limit = Math.max(0, limit - 2 * holder.file.bytes.length); // inflated, and as values
      addVariable(variables, holder);
      at = element.to;
    }
    return variables;
  });

interface Holder {
  readonly file: MatlabSection;
  readonly element: Element;
}

function readHeader(file: Section): MatlabSection {
  const { bytes, view } = file;
  if (bytes.length < HEADER) throw refusal(file, bytes.length, `a MATLAB v5 header (${HEADER} bytes)`, 'the end of the file');
  const order = String.fromCharCode(...bytes.subarray(126, 128));
  if (order !== 'IM' && order !== 'MI')
    throw refusal(file, 126, "the byte order of a MATLAB v5 file ('IM' or 'MI')", JSON.stringify(order));
  const littleEndian = order === 'IM';
  const version = view.getUint16(124, littleEndian);
  if (version !== VERSION)
    throw refusal(file, 124, 'version 0x0100 (MATLAB 5 to 7; save with -v7)', `0x${version.toString(16).padStart(4, '0')}`);
  return { ...file, littleEndian };
}

function inflateElement(file: MatlabSection, { from, to }: Element, limit: number): Holder {
  const { source, littleEndian } = file;
  const part = (bytes: Uint8Array, owned = false): MatlabSection => ({
    ...section(bytes, source, `byte ${from}, inflated `, owned),
    littleEndian,
  });
  const sizeOf = (start: Uint8Array): Inflated => {
    if (start.length < TAG) throw refusal(part(start), 0, 'a data element (a tag of 8 bytes)', `${start.length} bytes`);
    const size = TAG + part(start).view.getUint32(4, littleEndian);
    return { size, beside: size };
  };
  const inflated = part(inflate({ container: zlib, file, from, to }, { length: TAG, sizeOf }, limit), true);
  return { file: inflated, element: readElement(inflated, 0, inflated.bytes.length) };
}

function addVariable(variables: Map<string, NumericArray>, { file, element }: Holder): void {
  if (element.type !== MATRIX) throw refusal(file, element.at, `a matrix element (miMATRIX, ${MATRIX})`, `type ${element.type}`);
  const variable: Variable | undefined = readVariable(file, element);
  if (variable === undefined || variable.name === '') return; // MATLAB keeps its own data in an unnamed array
  if (variables.has(variable.name)) throw refusal(file, element.at, 'each variable once', `'${variable.name}' again`);
  variables.set(variable.name, variable.array);
}
