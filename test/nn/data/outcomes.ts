import { readFileSync } from 'node:fs';
import { DecodeError } from '@adjoint/core';

export type Result<A> = { readonly _tag: 'Left'; readonly left: Error } | { readonly _tag: 'Right'; readonly right: A };

/** What was read; else its error is thrown. */
export function rightOf<A>(result: Result<A>): A {
  if (result._tag === 'Left') throw result.left;
  return result.right;
}
/** The message of a DecodeError; anything else fails. */
export function refusalOf(result: Result<unknown>): string {
  if (result._tag === 'Right') throw new Error(`read ${JSON.stringify(result.right)}`);
  if (!(result.left instanceof DecodeError)) throw result.left;
  return result.left.message;
}
/** The value, or undefined for a DecodeError; anything else fails. */
export function readOrRefused<A>(result: Result<A>): A | undefined {
  if (result._tag === 'Right') return result.right;
  if (!(result.left instanceof DecodeError)) throw result.left;
  return undefined;
}

export const fixture = (name: string): Uint8Array => new Uint8Array(readFileSync(new URL(`fixtures/${name}`, import.meta.url)));
export const jsonFixture = (name: string): unknown => JSON.parse(readFileSync(new URL(`fixtures/${name}`, import.meta.url), 'utf8'));

/** All that a stream gives. */
export async function collected<A>(stream: AsyncIterable<A>): Promise<A[]> {
  const all: A[] = [];
  for await (const each of stream) all.push(each);
  return all;
}

export const fromBase64 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'));
export const joined = (...parts: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));
export const textBytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** An array as NumPy described it: numbers, or the words for those that JSON lacks. */
export interface Described {
  readonly sizes: readonly number[];
  readonly values: readonly (number | string)[];
}
export const doubles = (values: Iterable<number | string>): Float64Array => Float64Array.from(Array.from(values, Number));
/** An array of whatever type as doubles, to be compared with a described one. */
export const asDoubles = ({ sizes, values }: { readonly sizes: readonly number[]; readonly values: ArrayLike<number> }): unknown => ({
  sizes,
  values: Float64Array.from(values),
});
export const expectedArray = ({ sizes, values }: Described): unknown => ({ sizes, values: doubles(values) });

/** Every proper beginning. */
export function* prefixes(bytes: Uint8Array): Generator<Uint8Array> {
  for (let length = 0; length < bytes.length; length += 1) yield bytes.subarray(0, length);
}
/** The bytes with one of them, in [from, to), another: all 255 others each. */
export function* changes(
  bytes: Uint8Array,
  from: number,
  to: number,
): Generator<{ readonly at: number; readonly byte: number; readonly file: Uint8Array }> {
  for (let at = from; at < to; at += 1) {
    for (let byte = 0; byte < 256; byte += 1) if (byte !== bytes[at]) yield { at, byte, file: bytes.with(at, byte) };
  }
}

/** Runs what makes many errors of which nobody asks the stack, which costs more than all the rest. */
export function withoutStacks<A>(run: () => A): A {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return run();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}
