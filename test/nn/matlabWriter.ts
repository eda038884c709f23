import { deflateSync } from 'node:zlib';

/** What a MAT-file is made of, written here a second time and independently of the reader. */
export interface Written {
  readonly name: string;
  readonly arrayClass?: number;
  readonly flags?: number;
  readonly storage: number;
  readonly sizes: readonly number[];
  readonly data: Uint8Array;
}
export const joined = (...parts: Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));
export const words = (little: boolean, ...values: number[]): Uint8Array => {
  const view = new DataView(new ArrayBuffer(4 * values.length));
  values.forEach((value, i) => view.setInt32(4 * i, value | 0, little));
  return new Uint8Array(view.buffer);
};
export const element = (little: boolean, type: number, data: Uint8Array): Uint8Array =>
  data.length > 0 && data.length <= 4
    ? joined(words(little, (data.length << 16) | type), data, new Uint8Array(4 - data.length))
    : joined(words(little, type, data.length), data, new Uint8Array(-data.length & 7));
export const matrixElement = (little: boolean, { name, arrayClass = 6, flags = 0, storage, sizes, data }: Written): Uint8Array =>
  element(
    little,
    14,
    joined(
      element(little, 6, words(little, (flags << 8) | arrayClass, 0)),
      element(little, 5, words(little, ...sizes)),
      element(little, 1, Buffer.from(name)),
      element(little, storage, data),
    ),
  );
export const header = (little: boolean): Uint8Array =>
  joined(Buffer.from('by a test'.padEnd(124)), little ? Uint8Array.of(0, 1, 0x49, 0x4d) : Uint8Array.of(1, 0, 0x4d, 0x49));
export const matFile = (...elements: Uint8Array[]): Uint8Array => joined(header(true), ...elements);
export const compressed = (data: Uint8Array, little = true): Uint8Array => {
  const packed = deflateSync(data);
  return joined(words(little, 15, packed.length), packed);
};
export const bytesOf = (...values: number[]): Uint8Array => Uint8Array.from(values);
