import type { DecodeError } from '@adjoint/core';
import type { Either } from '../either.ts';
import { crc32 } from './checksum.ts';
import { deflate } from './container.ts';
import { inflate, type Inflated, inflationLimit } from './inflate.ts';
import type { NdArray } from './ndArray.ts';
import { encodeNpy, readNpy } from './npy.ts';
import { LONGEST_NPY_HEADER, readNpyHeader } from './npyHeader.ts';
import { namedArrays, type NamedArrays, requireNamed } from './namedArrays.ts';
import { decoded, refusal, section, type Section } from './section.ts';
import { readZip, type ZipEntry } from './zip.ts';
import { zipOf } from './zipOf.ts';

const SUFFIX = '.npy';

/**
 * Reads an .npz file (what `numpy.savez` and `numpy.savez_compressed` write): its arrays by name. Left when the zip file is not whole, a checksum
 * is wrong, or an array is none that `decodeNpy` reads. What is inflated, and its numbers, may together take 64 MiB + 4 times the file.
 */
export const decodeNpz = (bytes: Uint8Array, source: string): Either<DecodeError, ReadonlyMap<string, NdArray>> =>
  decoded(() => {
    const file = section(bytes, source);
    const arrays = new Map<string, NdArray>();
    let limit = inflationLimit(bytes.length);
    for (const entry of readZip(file)) {
      if (!entry.name.endsWith(SUFFIX)) throw refusal(file, entry.from, `names that end with ${SUFFIX}`, JSON.stringify(entry.name));
      const part = entry.isDeflated ? inflateEntry(file, entry, limit) : storedEntry(file, entry);
      if (entry.isDeflated) limit = Math.max(0, limit - 2 * part.bytes.length); // inflated, and at most as much again as numbers
      checkSum(file, entry, part);
      arrays.set(entry.name.slice(0, -SUFFIX.length), readNpy(part));
    }
    return arrays;
  });

const storedEntry = ({ bytes, source }: Section, { name, from, to }: ZipEntry): Section =>
  section(bytes.subarray(from, to), source, `${name}, `);

function inflateEntry(file: Section, { name, from, to, size }: ZipEntry, limit: number): Section {
  const part = (bytes: Uint8Array, owned: boolean): Section => section(bytes, file.source, `${name}, inflated `, owned);
  const sizeOf = (start: Uint8Array): Inflated => {
    const { count, type, total, isByColumns } = readNpyHeader(part(start, false));
    if (total !== size) throw refusal(part(start, false), 0, `an array of ${size} bytes, as the zip directory says`, `one of ${total}`);
    return { size, beside: count * (type.beside + (isByColumns ? Math.max(type.bytes, type.beside) : 0)) };
  };
  return part(inflate({ container: deflate, file, from, to }, { length: Math.min(size, LONGEST_NPY_HEADER), sizeOf }, limit), true);
}

function checkSum(file: Section, { name, checksum, checksumAt }: ZipEntry, part: Section): void {
  const computed = crc32(part.bytes);
  const hex = (n: number) => `0x${n.toString(16).padStart(8, '0')}`;
  if (computed !== checksum) throw refusal(file, checksumAt, `CRC-32 ${hex(computed)} of '${name}'`, hex(checksum));
}

/** Matrices (as doubles) and arrays by name as an .npz file, which `numpy.load` reads; not compressed. */
export function encodeNpz<T extends NamedArrays<T>>(arrays: T): Uint8Array {
  requireNamed('encodeNpz', 'arrays', arrays, 'encodeNpz({ x, y })');
  return zipOf(namedArrays(arrays).map(([name, array]) => ({ name: `${name}${SUFFIX}`, bytes: encodeNpy(array) })));
}
