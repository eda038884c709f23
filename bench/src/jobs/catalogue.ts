import { coldStart } from './coldStart.ts';
import { compileTimes } from './compileTime.ts';
import { elementwiseJobs } from './elementwise.ts';
import { exercise4 } from './exercise4.ts';
import type { Job } from './job.ts';
import { mnistJobs } from './mnist.ts';
import { peaks } from './peak.ts';
import { products } from './products.ts';
import { xor } from './xor.ts';

/** All jobs, in the order of the tables. */
export const catalogue: readonly Job[] = [
  exercise4,
  ...mnistJobs,
  xor,
  ...peaks,
  ...products,
  ...elementwiseJobs,
  coldStart,
  ...compileTimes,
];
