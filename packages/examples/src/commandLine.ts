import { parseArgs } from 'node:util';
import { DecodeError } from '@adjoint/core';

/** One option of a command: how its text becomes a value, and what --help says. */
export interface Option<T> {
  /** stands for the value in --help; an option without one is a switch */
  readonly placeholder?: string;
  /** the value when the option is not given */
  readonly initial: T;
  readonly help: string;
  readonly expected: string;
  /** undefined when the text is not what is expected */
  readonly read: (text: string) => T | undefined;
}
export interface Command<T> {
  readonly name: string;
  readonly summary: string;
  readonly options: { readonly [K in keyof T]: Option<T[K]> };
}

export const wholeNumber = (initial: number, [from, to]: readonly [number, number], help: string): Option<number> => ({
  placeholder: 'N',
  initial,
  help: `${help} (${initial})`,
  expected: `a whole number from ${from} to ${to}`,
  read: (text) => (/^\d+$/.test(text) && Number(text) >= from && Number(text) <= to ? Number(text) : undefined),
});

export const positiveNumber = (initial: number, help: string): Option<number> =>
  realNumber(initial, 'a number greater than 0', (x) => x > 0, help);
export const numberFromZero = (initial: number, help: string): Option<number> =>
  realNumber(initial, 'a number of at least 0', (x) => x >= 0, help);

const realNumber = (initial: number, expected: string, accepts: (x: number) => boolean, help: string): Option<number> => ({
  placeholder: 'X',
  initial,
  help: `${help} (${initial})`,
  expected,
  read: (text) =>
    /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) && Number.isFinite(Number(text)) && accepts(Number(text)) ? Number(text) : undefined,
});

export const file = (help: string): Option<string | undefined> => ({
  placeholder: 'FILE',
  initial: undefined,
  help,
  expected: 'the name of a file',
  read: (text) => (text === '' ? undefined : text),
});

export const flag = (help: string): Option<boolean> => ({ initial: false, help, expected: 'no value', read: () => true });

/** The values of a command's options. @throws DecodeError naming the option that is unknown or unfit */
export function readOptions<T extends object>({ name, options }: Command<T>, args: readonly string[]): T {
  const known: Readonly<Record<string, Option<unknown>>> = options;
  const values: Record<string, unknown> = Object.fromEntries(Object.entries(known).map(([key, { initial }]) => [key, initial]));
  const refuse = (place: string, expected: string, found: string): never => {
    throw new DecodeError({ source: name, place, expected, found });
  };
  const types = Object.entries(known).map(
    ([key, { placeholder }]) => [key, { type: placeholder === undefined ? 'boolean' : 'string' }] as const,
  );
  const { tokens } = parseArgs({
    args: [...args],
    options: Object.fromEntries(types),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  for (const token of tokens) {
    if (token.kind === 'positional') refuse('arguments', 'options only', JSON.stringify(token.value));
    if (token.kind !== 'option') continue;
    const option = Object.hasOwn(known, token.name) ? known[token.name]! : undefined;
    if (option === undefined) {
      const names = Object.keys(known)
        .map((key) => `--${key}`)
        .join(', ');
      return refuse('options', `one of ${names}`, JSON.stringify(token.rawName));
    }
    const given = token.value?.startsWith('--') === true ? undefined : token.value;
    const fits = (given === undefined) === (option.placeholder === undefined);
    const value = fits ? option.read(given ?? '') : undefined;
    if (value === undefined) refuse(token.rawName, option.expected, given === undefined ? 'no value' : JSON.stringify(given));
    values[token.name] = value;
  }
  return values as T;
}

/** What --help prints. */
export function helpFor<T extends object>({ name, summary, options }: Command<T>): string {
  const rows = Object.entries<Option<unknown>>(options as Readonly<Record<string, Option<unknown>>>).map(
    ([key, { placeholder, help }]) => ({
      left: `--${key}${placeholder === undefined ? '' : ` ${placeholder}`}`,
      help,
    }),
  );
  const width = Math.max(...rows.map(({ left }) => left.length));
  const lines = rows.map(({ left, help }) => `  ${left.padEnd(width)}   ${help}`);
  return [summary, '', `Usage: pnpm ${name} [options]`, '', ...lines].join('\n');
}
