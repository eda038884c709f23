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
  #refs = new Int32Array(64).fill(-1);
  #hashes = new Int32Array(64);
  #used = 0;
  readonly #entryAt: (ref: Ref) => AppliedEntry;
  constructor(entryAt: (ref: Ref) => AppliedEntry) {
    this.#entryAt = entryAt;
  }
  /** the ref of an equal entry, or, when there is none, `next`, which is remembered */
  find(op: Op, args: readonly Ref[], attributes: Attributes, next: Ref): Ref {
    if (this.#used * 2 >= this.#refs.length) this.#grow();
    const hash = hashOf(op, args, attributes);
    const mask = this.#refs.length - 1;
    let slot = hash & mask;
    for (let ref = this.#refs[slot]!; ref >= 0; ref = this.#refs[slot]!) {
      if (this.#hashes[slot] === hash && this.#applies(ref, op, args, attributes)) return ref;
      slot = (slot + 1) & mask;
    }
    this.#refs[slot] = next;
    this.#hashes[slot] = hash;
    this.#used += 1;
    return next;
  }
  #applies(ref: Ref, op: Op, args: readonly Ref[], attributes: Attributes): boolean {
    const entry = this.#entryAt(ref);
    return entry.op === op && sameArgs(entry.args, args) && sameAttributes(entry.attributes, attributes);
  }
  #grow(): void {
    const [refs, hashes] = [this.#refs, this.#hashes];
    const mask = refs.length * 2 - 1;
    this.#refs = new Int32Array(mask + 1).fill(-1);
    this.#hashes = new Int32Array(mask + 1);
    refs.forEach((ref, i) => {
      if (ref < 0) return;
      let slot = hashes[i]! & mask;
      while (this.#refs[slot]! >= 0) slot = (slot + 1) & mask;
      this.#refs[slot] = ref;
      this.#hashes[slot] = hashes[i]!;
    });
  }
}
