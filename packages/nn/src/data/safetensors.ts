import type { DecodeError } from '@adjoint/core';
import type { Either } from '../either.ts';
import { inflationLimit } from './inflate.ts';
import { type Json, readJson } from './json.ts';
import { countOf, type NdArray, sizesText } from './ndArray.ts';
import { type NumberType, numberTypes } from './numberType.ts';
import { decoded, refusal, section, type Section } from './section.ts';

/** What a safetensors file holds. */
export interface Safetensors {
  readonly tensors: ReadonlyMap<string, NdArray>;
  readonly metadata: ReadonlyMap<string, string>;
}

export const METADATA = '__metadata__';
/** bytes that hold the length of the header */
export const LENGTH = 8;

const types: ReadonlyMap<string, NumberType> = new Map([
  ['BOOL', numberTypes.boolean],
  ['U8', numberTypes.uint8],
  ['I8', numberTypes.int8],
  ['U16', numberTypes.uint16],
  ['I16', numberTypes.int16],
  ['F16', numberTypes.float16],
  ['BF16', numberTypes.bfloat16],
  ['U32', numberTypes.uint32],
  ['I32', numberTypes.int32],
  ['F32', numberTypes.float32],
  ['U64', numberTypes.uint64],
  ['I64', numberTypes.int64],
  ['F64', numberTypes.float64],
]);

interface Tensor {
  readonly name: string;
  readonly type: NumberType;
  readonly sizes: readonly number[];
  readonly count: number;
  readonly from: number;
  readonly to: number;
}

/**
 * Reads a safetensors file (huggingface.co/docs/safetensors): its tensors by name and its metadata. Left unless the tensors fill the file, each byte
 * belonging to one of them, and for types below one byte, for keys twice, and for whole numbers beyond ±2^53.
 */
export const decodeSafetensors = (bytes: Uint8Array, source: string): Either<DecodeError, Safetensors> =>
  decoded(() => readSafetensors(section(bytes, source)));

/** What a section holds that is a safetensors file. @throws DecodeError */
export function readSafetensors(file: Section): Safetensors {
  const { bytes, source } = file;
  const start = dataStart(file);
  const header = readJson(section(bytes.subarray(LENGTH, start), source, 'header, '), inflationLimit(bytes.length));
  const fields = fieldsOf(file, header, 'the header');
  const tensors = [...fields].flatMap(([name, value]) => (name === METADATA ? [] : [readTensor(file, name, value, start)]));
  checkTiling(file, tensors, start);
  return {
    tensors: new Map(
      tensors.map(({ name, type, sizes, count, from }) => [name, { sizes, values: type.read(file, from, count, true) }] as const),
    ),
    metadata: metadataOf(file, fields.get(METADATA)),
  };
}

/** Where the tensors start: behind a length of 8 bytes and a header of that length. */
function dataStart(file: Section): number {
  const { bytes, view } = file;
  if (bytes.length < LENGTH) throw refusal(file, bytes.length, 'the length of the header (8 bytes)', 'the end of the file');
  const length = view.getBigUint64(0, true);
  const most = bytes.length - LENGTH;
  if (length < 2n || length > BigInt(most)) throw refusal(file, 0, `a header of 2 to ${most} bytes`, `${length}`);
  if (bytes[LENGTH] !== 0x7b) throw refusal(file, LENGTH, "a header that starts with '{'", `byte 0x${bytes[LENGTH]!.toString(16)}`);
  return LENGTH + Number(length);
}

function fieldsOf(file: Section, value: Json | undefined, what: string): ReadonlyMap<string, Json> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return new Map(Object.entries(value));
  throw refusal(file, LENGTH, `an object as ${what}`, value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 60));
}

function readTensor(file: Section, name: string, value: Json, start: number): Tensor {
  const title = JSON.stringify(name.slice(0, 80));
  const fields = fieldsOf(file, value, `tensor ${title}`);
  const refuse = (expected: string, found: Json | undefined) =>
    refusal(file, LENGTH, `${expected} of tensor ${title}`, (JSON.stringify(found) ?? 'nothing').slice(0, 60));
  const dtype = fields.get('dtype');
  const type = typeof dtype === 'string' ? types.get(dtype) : undefined;
  if (type === undefined) throw refuse(`a dtype (${[...types.keys()].join(', ')})`, dtype);
  const sizes = wholeNumbers(fields.get('shape'));
  const count = sizes === undefined ? undefined : countOf(sizes);
  if (sizes === undefined || count === undefined) throw refuse('a shape, whole numbers', fields.get('shape'));
  const [from, to, ...more] = wholeNumbers(fields.get('data_offsets')) ?? [];
  if (from === undefined || to === undefined || more.length > 0) throw refuse('two data_offsets', fields.get('data_offsets'));
  if (to - from !== count * type.bytes) throw refuse(`${count * type.bytes} bytes for ${sizesText(sizes)} numbers`, [from, to]);
  if (fields.size !== 3) throw refuse("'dtype', 'shape' and 'data_offsets' alone", [...fields.keys()]);
  return { name, type, sizes, count, from: start + from, to: start + to };
}

function wholeNumbers(value: Json | undefined): readonly number[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const numbers = value as readonly Json[];
  return numbers.every((x): x is number => Number.isSafeInteger(x) && (x as number) >= 0) ? numbers : undefined;
}

/** Each byte behind the header must belong to one tensor. */
function checkTiling(file: Section, tensors: readonly Tensor[], start: number): void {
  let at = start;
  for (const { name, from, to } of [...tensors].sort((a, b) => a.from - b.from || a.to - b.to)) {
    if (from !== at)
      throw refusal(file, at, `tensor ${JSON.stringify(name.slice(0, 80))} to start here, behind the one before`, `byte ${from}`);
    at = to;
  }
  const { length } = file.bytes;
  if (at > length) throw refusal(file, length, `tensors up to byte ${at}`, 'the end of the file');
  if (at < length) throw refusal(file, at, 'the end of the file', `${length - at} more bytes`);
}

function metadataOf(file: Section, value: Json | undefined): ReadonlyMap<string, string> {
  const metadata = new Map<string, string>();
  if (value === undefined) return metadata;
  for (const [key, text] of fieldsOf(file, value, METADATA)) {
    if (typeof text !== 'string')
      throw refusal(file, LENGTH, `text as metadata ${JSON.stringify(key.slice(0, 80))}`, JSON.stringify(text).slice(0, 60));
    metadata.set(key, text);
  }
  return metadata;
}
