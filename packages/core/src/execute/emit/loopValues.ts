import type { VectorForm } from '../../plan/vectorForms.ts';

/** What a loop computes for its entries, each thing once. Arguments stand before what is made of them. */
export type LoopValue =
  | { readonly kind: 'load'; readonly load: number }
  | { readonly kind: 'number'; readonly number: number }
  | { readonly kind: 'computed'; readonly instruction: string; readonly args: readonly number[] };

/** Collects values; equal ones are one. */
export interface LoopValues {
  readonly values: readonly LoopValue[];
  readonly load: (load: number) => number;
  readonly number: (value: number) => number;
  /** the value of a form of these arguments */
  readonly form: (form: VectorForm, args: readonly number[]) => number;
}

/** How many operands an instruction takes; all others take one. */
const operands: Readonly<Record<string, number>> = {
  ...Object.fromEntries(['add', 'sub', 'mul', 'div', 'min', 'max', 'eq', 'ne', 'lt', 'gt', 'le', 'ge'].map((name) => [`f64x2.${name}`, 2])),
  'v128.and': 2,
  'v128.andnot': 2,
  'v128.bitselect': 3,
};

export function createLoopValues(): LoopValues {
  const values: LoopValue[] = [];
  const known = new Map<string, number>();
  const add = (key: string, value: LoopValue): number => {
    const index = known.get(key) ?? values.push(value) - 1;
    known.set(key, index);
    return index;
  };
  const number = (value: number): number => add(`number ${Object.is(value, -0) ? '-0' : value}`, { kind: 'number', number: value });
  const computed = (instruction: string, args: readonly number[]): number => {
    const [first] = args.map((index) => values[index]!);
    // |-x| is |x|, so that σ(x) and σ(-x) share their exponential
    if (instruction === 'f64x2.abs' && first?.kind === 'computed' && first.instruction === 'f64x2.neg')
      return computed(instruction, first.args);
    return add(`${instruction} ${args.join()}`, { kind: 'computed', instruction, args });
  };
  return {
    values,
    load: (load) => add(`load ${load}`, { kind: 'load', load }),
    number,
    form(form, args) {
      const stack: number[] = [];
      for (const word of form) {
        if (typeof word === 'number') stack.push(args[word]!);
        else if (typeof word === 'string') stack.push(computed(word, stack.splice(-(operands[word] ?? 1))));
        else stack.push(number(word.constant));
      }
      return stack.pop()!;
    },
  };
}
