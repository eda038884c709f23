import { ArgumentError, type Mat } from '@adjoint/core';
import type { NdArray } from './ndArray.ts';

/** @throws ArgumentError unless things were given by name, in an object or a map */
export function requireNamed(asker: string, what: string, given: unknown, example: string): asserts given is object {
  if (typeof given === 'object' && given !== null) return;
  throw new ArgumentError(`${asker}: expected ${what} by name. Write ${example}`);
}

/** Arrays by name: a Map, or any object of them, interfaces included. */
export type NamedArrays<T> = ReadonlyMap<string, Mat | NdArray> | { readonly [Name in keyof T]: Mat | NdArray };
export const namedArrays = <T extends NamedArrays<T>>(given: T): readonly (readonly [string, Mat | NdArray])[] =>
  given instanceof Map
    ? [...(given as ReadonlyMap<string, Mat | NdArray>)]
    : Object.entries(given as Readonly<Record<string, Mat | NdArray>>);
