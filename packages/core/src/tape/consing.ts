import type { AppliedEntry, Attributes, Op, Ref } from './tape.ts';

const mix = (hash: number, value: number): number => Math.imul(hash ^ value, 0x01000193);

function hashText(hash: number, text: string): number {
  let mixed = hash;
  for (let i = 0; i < text.length; i += 1) mixed = mix(mixed, text.charCodeAt(i));
  return mixed;
}

function hashOf(op: Op, args: readonly Ref[], attributes: Attributes): number {
  let hash = hashText(0x811c9dc5, op.name);
  for (const arg of args) hash = mix(hash, arg);
  for (const key in attributes) {
    const value = attributes[key]!;
    if (typeof value === 'number') hash = mix(hash, value | 0);
    if (typeof value === 'string') hash = hashText(hash, value);
  }
  return hash ^ (hash >>> 15);
}

function sameAttributes(a: Attributes, b: Attributes): boolean {
  if (a === b) return true;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.is(a[key], b[key]));
}

const sameArgs = (a: readonly Ref[], b: readonly Ref[]): boolean => a.length === b.length && a.every((ref, i) => ref === b[i]);

/** Finds the entry that already applies an op to the same arguments: open addressing over refs, labels no part of the key. */
export class ConsTable {
  #slots = new Int32Array(64).fill(-1);
  #used = 0;
  readonly #entryAt: (ref: Ref) => AppliedEntry;
  constructor(entryAt: (ref: Ref) => AppliedEntry) {
    this.#entryAt = entryAt;
  }
  /** the ref of an equal entry, or, when there is none, `next`, which is remembered */
  find(op: Op, args: readonly Ref[], attributes: Attributes, next: Ref): Ref {
    const mask = this.#slots.length - 1;
    let slot = hashOf(op, args, attributes) & mask;
    for (let ref = this.#slots[slot]!; ref >= 0; ref = this.#slots[slot]!) {
      const entry = this.#entryAt(ref);
      if (entry.op === op && sameArgs(entry.args, args) && sameAttributes(entry.attributes, attributes)) return ref;
      slot = (slot + 1) & mask;
    }
    this.#slots[slot] = next;
    this.#used += 1;
    return next;
  }
  /** call after the entry `next` of `find` stands on the tape */
  growIfFull(): void {
    if (this.#used * 2 < this.#slots.length) return;
    const old = this.#slots;
    this.#slots = new Int32Array(old.length * 2).fill(-1);
    const mask = this.#slots.length - 1;
    for (const ref of old) {
      if (ref < 0) continue;
      const { op, args, attributes } = this.#entryAt(ref);
      let slot = hashOf(op, args, attributes) & mask;
      while (this.#slots[slot]! >= 0) slot = (slot + 1) & mask;
      this.#slots[slot] = ref;
    }
  }
}
