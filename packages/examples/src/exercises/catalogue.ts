import { digits8x8 } from './digits8x8.ts';
import { ex4, ex4Half } from './ex4.ts';
import type { Exercise } from './exercise.ts';
import { mnist } from './mnist.ts';
import { mnistWell } from './mnistWell.ts';
import { oneOneOne } from './oneOneOne.ts';
import { threeLayer } from './threeLayer.ts';
import { xor } from './xor.ts';
import { xorNoBias } from './xorNoBias.ts';

/** Every exercise, the small ones first. A new one is one file and one line here. */
export const catalogue: readonly Exercise[] = [oneOneOne, xor, xorNoBias, threeLayer, digits8x8, ex4, ex4Half, mnist, mnistWell];
