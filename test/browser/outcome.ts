import type { DecodeError } from '@adjoint/core';
import {
  csvBatches,
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
  encodeNpz,
  encodeSafetensors,
  encodeState,
  npyBatches,
  npyRows,
  random,
} from '@adjoint/nn';
import { bitsOf } from './bits.ts';
import { network } from './training.ts';

/** What became of a file, in JSON that tells every bit. */
export interface Outcome {
  /** what was read */
  readonly read?: unknown;
  /** the file that is written of it, where there is a writer */
  readonly written?: unknown;
  /** what was read piece by piece, where that can be done, or why it was refused */
  readonly streamed?: unknown;
  /** the sentence that refused it */
  readonly refused?: string;
}

type Result<A> = { readonly _tag: 'Left'; readonly left: DecodeError } | { readonly _tag: 'Right'; readonly right: A };
type Bytes = Uint8Array<ArrayBuffer>;
type Format = (bytes: Bytes, source: string) => Promise<Outcome>;

const format =
  <A>(
    read: (bytes: Bytes, source: string) => Result<A>,
    write?: (value: A) => Uint8Array,
    streamOf?: (file: Blob, source: string) => AsyncIterable<unknown>,
  ): Format =>
  async (bytes, source) => {
    const streamed = streamOf === undefined ? undefined : await collected(streamOf(new Blob([bytes]), source));
    const result = read(bytes, source);
    if (result._tag === 'Left') return { refused: result.left.message, streamed };
    return { read: bitsOf(result.right), written: write === undefined ? undefined : bitsOf(write(result.right)), streamed };
  };

async function collected(stream: AsyncIterable<unknown>): Promise<unknown> {
  const all: unknown[] = [];
  try {
    for await (const each of stream) all.push(bitsOf(each));
  } catch (error) {
    all.push(String(error));
  }
  return all;
}

const formOf = (source: string) => (source.endsWith('named.csv') ? { header: true, delimiter: ';' } : {});
async function* rowsOf(file: Blob, source: string): AsyncGenerator<unknown> {
  const read = async (from: number, to: number) => new Uint8Array(await file.slice(from, to).arrayBuffer());
  const opened = await npyRows({ size: file.size, read }, source)();
  if (opened._tag === 'Left') throw opened.left;
  yield* npyBatches(opened.right, 2);
}

const formats: Readonly<Record<string, Format>> = {
  idx: format(decodeIdx),
  mat: format(decodeMatlab),
  csv: format(
    (bytes, source) => decodeCsv(bytes, source, formOf(source)),
    undefined,
    (file, source) => csvBatches(file.stream(), source, 3, formOf(source)),
  ),
  npy: format(decodeNpy, encodeNpy, rowsOf),
  npz: format(decodeNpz, encodeNpz),
  safetensors: format(decodeSafetensors, ({ tensors, metadata }) => encodeSafetensors(tensors, Object.fromEntries(metadata))),
  model: format((bytes, source) => decodeModel(bytes, source, network.initialize(random(0))), encodeModel),
  state: format(decodeState, encodeState),
};

/** Reads a file whose name ends with its format. */
export const outcomeOf = (bytes: Bytes, name: string): Promise<Outcome> => formats[name.slice(name.lastIndexOf('.') + 1)]!(bytes, name);
