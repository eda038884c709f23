import type { Program } from '../../plan/program.ts';
import type { EngineMemory } from './memory.ts';
import { release, type Resident } from './residents.ts';

/** What a program has taken of the engine, to be given back when nobody can reach the program any more. */
export interface Holdings {
  readonly regions: Set<number>;
  /** of each slot, the large matrix in it that the engine keeps for all programs */
  readonly residents: Map<number, Resident>;
}

/** A program with its places in the memory of the engine. */
export interface Placed {
  readonly engine: EngineMemory;
  readonly program: Program;
  readonly holdings: Holdings;
  /** where its own memory starts, and the pointers of its slots */
  readonly memory: number;
  readonly slots: number;
  /** takes memory for as long as the program lives */
  readonly take: (bytes: number) => number;
}

export const createHoldings = (): Holdings => ({ regions: new Set(), residents: new Map() });

export function giveBack(engine: EngineMemory, { regions, residents }: Holdings): void {
  for (const at of regions) engine.give(at);
  for (const resident of residents.values()) release(engine, resident);
}

/** Points a slot to where its matrix lies. */
export function point({ engine, slots }: Placed, slot: number, at: number): void {
  engine.words()[slots / 4 + slot] = at;
}

/** Where a node lies now. */
export function whereIs({ engine, program, memory, slots }: Placed, node: number): number {
  const place = program.places[node]!;
  return place.space === 'slot' ? engine.words()[slots / 4 + place.at]! >>> 0 : memory + place.at;
}

/** Lets go of the matrix in a slot, if the engine keeps it for all programs. */
export function letGo({ engine, holdings }: Placed, slot: number): void {
  const held = holdings.residents.get(slot);
  if (held === undefined) return;
  holdings.residents.delete(slot);
  release(engine, held);
}

const fewNumbers = 32; // above, the methods of typed arrays are faster than a loop

export function copyIn(doubles: Float64Array, at: number, values: Float64Array): void {
  if (values.length > fewNumbers) doubles.set(values, at);
  else for (let i = 0; i < values.length; i += 1) doubles[at + i] = values[i]!;
}

export function copyOut(doubles: Float64Array, at: number, count: number): Float64Array {
  const values = new Float64Array(count);
  if (count > fewNumbers) values.set(doubles.subarray(at, at + count));
  else for (let i = 0; i < count; i += 1) values[i] = doubles[at + i]!;
  return values;
}

export function copyWithin(doubles: Float64Array, to: number, from: number, count: number): void {
  if (count > fewNumbers) doubles.copyWithin(to, from, from + count);
  else for (let i = 0; i < count; i += 1) doubles[to + i] = doubles[from + i]!;
}
