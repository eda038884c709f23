import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '../../packages');

/** Every file that is loaded with this one, and the modules by name that any of them imports; types are erased and load nothing. */
function loadedWith(entry: string): { readonly files: ReadonlySet<string>; readonly modules: ReadonlySet<string> } {
  const files = new Set<string>();
  const modules = new Set<string>();
  const visit = (path: string): void => {
    if (files.has(path)) return;
    files.add(path);
    const text = readFileSync(path, 'utf8').replaceAll(/^(?:import|export) type .*$/gm, '');
    for (const [, name] of text.matchAll(/(?:\bfrom\s+|\bimport\s*\(?\s*)'([^']+)'/g)) {
      if (name!.startsWith('.')) visit(resolve(dirname(path), name!));
      else modules.add(name!);
    }
  };
  visit(entry);
  return { files, modules };
}

describe("'@adjoint/nn'", () => {
  test('loads nothing of Node, so that readers and writers of bytes run in browsers', () => {
    const { files, modules } = loadedWith(resolve(root, 'nn/src/index.ts'));
    expect([...modules].filter((name) => name.startsWith('node:'))).toEqual([]);
    expect([...files].filter((path) => path.includes('/nn/src/files/'))).toEqual([]);
    for (const name of ['data/npy', 'data/csv', 'models/state']) expect([...files].some((path) => path.endsWith(`${name}.ts`))).toBe(true);
  });
  test("leaves files to '@adjoint/nn/node'", () => {
    const { modules } = loadedWith(resolve(root, 'nn/src/node.ts'));
    expect(modules).toContain('node:fs/promises');
    const { exports, publishConfig } = JSON.parse(readFileSync(resolve(root, 'nn/package.json'), 'utf8')) as Record<
      string,
      Record<string, unknown>
    >;
    expect(exports!['./node']).toBe('./src/node.ts');
    expect((publishConfig!['exports'] as Record<string, unknown>)['./node']).toEqual({
      types: './dist/node.d.ts',
      default: './dist/node.js',
    });
  });
});
