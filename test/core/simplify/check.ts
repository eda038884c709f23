import type { Mat } from '@adjoint/core';
import { expect } from 'vitest';
import { simplified } from './formula.ts';

type F = (...xs: readonly Mat[]) => Mat | readonly Mat[];
/** A function, what it becomes, and the shapes of its arguments: 3x2 unless told. */
export type Line = readonly [f: (...xs: any[]) => unknown, becomes: string | readonly string[], ...shapes: (readonly [number, number])[]];
export const S = [3, 2] as const;

/** Says of all lines at once which function became what. */
export function check(lines: readonly Line[]): void {
  const rows = lines.map(([f, becomes, ...shapes]) => {
    const used = shapes.length > 0 ? shapes : Array.from({ length: f.length }, () => S);
    return { f: String(f), found: simplified(f as F, ...used), becomes: [becomes].flat() };
  });
  expect(rows.map(({ f, found }) => [f, found])).toEqual(rows.map(({ f, becomes }) => [f, becomes]));
}
