import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '..');

interface Source {
  /** from the root, as in packages/core/src/ops/products.ts */
  readonly path: string;
  readonly text: string;
  readonly imports: readonly string[];
}

const sources: readonly Source[] = ['core', 'nn', 'examples']
  .flatMap((name) => filesUnder(join(root, 'packages', name, 'src')))
  .map((path) => {
    const text = readFileSync(path, 'utf8');
    return { path: relative(root, path), text, imports: [...text.matchAll(/(?:from|import)\s+'([^']+)'/g)].map((match) => match[1]!) };
  });
const packageOf = ({ path }: Source): string => path.split('/')[1]!;
const isCore = (source: Source): boolean => packageOf(source) === 'core';

function filesUnder(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name));
}

/** The flow of core from top to bottom: a file imports only from its own line or from lines above. */
const order: readonly (readonly string[])[] = [
  ['callers'],
  ['errors', 'either'],
  ['matrix'],
  ['scalars'],
  ['tape'],
  ['interpret'],
  ['replay'],
  ['ops'],
  ['record'],
  ['differentiate', 'serialize'],
  ['simplify'],
  ['plan'],
  ['print'],
  ['execute'],
  ['transforms'],
  ['compile'],
  ['index'],
];
function lineOf(path: string): number {
  const place = path.replace('packages/core/src/', '').split('/')[0]!.replace('.ts', '');
  return order.findIndex((names) => names.includes(place));
}
const targetOf = (source: Source, specifier: string): string => join(dirname(source.path), specifier);
const relativeImports = (source: Source): readonly string[] =>
  source.imports.filter((name) => name.startsWith('.')).map((name) => targetOf(source, name));

describe('the packages', () => {
  test('every file of core has a place in the flow', () => {
    expect(sources.filter((source) => isCore(source) && lineOf(source.path) < 0).map(({ path }) => path)).toEqual([]);
  });

  test('imports of core point up the flow', () => {
    const against = sources.filter(isCore).flatMap((source) =>
      relativeImports(source)
        .filter((target) => lineOf(target) > lineOf(source.path))
        .map((target) => `${source.path} imports ${target}`),
    );
    expect(against).toEqual([]);
  });

  test('no file imports itself by a detour', () => {
    const graph = new Map(sources.map((source) => [source.path, relativeImports(source)]));
    const done = new Set<string>();
    const cycles: string[] = [];
    const visit = (path: string, trail: readonly string[]): void => {
      if (trail.includes(path)) cycles.push([...trail.slice(trail.indexOf(path)), path].join(' -> '));
      if (done.has(path) || trail.includes(path)) return;
      for (const next of graph.get(path) ?? []) visit(next, [...trail, path]);
      done.add(path);
    };
    for (const path of graph.keys()) visit(path, []);
    expect(cycles).toEqual([]);
  });

  test('nn stands on core, examples on both, each by its name only', () => {
    const allowed: Readonly<Record<string, readonly string[]>> = {
      core: [],
      nn: ['@adjoint/core'],
      examples: ['@adjoint/core', '@adjoint/nn'],
    };
    const wrong = sources.flatMap((source) =>
      source.imports
        .filter((name) => name.startsWith('@adjoint/') && !allowed[packageOf(source)]!.includes(name))
        .map((name) => `${source.path}: ${name}`),
    );
    expect(wrong).toEqual([]);
    const leaving = sources.flatMap((source) =>
      relativeImports(source)
        .filter((target) => !target.startsWith(`packages/${packageOf(source)}/src/`))
        .map((target) => `${source.path}: ${target}`),
    );
    expect(leaving).toEqual([]);
  });
});

describe('each file', () => {
  test('holds one idea in at most 250 lines', () => {
    expect(sources.filter(({ text }) => text.split('\n').length > 251).map(({ path }) => path)).toEqual([]);
  });

  test('has no default export, and its folder no name that says nothing', () => {
    expect(sources.filter(({ text }) => /^export default/m.test(text)).map(({ path }) => path)).toEqual([]);
    expect(sources.filter(({ path }) => /(utils?|helpers?|common|misc)(\/|\.ts$)/i.test(path)).map(({ path }) => path)).toEqual([]);
  });

  test('meets fp-ts and ml-matrix only at their doors', () => {
    const doors: Readonly<Record<string, RegExp>> = { 'fp-ts': /\/either\.ts$/, 'ml-matrix': /core\/src\/matrix\/mlMatrix\.ts$/ };
    const wrong = sources.flatMap(({ path, imports }) =>
      Object.entries(doors).flatMap(([library, door]) =>
        imports.some((name) => name.startsWith(library)) && !door.test(path) ? [`${path}: ${library}`] : [],
      ),
    );
    expect(wrong).toEqual([]);
  });

  test("runs in browsers unless it belongs to the examples or to '@adjoint/nn/node'", () => {
    expect(
      sources
        .filter((source) => packageOf(source) !== 'examples' && !source.path.startsWith('packages/nn/src/files/'))
        .filter((source) => source.imports.some((name) => name.startsWith('node:')))
        .map(({ path }) => path),
    ).toEqual([]);
  });

  test('asks an op for what it is, never for its name', () => {
    const outside = sources.filter((source) => isCore(source) && !source.path.includes('/ops/'));
    expect(outside.filter(({ text }) => /op\.name\s*[=!]==?|switch \((?:entry\.)?op/.test(text)).map(({ path }) => path)).toEqual([]);
  });

  test('leaves exp, log and the like to our own scalar functions, whose rounding is fixed', () => {
    const unfixed = /Math\.(exp|expm1|log|log1p|log2|log10|pow|sin|cos|tan|atan|sinh|cosh|tanh|cbrt|hypot)\b/;
    expect(
      sources
        .filter((source) => isCore(source) && unfixed.test(source.text.replaceAll(/^\s*(\/\/|\*|\/\*\*).*$/gm, '')))
        .map(({ path }) => path),
    ).toEqual([]);
  });
});
