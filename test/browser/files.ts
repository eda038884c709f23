import { readFileSync } from 'node:fs';

type Files = ReadonlyMap<string, Uint8Array<ArrayBuffer>>;

const fixture = (path: string): Uint8Array<ArrayBuffer> => new Uint8Array(readFileSync(new URL(`../nn/${path}`, import.meta.url)));
const listed = (path: string): readonly Readonly<Record<string, string>>[] =>
  JSON.parse(new TextDecoder().decode(fixture(path))) as readonly Record<string, string>[];
const fromBase64 = (text: string | undefined): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(text!, 'base64'));

/** Files that NumPy and SciPy wrote, and two by hand as MATLAB writes them; the name of each ends with its format. */
export const wholeFiles: Files = new Map([
  ...listed('fixtures/idx.json').flatMap(({ type, plain, gzip }) => [
    [`type ${type}.idx`, fromBase64(plain)] as const,
    [`type ${type} in gzip.idx`, fromBase64(gzip)] as const,
  ]),
  ...['scipy-plain', 'scipy-compressed', 'hand-little-endian', 'hand-big-endian'].map(
    (name) => [`${name}.mat`, fixture(`fixtures/${name}.mat`)] as const,
  ),
  ...listed('data/fixtures/npy.json').map(({ name, file }) => [`${name}.npy`, fromBase64(file)] as const),
  ...['numbers.csv', 'named.csv', 'stored.npz', 'compressed.npz', 'tensors.safetensors'].map(
    (name) => [name, fixture(`data/fixtures/${name}`)] as const,
  ),
]);

const SPOTS = 8;
const spots = (length: number): readonly number[] => Array.from({ length: SPOTS }, (_, i) => Math.floor((i * length) / SPOTS));

/** Beginnings of each file, one that lacks a single byte among them. */
export const cutFiles = (files: Files): Files =>
  new Map(
    [...files].flatMap(([name, bytes]) =>
      [...spots(bytes.length), bytes.length - 1].map((length) => [`${length} bytes of ${name}`, bytes.slice(0, length)] as const),
    ),
  );

/** Each file with one bit of a byte turned over. */
export const changedFiles = (files: Files): Files =>
  new Map(
    [...files].flatMap(([name, bytes]) =>
      spots(bytes.length).map((at) => [`byte ${at} changed in ${name}`, bytes.with(at, bytes[at]! ^ 4)] as const),
    ),
  );
