import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');

/** The text of a document, by its path from the root. */
export const documentAt = (path: string): string => readFileSync(join(root, path), 'utf8');

/** The programs in a document, in their order. */
export const programsIn = (text: string): readonly string[] => [...text.matchAll(/```ts\n(.*?)```/gs)].map(([, program]) => program!);

/**
 * What a program prints. It runs as it is written, in a folder of its own, which holds copies of these files. The folder belongs to the examples, so
 * that the program may import what they do.
 */
export function printedBy(program: string, name: string, files: readonly string[] = []): string {
  const folder = join(root, 'packages/examples/out/programs', name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const file of files) copyFileSync(join(root, file), join(folder, basename(file)));
  writeFileSync(join(folder, 'program.ts'), program);
  const env = { ...process.env, FORCE_COLOR: '0', NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/compiled') };
  return execFileSync(process.execPath, ['program.ts'], { cwd: folder, env, encoding: 'utf8', stdio: 'pipe' });
}
