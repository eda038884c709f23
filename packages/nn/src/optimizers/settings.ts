import { ArgumentError } from '@adjoint/core';
import { requireOptions } from '../requireOptions.ts';

/** What one option may be, and what it is unless given. */
export interface Setting<T> {
  readonly initial: T;
  readonly holds: (given: unknown) => boolean;
  /** how the sentence "it must be ..." ends */
  readonly rule: string;
}
export type Settings<T> = { readonly [K in keyof T]-?: Setting<Required<T>[K]> };

const isNumber = (x: unknown): x is number => typeof x === 'number';

export const atLeastZero = (initial: number): Setting<number> => ({
  initial,
  holds: (x) => isNumber(x) && x >= 0 && x < Infinity,
  rule: 'a finite number of at least 0',
});
export const positive = (initial: number): Setting<number> => ({
  initial,
  holds: (x) => isNumber(x) && x > 0 && x < Infinity,
  rule: 'a finite number above 0',
});
/** of [0, 1): how much of the old stays */
export const share = (initial: number): Setting<number> => ({
  initial,
  holds: (x) => isNumber(x) && x >= 0 && x < 1,
  rule: 'at least 0 and below 1',
});
export const wholeFrom = (least: number, initial: number): Setting<number> => ({
  initial,
  holds: (x) => Number.isSafeInteger(x) && (x as number) >= least,
  rule: `a whole number of at least ${least}`,
});
export const flag = (initial: boolean): Setting<boolean> => ({ initial, holds: (x) => typeof x === 'boolean', rule: 'true or false' });
/** The same, but it has to be given. */
export const required = <T>({ holds, rule }: Setting<T>): Setting<T> => ({ initial: undefined as T, holds, rule });

/**
 * The options with what was left out.
 * @throws ArgumentError on a value that may not be, or an option that there is not
 */
export function settle<T extends object>(asker: string, settings: Settings<T>, options: Partial<T>): Required<T> {
  const names = Object.keys(settings) as (keyof T & string)[];
  requireOptions(asker, options, `Write ${asker}({ ${names[0]}: ... })`);
  const unknown = Object.keys(options).find((name) => !Object.hasOwn(settings, name));
  if (unknown !== undefined) throw new ArgumentError(`${asker}: there is no option ${unknown}. It takes ${names.join(', ')}`);
  const settled = names.map((name) => {
    const { initial, holds, rule } = settings[name];
    const value = options[name] ?? initial;
    if (!holds(value)) throw new ArgumentError(`${asker}: ${name} is ${String(value)}: it must be ${rule}`);
    return [name, value] as const;
  });
  return Object.fromEntries(settled) as Required<T>;
}
