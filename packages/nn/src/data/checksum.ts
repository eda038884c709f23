const LARGEST_PRIME = 65521;
const BLOCK = 2048; // so few bytes keep both sums below 2^31

/** Adler-32 (RFC 1950, section 8), an unsigned 32-bit number. */
export function adler32(bytes: Uint8Array): number {
  let low = 1;
  let high = 0;
  for (let from = 0; from < bytes.length; from += BLOCK) {
    const to = Math.min(bytes.length, from + BLOCK);
    for (let i = from; i < to; i += 1) {
      low += bytes[i]!;
      high += low;
    }
    low %= LARGEST_PRIME;
    high %= LARGEST_PRIME;
  }
  return high * 65536 + low;
}

const remainders = Uint32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit += 1) remainder = remainder & 1 ? (remainder >>> 1) ^ 0xedb88320 : remainder >>> 1;
  return remainder;
});

/** CRC-32 (RFC 1952, section 8), an unsigned 32-bit number; of bytes behind others whose CRC-32 is `before`. */
export function crc32(bytes: Uint8Array, before = 0): number {
  let remainder = ~before;
  for (let i = 0; i < bytes.length; i += 1) remainder = remainders[(remainder ^ bytes[i]!) & 0xff]! ^ (remainder >>> 8);
  return ~remainder >>> 0;
}
