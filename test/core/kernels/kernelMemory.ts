import { expect } from 'vitest';
import { type FunctionType, moduleOf } from '../../../packages/core/src/execute/emit/binary.ts';
import { Code } from '../../../packages/core/src/execute/emit/code.ts';
import { createMemory, type Exports, instantiate, kernelModule, moduleFrom, page } from '../../../packages/core/src/execute/webAssembly.ts';

const memory = createMemory(true)!;
memory.grow(400);
export const kernels: Exports = instantiate(kernelModule(true)!, memory);

const numbers = new Float64Array(memory.buffer);
const guard = 7.25;
const gap = 3; // numbers between blocks: an odd number, so that blocks do not begin at multiples of 16 bytes

interface Blocks {
  /** what `out` holds before */
  readonly out: Float64Array;
  readonly inputs: readonly Float64Array[];
  /** bytes */
  readonly scratch?: number;
}

/** What a kernel writes to `out`. Nothing else has changed but the scratch: neither inputs, nor what lies between, nor the first page. */
export function run(
  name: string,
  blocks: Blocks,
  args: (out: number, inputs: readonly number[], scratch: number) => readonly number[],
): Float64Array {
  const all = [blocks.out, ...blocks.inputs];
  let end = page / 8 + gap;
  const at = all.map(({ length }) => {
    const start = end;
    end += length + gap;
    return start;
  });
  const scratch = end;
  const scratchEnd = scratch + (blocks.scratch ?? 0) / 8;
  numbers.fill(guard, page / 8, scratchEnd + 64);
  all.forEach((values, i) => numbers.set(values, at[i]));
  const [firstPage, before] = [Buffer.from(numbers.slice(0, page / 8).buffer), numbers.slice(page / 8, scratch)];
  kernels[name]!(...args(8 * at[0]!, at.slice(1).map((each) => 8 * each), 8 * scratch)); // prettier-ignore
  const found = numbers.slice(at[0], at[0]! + blocks.out.length);
  before.set(found, at[0]! - page / 8);
  requireSame(numbers.slice(page / 8, scratch), before);
  expect(firstPage.equals(Buffer.from(numbers.slice(0, page / 8).buffer))).toBe(true);
  expect(numbers.subarray(scratchEnd, scratchEnd + 64).every((value) => value === guard)).toBe(true);
  return found;
}

/** What a function of two lanes makes of numbers, or its loop where there is no more; it is called as programs do, from another module over the same memory. */
export function mapped(name: string, ...xs: readonly Float64Array[]): Float64Array {
  if (!(name in kernels))
    return run(`${name}Loop`, { out: new Float64Array(xs[0]!.length), inputs: xs }, (out, [x]) => [out, x!, xs[0]!.length]);
  const n = xs[0]!.length + (xs[0]!.length % 2);
  const [out, x, y] = [0, 1, 2].map((block) => page + 8 * block * n) as [number, number, number];
  xs.forEach((values, i) => numbers.set(values, (i === 0 ? x : y) / 8));
  calling(name, xs.length)['run']!(out, x, y, 8 * n);
  return numbers.slice(out / 8, out / 8 + xs[0]!.length);
}

function calling(name: string, arity: number): Exports {
  const type: FunctionType = { parameters: Array.from({ length: arity }, () => 'v128' as const), results: ['v128'] };
  const code = new Code(4); // (out, x, y, bytes)
  code.repeat(() => {
    code.get(0);
    for (let i = 0; i < arity; i += 1) code.get(1 + i).memory('v128.load', 0);
    code.call(0).memory('v128.store', 0);
    for (let i = 0; i < 3; i += 1) code.get(i).i32(16).op('i32.add').set(i);
    code.get(3).i32(16).op('i32.sub').tee(3);
  });
  const body = {
    type: { parameters: ['i32', 'i32', 'i32', 'i32'] as const, results: [] },
    locals: code.locals,
    code: code.bytes,
    exported: 'run',
  };
  return instantiate(moduleFrom(moduleOf([{ name, type }], [body], true)), memory, { [name]: kernels[name] });
}

/** The same bits; any NaN equals any NaN. */
export function requireSame(found: Float64Array, expected: Float64Array, inputs: readonly Float64Array[] = []): void {
  const at = found.findIndex((value, i) => !Object.is(value, expected[i]));
  if (at < 0 && found.length === expected.length) return;
  expect({ at, of: inputs.map((values) => values[at]), value: found[at] }).toEqual({
    at,
    of: inputs.map((values) => values[at]),
    value: expected[at],
  });
}

/** Numbers that are whole in every place, from a seed. */
export function generator(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let word = Math.imul(state ^ (state >>> 15), state | 1);
    word ^= word + Math.imul(word ^ (word >>> 7), word | 61);
    return (word ^ (word >>> 14)) >>> 0;
  };
}

export const edges: readonly number[] = [NaN, Infinity, -Infinity, -0, 0, 5e-324, -1e-310, 1e308, -1e308];

/** Numbers in [-1, 1), and now and then an edge. */
export function entries(count: number, seed: number, some: readonly number[] = []): Float64Array {
  const next = generator(seed);
  return Float64Array.from({ length: count }, () => {
    const value = next() / 2 ** 31 - 1;
    return some.length > 0 && next() % 128 === 0 ? some[next() % some.length]! : value;
  });
}
