import { AdjointError, isMat, matrix } from '@adjoint/core';
import { expect } from 'vitest';

const x = matrix([
  [1, 2],
  [3, 4],
]);
/** Arguments that no function means. */
const nonsense: readonly (readonly unknown[])[] = [
  [],
  ['x', 'y', 'z'],
  [undefined, undefined],
  [null, null, null],
  [{}, {}],
  [[], []],
  [[[1, 2]], [[3]]],
  [x, 'y', 'z'],
  [x, null, null],
  [x, x, null],
  [x, x, x, null],
  [x, x, [x]],
  [x, x, {}],
  [x, x, x, x, 'x'],
  [x, { axis: 7 }],
  [x, { axis: 'x' }],
  [x, 1.5],
  [x, -1, 2],
  [x, NaN, Infinity],
  [2, 3, null, null],
  [2, 3, undefined, null],
  [Symbol('x'), Symbol('y')],
  [1n, 2n],
  [() => 1, () => 2],
  [() => x, null],
  [new Proxy({}, {}), 1],
  [new Date(), /x/],
  [new Map(), new Set()],
  [new Uint8Array(9), 'file', null],
  [new Uint8Array(9), 'file', {}, null],
  [new Uint8Array(9), Symbol('x')],
];

type AnyFunction = (...args: readonly unknown[]) => unknown;
/** The functions of a module by name, without its classes. */
export const functionsOf = (module: object): readonly (readonly [name: string, f: AnyFunction])[] =>
  Object.entries(module as Readonly<Record<string, AnyFunction>>).filter(([name, f]) => typeof f === 'function' && !/^[A-Z]/.test(name));

/** Gives a function all nonsense there is. */
export async function givesSentences(f: AnyFunction): Promise<void> {
  for (const given of nonsense) await givesSentence(f, given, given.map(told).join(', '));
}

/** Calls a function as it is meant to be called, and again with nonsense in the place of each argument and of each option in it. */
export async function givesSentencesFor(f: AnyFunction, right: readonly unknown[]): Promise<void> {
  await drained(f(...right));
  for (const [place, argument] of right.entries()) {
    const keys = isPlain(argument) ? Object.keys(argument) : [];
    for (const odd of new Set(nonsense.flat())) {
      await givesSentence(f, right.with(place, odd), `${told(odd)} as argument ${place}`);
      for (const key of keys)
        await givesSentence(f, right.with(place, { ...(argument as object), [key]: odd }), `${told(odd)} as ${key} of argument ${place}`);
    }
  }
}

/** The function must answer or throw an AdjointError, at once or when its answer is awaited or iterated. */
async function givesSentence(f: AnyFunction, given: readonly unknown[], words: string): Promise<void> {
  try {
    await drained(f(...given));
  } catch (error) {
    expect(error, `given ${words}`).toBeInstanceOf(AdjointError);
  }
}

const told = (x: unknown): string => (isMat(x) ? 'a matrix' : typeof x === 'object' ? Object.prototype.toString.call(x) : String(x));
const isPlain = (x: unknown): x is object => typeof x === 'object' && x !== null && Object.getPrototypeOf(x) === Object.prototype;

/** Awaits an answer; of a generator, what it gives first. */
async function drained(answer: unknown): Promise<void> {
  const awaited = (await answer) as Partial<AsyncGenerator> | undefined | null;
  if (typeof awaited?.next === 'function') await awaited.next();
}
