import { readdirSync, readFileSync } from 'node:fs';
import * as core from '@adjoint/core';
import { describe, expect, test } from 'vitest';
import { documentationOf, functions, path, reference } from '../scripts/reference.ts';
import { exports, signatureOf } from '../scripts/sources.ts';

test('docs/reference.md is what scripts/reference.ts writes', () => {
  expect(readFileSync(path, 'utf8')).toBe(reference());
});

describe('the sources', () => {
  test('are read to the last name', () => {
    const values = exports.filter(({ isType }) => !isType).map(({ name }) => name);
    expect(values.toSorted()).toEqual(Object.keys(core).toSorted());
  });

  test('give every function the parameters that it has when it runs, or more', () => {
    const short = functions.filter((each) => {
      const { parameters = [] } = signatureOf(each) ?? {};
      const run = (core as unknown as Readonly<Record<string, (...args: never) => unknown>>)[each.name]!;
      return parameters.length < run.length;
    });
    expect(short.map(({ name }) => name)).toEqual([]);
  });

  test.each(functions.map((each) => [each.name, each] as const))('say what %s computes', (_name, exported) => {
    const summary = documentationOf(exported)?.summary ?? '';
    expect(summary).toMatch(/[.:`)]$/);
    expect(summary.length).toBeGreaterThanOrEqual(8); // -x. Slope
  });
});

test('docs/numerics.md tells the errors that the scalar functions state', () => {
  const page = readFileSync(new URL('../docs/numerics.md', import.meta.url), 'utf8');
  const folder = new URL('../packages/core/src/scalars/', import.meta.url);
  const stated = readdirSync(folder).flatMap((file) => {
    const [, error] = /Max error\s+(?:\*\s+)?measured ([\d.]+) ulp/.exec(readFileSync(new URL(file, folder), 'utf8')) ?? [];
    return error === undefined ? [] : [`${file.replace('.ts', '')} ${error}`];
  });
  const told = [...page.matchAll(/^\| (\w+) \| ([\d.]+) \|/gm)].map(([, name, error]) => `${name} ${error}`);
  expect(told.toSorted()).toEqual(stated.toSorted());
});
