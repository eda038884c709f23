import { powerOfTwo } from './powerOfTwo.ts';

/**
 * x * 2^k for whole k in -2148..2046 and x near 1. Two factors, because 2^1024 is not a double;
 * the first product is exact, so a subnormal result is rounded once.
 */
export const scaled = (x: number, k: number): number => {
  const whole = k | 0;
  const half = whole >> 1;
  return x * powerOfTwo(half) * powerOfTwo(whole - half);
};
