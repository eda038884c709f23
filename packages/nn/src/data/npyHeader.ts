import { countOf, type Numbers, sizesText } from './ndArray.ts';
import { type NumberType, numberTypes } from './numberType.ts';
import { refusal, type Section } from './section.ts';

/** What the header of an .npy file says. */
export interface NpyHeader {
  readonly type: NumberType;
  readonly littleEndian: boolean;
  readonly isByColumns: boolean;
  readonly sizes: readonly number[];
  readonly count: number;
  /** where the numbers start, and the bytes of the whole file */
  readonly from: number;
  readonly total: number;
}

const MAGIC = '\x93NUMPY';
/** bytes in which a header tells its own length */
export const NPY_PREFIX = 12;

/** NumPy's names of number types, without the byte order */
const types: ReadonlyMap<string, NumberType> = new Map([
  ['b1', numberTypes.boolean],
  ['u1', numberTypes.uint8],
  ['i1', numberTypes.int8],
  ['u2', numberTypes.uint16],
  ['i2', numberTypes.int16],
  ['u4', numberTypes.uint32],
  ['i4', numberTypes.int32],
  ['u8', numberTypes.uint64],
  ['i8', numberTypes.int64],
  ['f2', numberTypes.float16],
  ['f4', numberTypes.float32],
  ['f8', numberTypes.float64],
]);

const textOf = (bytes: Uint8Array): string => Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');

/** Where the numbers start, from the first {@link NPY_PREFIX} bytes or more (NEP 1: magic string, version, length of the dictionary). */
export function npyDataStart(file: Section): number {
  const { bytes, view } = file;
  const start = textOf(bytes.subarray(0, 6));
  if (start !== MAGIC)
    throw refusal(file, 0, 'an .npy file (\\x93NUMPY)', bytes.length === 0 ? 'the end of the file' : JSON.stringify(start));
  if (bytes.length < 10) throw refusal(file, bytes.length, 'a version and the length of the header', 'the end of the file');
  const version = bytes[6]!;
  if (version < 1 || version > 3 || bytes[7] !== 0) throw refusal(file, 6, 'version 1.0, 2.0 or 3.0', `${version}.${bytes[7]}`);
  if (version === 1) return 10 + view.getUint16(8, true);
  if (bytes.length < NPY_PREFIX) throw refusal(file, bytes.length, 'the length of the header', 'the end of the file');
  return NPY_PREFIX + view.getUint32(8, true);
}

const LONGEST = 65535; // of the dictionary: 64 sizes of 20 digits fit many times
export const LONGEST_NPY_HEADER: number = NPY_PREFIX + LONGEST;

/** The header at the start of these bytes, which may be the start of the file only. */
export function readNpyHeader(file: Section): NpyHeader {
  const from = npyDataStart(file);
  const { length } = file.bytes;
  if (from > length) throw refusal(file, 8, `a header of at most the ${length} bytes present`, `${from} bytes`);
  const at = file.bytes[6] === 1 ? 10 : NPY_PREFIX;
  if (from - at > LONGEST) throw refusal(file, 8, `a header of at most ${LONGEST} bytes`, `${from - at} bytes`);
  const { descr, isByColumns, sizes } = dictionaryIn(file, at, textOf(file.bytes.subarray(at, from)));
  const order = descr[0]!;
  const type = types.get(descr.slice(1));
  if (type === undefined || (order === '|' && type.bytes > 1))
    throw refusal(file, at, 'real numbers (<f8, >i4, |u1 and the like)', `'${descr}'${remedies[descr[1] ?? ''] ?? ''}`);
  const count = countOf(sizes);
  if (count === undefined) throw refusal(file, at, 'sizes whose product a file can hold', sizesText(sizes));
  return { type, littleEndian: order !== '>', isByColumns, sizes, count, from, total: from + count * type.bytes };
}

const remedies: Readonly<Record<string, string>> = {
  c: ', complex numbers. Save their .real and .imag',
  O: ', Python objects. Save them with .astype(float)',
  U: ', text. Save numbers',
  S: ', text. Save numbers',
  f: ', long doubles. Save them with .astype(float)',
};

interface Dictionary {
  readonly descr: string;
  readonly isByColumns: boolean;
  readonly sizes: readonly number[];
}

const SPACE = '[ \\t\\n\\r\\f]*'; // Python's
// 'key': 'text', True, (3, 4) or [...], and a comma or the end
const ENTRY = new RegExp(
  `${SPACE}(['"])(?<key>\\w+)\\1${SPACE}:${SPACE}(?:(['"])(?<text>[^'"\\\\]*)\\3|(?<boolean>True|False)|\\((?<tuple>[^()]*)\\)|\\[[^\\]]*\\])${SPACE}(?:,${SPACE}|$)`,
  'y',
);
const BRACES = new RegExp(`^${SPACE}\\{([^]*)\\}${SPACE}$`);
const SIZE = `${SPACE}(?:0|[1-9]\\d*)L?${SPACE}`; // an L behind a size is from Python 2
const SIZES = new RegExp(`^(?:${SIZE},)*(?:${SIZE}|${SPACE})$`);

/** A Python dictionary of exactly `descr`, `fortran_order` and `shape`, in any order. */
function dictionaryIn(file: Section, at: number, text: string): Dictionary {
  const inner = BRACES.exec(text)?.[1];
  if (inner === undefined) throw refusal(file, at, 'a dictionary ({...})', JSON.stringify(text.slice(0, 60)));
  const found = new Map<string, Readonly<Record<string, string | undefined>>>();
  for (let position = 0; position < inner.length; position = ENTRY.lastIndex) {
    ENTRY.lastIndex = position;
    const entry = ENTRY.exec(inner)?.groups;
    const key = entry?.['key'] ?? '';
    if (entry === undefined || found.has(key))
      throw refusal(file, at, `${FIELDS}, each once`, JSON.stringify(inner.slice(position, position + 60)));
    found.set(key, entry);
  }
  const descr = found.get('descr');
  const isByColumns = found.get('fortran_order')?.['boolean'];
  const sizes = sizesIn(found.get('shape')?.['tuple']);
  if (found.size !== 3 || descr === undefined || isByColumns === undefined || sizes === undefined)
    throw refusal(file, at, `${FIELDS} and nothing else`, JSON.stringify(inner.slice(0, 120)));
  if (!/^[<>|=]/.test(descr['text'] ?? '')) throw refusal(file, at, 'one number type', 'another. Save the fields of a record one by one');
  return { descr: descr['text']!, isByColumns: isByColumns === 'True', sizes };
}

const FIELDS = "'descr', 'fortran_order' (True or False) and 'shape' (a tuple of sizes)";

/** Python's (), (3,) and (3, 4) */
function sizesIn(tuple: string | undefined): readonly number[] | undefined {
  if (tuple === undefined || !SIZES.test(tuple)) return undefined;
  const sizes = [...tuple.matchAll(/\d+/g)].map(Number);
  return sizes.length === 1 && !tuple.includes(',') ? undefined : sizes;
}

/** A header of version 1.0 for numbers of ours, as NumPy writes it: the numbers start at a multiple of 64. */
export function npyHeaderOf(sizes: readonly number[], values: Numbers): Uint8Array {
  const shape = `(${sizes.join(', ')}${sizes.length === 1 ? ',' : ''})`;
  const name =
    values instanceof Float64Array || values instanceof Float32Array ? 'f' : values.constructor.name.startsWith('Uint') ? 'u' : 'i';
  const order = values.BYTES_PER_ELEMENT === 1 ? '|' : '<';
  const text = `{'descr': '${order}${name}${values.BYTES_PER_ELEMENT}', 'fortran_order': False, 'shape': ${shape}, }`;
  const length = Math.ceil((10 + text.length + 1) / 64) * 64;
  const padded = `${MAGIC}\x01\x00\x00\x00${text}`.padEnd(length - 1) + '\n';
  const bytes = Uint8Array.from(padded, (letter) => letter.charCodeAt(0));
  new DataView(bytes.buffer).setUint16(8, length - 10, true);
  return bytes;
}
