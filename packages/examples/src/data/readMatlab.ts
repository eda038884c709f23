import { readFileSync } from 'node:fs';
import { DecodeError } from '@adjoint/core';
import { decodeMatlab, type NumericArray } from '@adjoint/nn';
import { valueOf } from './valueOf.ts';

/** A variable, its values row by row. */
export interface Variable {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float64Array;
}

/** The variables of these names in a MATLAB file. @throws DecodeError when one is missing, holds NaN or Infinity, or the file cannot be read */
export function readMatlab<Name extends string>(path: string, names: readonly Name[]): Readonly<Record<Name, Variable>> {
  const variables = valueOf(decodeMatlab(bytesOf(path), path));
  const found = names.map((name) => {
    const array = variables.get(name);
    const present = [...variables.keys()].map((key) => JSON.stringify(key)).join(', ') || 'none';
    if (array === undefined) throw new DecodeError({ source: path, place: 'variables', expected: names.join(' and '), found: present });
    checkFinite(path, name, array);
    return [name, { ...array, values: Float64Array.from(array.values) }] as const;
  });
  return Object.fromEntries(found) as Record<Name, Variable>;
}

function bytesOf(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new DecodeError({
      source: path,
      place: 'file',
      expected: 'a file that can be read',
      found: reasons[code ?? ''] ?? String(error),
    });
  }
}
const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'nothing of that name',
  EISDIR: 'a folder',
  EACCES: 'a file that may not be read',
};

function checkFinite(path: string, name: string, { columns, values }: NumericArray): void {
  const at = values.findIndex((value) => !Number.isFinite(value));
  if (at < 0) return;
  const place = `${name}, row ${Math.floor(at / columns) + 1}, column ${(at % columns) + 1}`;
  throw new DecodeError({ source: path, place, expected: 'a finite number', found: String(values[at]) });
}
