import { refusal, type Section } from './section.ts';
import { utf8Text } from './utf8.ts';

/** One file in a zip file (PKWARE APPNOTE 6.3): where its bytes lie, and what they must give. */
export interface ZipEntry {
  readonly name: string;
  readonly isDeflated: boolean;
  readonly from: number;
  readonly to: number;
  /** bytes when inflated */
  readonly size: number;
  /** CRC-32 of these, and where it stands */
  readonly checksum: number;
  readonly checksumAt: number;
}

export const LOCAL = 0x04034b50;
export const CENTRAL = 0x02014b50;
export const END = 0x06054b50;
export const LOCAL_LENGTH = 30;
export const CENTRAL_LENGTH = 46;
export const END_LENGTH = 22;
const STORED = 0;
const DEFLATED = 8;
const REFUSED_FLAGS = 0x2049; // encrypted, patched, masked, or sizes behind the data
const IN_EXTRA = 0xffffffff;

/**
 * The files in a zip file. They must fill it, one after the other in the order of the directory, and each header must say what the directory
 * says. @throws DecodeError, also for zip files of more than 4 GiB, in several parts, encrypted, or with comments
 */
export function readZip(file: Section): readonly ZipEntry[] {
  const { bytes, view } = file;
  const end = bytes.length - END_LENGTH;
  if (end < 0 || view.getUint32(0, true) !== (end === 0 ? END : LOCAL))
    throw refusal(file, 0, 'a zip file (PK\\x03\\x04)', 'another start');
  if (view.getUint32(end, true) !== END)
    throw refusal(file, end, 'the end of a zip directory (PK\\x05\\x06) and nothing behind it', 'other bytes');
  const count = view.getUint16(end + 10, true);
  const directory = view.getUint32(end + 16, true);
  const isWhole =
    view.getUint32(end + 4, true) === 0 && // parts
    view.getUint16(end + 8, true) === count &&
    view.getUint16(end + 20, true) === 0 && // comment
    directory + view.getUint32(end + 12, true) === end;
  if (!isWhole) throw refusal(file, end, `a directory of ${count} files that ends here, in one part, without comment`, 'another');
  return entriesIn(file, count, directory, end);
}

function entriesIn(file: Section, count: number, directory: number, end: number): readonly ZipEntry[] {
  const entries: ZipEntry[] = [];
  const names = new Set<string>();
  let at = directory;
  let offset = 0;
  for (let i = 0; i < count; i += 1) {
    const entry = readEntry(file, at, end, offset, directory);
    if (names.has(entry.name)) throw refusal(file, at, 'each file once', `'${entry.name}' again`);
    names.add(entry.name);
    entries.push(entry);
    at += directoryLength(file, at);
    offset = entry.to;
  }
  if (at !== end) throw refusal(file, at, `the end of the directory after ${count} files`, `${end - at} more bytes`);
  if (offset !== directory) throw refusal(file, offset, 'the directory behind the last file', `${directory - offset} bytes before it`);
  return entries;
}

const directoryLength = ({ view }: Section, at: number): number =>
  CENTRAL_LENGTH + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);

function readEntry(file: Section, at: number, end: number, offset: number, directory: number): ZipEntry {
  const { view, bytes } = file;
  const isThere = end - at >= CENTRAL_LENGTH && view.getUint32(at, true) === CENTRAL && directoryLength(file, at) <= end - at;
  if (!isThere) throw refusal(file, at, 'a file in the zip directory (PK\\x01\\x02)', 'other bytes');
  const nameBytes = bytes.subarray(at + CENTRAL_LENGTH, at + CENTRAL_LENGTH + view.getUint16(at + 28, true));
  const name = utf8Text(nameBytes);
  if (name === undefined) throw refusal(file, at, 'a name in UTF-8', 'other bytes');
  const flags = view.getUint16(at + 8, true);
  if (flags & REFUSED_FLAGS)
    throw refusal(file, at + 8, `'${name}' neither encrypted nor written to a stream`, `flags 0x${flags.toString(16)}`);
  const method = view.getUint16(at + 10, true);
  if (method !== STORED && method !== DEFLATED) throw refusal(file, at + 10, `'${name}' stored (0) or deflated (8)`, `method ${method}`);
  const packed = view.getUint32(at + 20, true);
  const size = view.getUint32(at + 24, true);
  if (view.getUint32(at + 42, true) !== offset)
    throw refusal(file, at + 42, `'${name}' at byte ${offset}`, `byte ${view.getUint32(at + 42, true)}`);
  if (packed === IN_EXTRA || size === IN_EXTRA) throw refusal(file, at + 20, `'${name}' of less than 4 GiB`, 'a zip64 size');
  if (method === STORED && packed !== size) throw refusal(file, at + 20, `${size} bytes stored for '${name}'`, `${packed}`);
  const from = localEnd(file, at, offset, directory, nameBytes);
  if (packed > directory - from) throw refusal(file, at + 20, `at most the ${directory - from} bytes present for '${name}'`, `${packed}`);
  return {
    name,
    isDeflated: method === DEFLATED,
    from,
    to: from + packed,
    size,
    checksum: view.getUint32(at + 16, true),
    checksumAt: at + 16,
  };
}

/** Where the data start behind the local header, which must say what the directory says at `at`. */
function localEnd(file: Section, at: number, offset: number, directory: number, name: Uint8Array): number {
  const { view, bytes } = file;
  const fits = offset + LOCAL_LENGTH <= directory && view.getUint32(offset, true) === LOCAL;
  const nameLength = fits ? view.getUint16(offset + 26, true) : 0;
  const from = fits ? offset + LOCAL_LENGTH + nameLength + view.getUint16(offset + 28, true) : Infinity;
  if (from > directory) throw refusal(file, offset, 'a file in the zip file (PK\\x03\\x04)', 'other bytes');
  const sameName = nameLength === name.length && name.every((byte, i) => byte === bytes[offset + LOCAL_LENGTH + i]);
  const sameFields = [6, 8, 14, 16].every((field) => view.getUint16(offset + field, true) === view.getUint16(at + field + 2, true));
  const extra = offset + LOCAL_LENGTH + nameLength; // NumPy puts 64-bit sizes there, however small they are
  const isWide = from - extra >= 20 && view.getUint16(extra, true) === 1;
  const sameSize = (field: number, inExtra: number): boolean => {
    const declared = view.getUint32(offset + field, true);
    const wanted = view.getUint32(at + field + 2, true);
    return declared === wanted || (declared === IN_EXTRA && isWide && view.getBigUint64(inExtra, true) === BigInt(wanted));
  };
  if (!sameName || !sameFields || !sameSize(18, extra + 12) || !sameSize(22, extra + 4))
    throw refusal(file, offset, 'a header that agrees with the directory', 'another');
  return from;
}
