const SMALLEST_EXPONENT = -1074;
const LARGEST_EXPONENT = 1023;

const powers = new Float64Array(LARGEST_EXPONENT - SMALLEST_EXPONENT + 1);
for (let i = 0, power = Number.MIN_VALUE; i < powers.length; i += 1, power *= 2) powers[i] = power;

/** 2^k, exactly, for whole k in -1074..1023; a NaN counts as 0. */
export const powerOfTwo = (k: number): number => powers[(k | 0) - SMALLEST_EXPONENT]!;
