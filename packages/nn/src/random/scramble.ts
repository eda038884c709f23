/** MurmurHash3's finalizer: a bijection of 32-bit words in which every input bit moves about half the output bits. */
function mixed(word: number): number {
  let h = word;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

const GOLDEN = 0x9e3779b9;
const lane = (words: readonly number[], i: number): number =>
  words.reduce((h, word) => Math.imul(mixed(h ^ word), 5) + GOLDEN, mixed(Math.imul(GOLDEN, i + 1) ^ words.length)) | 0;

/** Four signed 32-bit words that depend on every bit of the given ones: a generator's state from a seed, or from another state. */
export const scramble = (words: readonly number[]): readonly [number, number, number, number] => [
  lane(words, 0),
  lane(words, 1),
  lane(words, 2),
  lane(words, 3),
];
