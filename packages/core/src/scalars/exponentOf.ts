const bits = new Float64Array(1);
const words = new Int32Array(bits.buffer); // little-endian, as on every engine that runs WebAssembly

const HIGH_WORD_OF_ONE = 0x3ff00000;
const HIGH_WORD_OF_SQRT_HALF = 0x3fe6a09e;

/** The whole k for which x * 2^-k lies in [√½, √2) (to 2^-20), for normal x > 0. */
export const exponentOf = (x: number): number => {
  bits[0] = x;
  return ((words[1]! + (HIGH_WORD_OF_ONE - HIGH_WORD_OF_SQRT_HALF)) >> 20) - 1023;
};
