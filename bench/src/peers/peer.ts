import type { Settings } from '../contender.ts';
import type { Tables } from '../tables.ts';

/** What a peer does in one job. */
export interface Work {
  /** the results, from the start, for comparison with those of others */
  readonly outputs: () => Tables | Promise<Tables>;
  /** the work, this often; training starts from the start each time. A number returned is the seconds, measured by the peer */
  readonly run: (times: number) => void | number | Promise<void>;
}
export type Make = (tables: Tables, settings: Settings) => Work | Promise<Work>;

/** A library, and how it does the jobs that it can. */
export interface Peer {
  readonly version: string;
  /** what its settings turned out to be, in words */
  readonly describe: (settings: Settings) => string;
  readonly programs: Readonly<Record<string, Make>>;
}

/** Steps of training after which parameters are compared. */
export const checkedSteps = { mnist: 5, xor: 10 } as const;
export const rates = { mnist: 0.1, xor: 0.5 } as const;
export const batchRows = 64;

/** The rows of a table, cut into tables of `rows` rows. */
export const cut = (values: Float64Array, columns: number, rows: number): readonly Float64Array[] =>
  Array.from({ length: values.length / columns / rows }, (_, i) => values.slice(i * rows * columns, (i + 1) * rows * columns));
