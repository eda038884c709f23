import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** The version of a package that is installed for the benchmarks. */
export const installedVersion = (name: string): string =>
  (JSON.parse(readFileSync(resolve(import.meta.dirname, '../../node_modules', name, 'package.json'), 'utf8')) as { version: string })
    .version;
