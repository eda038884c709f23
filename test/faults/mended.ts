import { crc32 } from 'node:zlib';

const AT = 8 + '{"__metadata__":{"checksum":"'.length;

/** A kept file whose checksum is right again, so that what lies behind it is reached. */
export function mended(bytes: Uint8Array): Uint8Array {
  if (bytes.length < AT + 8) return bytes;
  const file = bytes.slice();
  file.set(new TextEncoder().encode('00000000'), AT);
  file.set(new TextEncoder().encode(crc32(file).toString(16).padStart(8, '0')), AT);
  return file;
}
