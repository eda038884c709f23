import { isMat } from '@adjoint/core';

const hex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array => new Uint8Array(buffer, byteOffset, byteLength);

/** A value in JSON that tells every bit of its numbers: NaN, -0 and the type of an array too. */
export function bitsOf(x: unknown): unknown {
  if (typeof x === 'number') return hex(bytesOf(Float64Array.of(x)));
  if (isMat(x)) return `${x.rows}x${x.columns} ${hex(bytesOf(x.toFloat64Array()))}`;
  if (ArrayBuffer.isView(x)) return `${x.constructor.name} ${hex(bytesOf(x))}`;
  if (x instanceof Map) return [...x].map(bitsOf);
  if (Array.isArray(x)) return x.map(bitsOf);
  if (typeof x === 'object' && x !== null) return Object.entries(x).map(([name, value]) => [name, bitsOf(value)]);
  return typeof x === 'string' ? `'${x}'` : String(x as boolean | null | undefined);
}
