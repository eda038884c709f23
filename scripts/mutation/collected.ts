import { format } from 'node:util';

// Stands in for vitest's `describe` and `test`: what test files register is kept, to be run many times. `expect` is vitest's own.
export { afterAll, beforeAll, expect, expectTypeOf, vi } from 'vitest';

export interface Test {
  readonly id: string;
  readonly name: string;
  readonly file: string;
  readonly body: () => unknown;
}

const tests: Test[] = [];
let [file, path]: [string, readonly string[]] = ['', []];

/** What a test file registers while it is imported. */
export async function collect(name: string, load: () => Promise<unknown>): Promise<readonly Test[]> {
  file = name;
  tests.length = 0;
  await load();
  return [...tests];
}

type Body = (...given: readonly never[]) => unknown;
function register(title: string, body: Body, given: readonly unknown[] = []): void {
  const full = [...path, title].join(' > ');
  const same = tests.filter(({ name }) => name === full || name.startsWith(`${full} #`)).length;
  const name = same === 0 ? full : `${full} #${same + 1}`;
  tests.push({ id: `${file}#${name}`, name, file, body: () => body(...(given as readonly never[])) });
}
function group(title: string, body: Body, given: readonly unknown[] = []): void {
  const outer = path;
  path = [...path, title];
  body(...(given as readonly never[]));
  path = outer;
}

/** vitest's titles: `$key` of the row, or printf's signs for its members. */
const titled = (title: string, row: readonly unknown[]): string => {
  const named = title.replaceAll(/\$(\w+)/g, (whole, key: string) =>
    String((row[0] as Record<string, unknown> | undefined)?.[key] ?? whole),
  );
  return format(named, ...row.slice(0, (named.match(/%[sdifjoO]/g) ?? []).length).map((x) => (typeof x === 'object' ? String(x) : x)));
};
const each =
  (add: typeof register) =>
  (rows: readonly unknown[]) =>
  (title: string, body: Body): void => {
    for (const row of rows) {
      const given: readonly unknown[] = Array.isArray(row) ? row : [row];
      add(titled(title, given), body, given);
    }
  };
const never = (): void => {};

const plain = (add: typeof register) => (title: string, body: Body) => add(title, body);
export const describe = Object.assign(plain(group), {
  each: each(group),
  concurrent: plain(group),
  skipIf: (is: boolean) => (is ? never : plain(group)),
});
export const test = Object.assign(plain(register), { each: each(register), skipIf: (is: boolean) => (is ? never : plain(register)) });
