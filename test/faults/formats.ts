import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { matrix } from '@adjoint/core';
import {
  decodeCsv,
  decodeIdx,
  decodeMatlab,
  decodeModel,
  decodeNpy,
  decodeNpz,
  decodeSafetensors,
  decodeState,
  encodeModel,
  encodeNpy,
  encodeState,
  random,
} from '@adjoint/nn';
import { compressed, matFile, matrixElement } from '../nn/matlabWriter.ts';
import { deflatedZip } from './deflatedZip.ts';
import { mended } from './mended.ts';

type Outcome = { readonly _tag: 'Left'; readonly left: Error } | { readonly _tag: 'Right'; readonly right: unknown };

/** A file format: whole files of it, and what reads them. */
export interface Format {
  readonly name: string;
  readonly files: readonly Uint8Array[];
  readonly decode: (bytes: Uint8Array) => Outcome;
}

const fixture = (path: string): Uint8Array => new Uint8Array(readFileSync(new URL(`../nn/${path}`, import.meta.url)));
const fromBase64 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'));
const listed = (path: string, field: string): readonly Uint8Array[] =>
  (JSON.parse(Buffer.from(fixture(path)).toString()) as readonly Record<string, string>[]).map((each) => fromBase64(each[field]!));

const largeIdx = new Uint8Array(8 + 2 ** 16);
largeIdx.set([0, 0, 8, 1, 0, 1, 0, 0]);
const variable = (name: string, sizes: readonly number[]): Uint8Array =>
  compressed(matrixElement(true, { name, storage: 2, sizes, data: Uint8Array.from({ length: sizes[0]! * sizes[1]! }, (_, i) => i) }));
const compressedMatlab = [matFile(variable('x', [2, 3])), matFile(variable('weights', [20, 30]), variable('y', [1, 1]))];

const parameters = [
  {
    w: matrix([
      [1, -0.5],
      [0.25, 3],
    ]),
    b: matrix([[0, 1]]),
  },
];
const state = {
  step: 12,
  parameters,
  memory: { rate: matrix([[0.1]]), best: -Infinity },
  order: random(3).permutation(20).value,
  note: 'größer',
  $: [undefined, null],
};
const kept = [encodeModel(parameters, { architecture: { hidden: 2 } }), encodeState(state)];
const decodeKept = (bytes: Uint8Array): Outcome => {
  const asModel = decodeModel(bytes, 'x', parameters);
  const asState = decodeState(bytes, 'x');
  return asModel._tag === 'Right' ? asModel : asState;
};

/** Every format that is read. */
export const formats: readonly Format[] = [
  { name: 'IDX', files: listed('fixtures/idx.json', 'plain'), decode: (bytes) => decodeIdx(bytes, 'x') },
  { name: 'IDX in gzip', files: [...listed('fixtures/idx.json', 'gzip'), gzipSync(largeIdx)], decode: (bytes) => decodeIdx(bytes, 'x') },
  {
    name: 'MATLAB',
    files: ['scipy-plain', 'hand-big-endian', 'hand-little-endian'].map((name) => fixture(`fixtures/${name}.mat`)),
    decode: (bytes) => decodeMatlab(bytes, 'x'),
  },
  { name: 'MATLAB, compressed', files: compressedMatlab, decode: (bytes) => decodeMatlab(bytes, 'x') },
  {
    name: 'CSV',
    files: [fixture('data/fixtures/numbers.csv'), new TextEncoder().encode('a,"b ""c""","d\r\ne"\r\n1,"2",3e4\r\n.5,-6.,+7E-8\r\n')],
    decode: (bytes) => {
      const bare = decodeCsv(bytes, 'x');
      const named = decodeCsv(bytes, 'x', { header: true });
      return named._tag === 'Right' ? named : bare;
    },
  },
  { name: '.npy', files: listed('data/fixtures/npy.json', 'file'), decode: (bytes) => decodeNpy(bytes, 'x') },
  {
    name: '.npz',
    files: [fixture('data/fixtures/stored.npz'), fixture('data/fixtures/compressed.npz')],
    decode: (bytes) => decodeNpz(bytes, 'x'),
  },
  { name: 'safetensors', files: [fixture('data/fixtures/tensors.safetensors')], decode: (bytes) => decodeSafetensors(bytes, 'x') },
  { name: 'kept models and states', files: kept, decode: decodeKept },
  { name: 'kept models and states, the checksum put right', files: kept, decode: (bytes) => decodeKept(mended(bytes)) },
  {
    name: '.npy within .npz',
    files: [encodeNpy({ sizes: [3, 2], values: Float32Array.of(1, 2, 3, 4, 5, 6) })],
    decode: (bytes) => decodeNpz(deflatedZip('x.npy', bytes), 'x'),
  },
];
