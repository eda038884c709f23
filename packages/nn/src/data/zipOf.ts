import { ArgumentError } from '@adjoint/core';
import { crc32 } from './checksum.ts';
import { utf8Bytes } from './utf8.ts';
import { CENTRAL, CENTRAL_LENGTH, END, END_LENGTH, LOCAL, LOCAL_LENGTH } from './zip.ts';

interface Named {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const VERSION = 20;
const UTF8_NAMES = 0x800;
const FIRST_DAY = 33; // 1980-01-01, so that the same arrays give the same bytes
const LARGEST = 0xffffffff;

/** A zip file of these files, stored one after the other. @throws ArgumentError when it would have 4 GiB or more, or 65535 files */
export function zipOf(files: readonly Named[]): Uint8Array {
  const entries = files.map(({ name, bytes }) => ({ name: utf8Bytes(name), bytes, checksum: crc32(bytes) }));
  const length = entries.reduce((sum, { name, bytes }) => sum + LOCAL_LENGTH + CENTRAL_LENGTH + 2 * name.length + bytes.length, END_LENGTH);
  if (length >= LARGEST || files.length >= 0xffff || entries.some(({ name }) => name.length > 0xffff))
    throw new ArgumentError(`encodeNpz: ${length} bytes in ${files.length} arrays are more than a zip file holds. Write several files`);
  const whole = new Uint8Array(length);
  const view = new DataView(whole.buffer);
  const offsets: number[] = [];
  let at = 0;
  for (const { name, bytes, checksum } of entries) {
    offsets.push(at);
    view.setUint32(at, LOCAL, true);
    writeFields(view, at + 4, checksum, bytes.length, name.length);
    whole.set(name, at + LOCAL_LENGTH);
    whole.set(bytes, at + LOCAL_LENGTH + name.length);
    at += LOCAL_LENGTH + name.length + bytes.length;
  }
  const directory = at;
  for (const [i, { name, bytes, checksum }] of entries.entries()) {
    view.setUint32(at, CENTRAL, true);
    view.setUint16(at + 4, VERSION, true);
    writeFields(view, at + 6, checksum, bytes.length, name.length);
    view.setUint32(at + 42, offsets[i]!, true);
    whole.set(name, at + CENTRAL_LENGTH);
    at += CENTRAL_LENGTH + name.length;
  }
  view.setUint32(at, END, true);
  view.setUint16(at + 8, entries.length, true);
  view.setUint16(at + 10, entries.length, true);
  view.setUint32(at + 12, at - directory, true);
  view.setUint32(at + 16, directory, true);
  return whole;
}

/** What local and central headers have in common: version, flags, method, time, date, checksum, sizes, length of the name. */
function writeFields(view: DataView, at: number, checksum: number, size: number, nameLength: number): void {
  view.setUint16(at, VERSION, true);
  view.setUint16(at + 2, UTF8_NAMES, true);
  view.setUint16(at + 8, FIRST_DAY, true);
  view.setUint32(at + 10, checksum, true);
  view.setUint32(at + 14, size, true);
  view.setUint32(at + 18, size, true);
  view.setUint16(at + 22, nameLength, true);
}
