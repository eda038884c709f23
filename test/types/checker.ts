import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const options = {
  noEmit: true,
  composite: false,
  declaration: false,
  sourceMap: false,
  rewriteRelativeImportExtensions: false,
  allowImportingTsExtensions: true,
  noUnusedLocals: false,
  noUnusedParameters: false,
};

/** What the compiler prints for one file of these lines, by the project's own rules. */
export const compilerOutput = (lines: readonly string[], ...flags: readonly string[]): string =>
  compilerOutputOf({ 'program.ts': lines.join('\n') }, ...flags);

/** The same of several files, by their names. They may import what the examples may. */
export function compilerOutputOf(files: Readonly<Record<string, string>>, ...flags: readonly string[]): string {
  const cache = join(root, 'packages/examples/node_modules/.cache');
  mkdirSync(cache, { recursive: true });
  const directory = mkdtempSync(join(cache, 'types-'));
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text);
    writeFileSync(
      join(directory, 'tsconfig.json'),
      JSON.stringify({ extends: join(root, 'tsconfig.base.json'), compilerOptions: options, files: Object.keys(files) }),
    );
    const compiler = join(root, 'node_modules/typescript/bin/tsc');
    const { stdout, status } = spawnSync(process.execPath, [compiler, '-p', directory, '--pretty', 'false', ...flags], {
      encoding: 'utf8',
      cwd: root,
    });
    if (status === null) throw new Error('the compiler did not run');
    return stdout;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Programs of one line each under a common prelude, checked in one run. */
export interface Checked {
  /** what the compiler says of a program; undefined where it has nothing to say */
  of(program: string): string | undefined;
  /** what it says of the prelude */
  readonly ofPrelude: string;
}

export function check(prelude: string, programs: readonly string[]): Checked {
  const said = byLine(compilerOutput([...prelude.split('\n'), ...programs]));
  const first = prelude.split('\n').length + 1;
  const lines = new Map(programs.map((program, i) => [program, first + i]));
  return {
    of(program) {
      const line = lines.get(program);
      if (line === undefined) throw new Error(`was not among the programs: ${program}`);
      return said.get(line);
    },
    ofPrelude: [...said]
      .filter(([line]) => line < first)
      .map(([, text]) => text)
      .join(''),
  };
}

function byLine(output: string): ReadonlyMap<number, string> {
  const said = new Map<number, string>();
  let at = 0;
  for (const line of output.split('\n')) {
    const start = /program\.ts\((\d+),\d+\): error TS\d+: (.*)/.exec(line);
    if (start !== null) at = Number(start[1]);
    else if (!line.startsWith(' ')) at = 0; // an error elsewhere
    if (at > 0) said.set(at, `${said.get(at) ?? ''}${start?.[2] ?? line}\n`);
  }
  return said;
}
