import { ArgumentError } from '@adjoint/core';
import type { Numbers } from './ndArray.ts';
import { littleEndianBytes } from './numberType.ts';
import { textOf } from '../textOf.ts';
import { requireArray } from './requireArray.ts';
import { namedArrays, type NamedArrays, requireNamed } from './namedArrays.ts';
import { LENGTH, METADATA } from './safetensors.ts';
import { utf8Bytes } from './utf8.ts';

const dtypeOf = (values: Numbers): string => {
  const name = values.constructor.name;
  return `${name.startsWith('Float') ? 'F' : name.startsWith('Uint') ? 'U' : 'I'}${8 * values.BYTES_PER_ELEMENT}`;
};

/** Matrices (as doubles) and arrays by name, with text of one's own, as a safetensors file; the numbers start at a multiple of 8. */
export function encodeSafetensors<T extends NamedArrays<T>>(tensors: T, metadata: Readonly<Record<string, string>> = {}): Uint8Array {
  requireNamed('encodeSafetensors', 'tensors', tensors, 'encodeSafetensors({ w, b })');
  requireNamed('encodeSafetensors', 'metadata', metadata, "encodeSafetensors({ w, b }, { author: 'me' })");
  const odd = Object.entries(metadata).find(([, text]) => typeof text !== 'string');
  if (odd !== undefined)
    throw new ArgumentError(`encodeSafetensors: the metadata ${odd[0]} must be text, got ${textOf(odd[1])}. Make it with JSON.stringify`);
  const named = namedArrays(tensors).map(([name, array]) => [name, requireArray('encodeSafetensors', array)] as const);
  if (named.some(([name]) => name === METADATA))
    throw new ArgumentError(`encodeSafetensors: no tensor can be named ${METADATA}. Name it otherwise`);
  // numbers of 8 bytes first, then of 4 and so on: all are aligned
  const arranged = [...named].sort(([, a], [, b]) => b.values.BYTES_PER_ELEMENT - a.values.BYTES_PER_ELEMENT);
  let at = 0;
  const fields = arranged.map(([name, { sizes, values }]) => {
    const from = at;
    at += values.byteLength;
    return [name, { dtype: dtypeOf(values), shape: sizes, data_offsets: [from, at] }] as const;
  });
  const described = Object.keys(metadata).length === 0 ? [] : [[METADATA, metadata] as const];
  const json = utf8Bytes(JSON.stringify(Object.fromEntries([...described, ...fields])));
  const start = LENGTH + Math.ceil(json.length / 8) * 8;
  const bytes = new Uint8Array(start + at).fill(0x20, LENGTH, start);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(start - LENGTH), true);
  bytes.set(json, LENGTH);
  at = start;
  for (const [, { values }] of arranged) {
    bytes.set(littleEndianBytes(values), at);
    at += values.byteLength;
  }
  return bytes;
}
