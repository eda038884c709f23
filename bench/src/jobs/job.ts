import type { Contender } from '../contender.ts';
import type { Tables } from '../tables.ts';

/** One piece of work that contenders share, from the same numbers to the same numbers. */
export interface Job {
  readonly name: string;
  readonly title: string;
  /** what the peers call it */
  readonly program: string;
  readonly unit: Unit;
  /** what one run is: floating-point operations for GFLOP/s, bytes for GB/s, elements for ns/element */
  readonly size?: number;
  readonly data: () => Tables;
  readonly contenders: readonly Contender[];
  /** whose numbers are right; those of others are compared with theirs */
  readonly reference: string;
  /** others for contenders that do the work in another way */
  readonly references?: Readonly<Record<string, string>>;
  /** what figures are compared with */
  readonly base: string;
  readonly goals: readonly Goal[];
  /** a new process for each round; `cold` is the time from its start to the first result, `own` what the peer measures */
  readonly fresh?: 'cold' | 'own';
}
export type Unit = 'ms' | 'µs' | 'ns/element' | 'GFLOP/s' | 'GB/s';

/** What a contender has to reach. */
export type Goal = { readonly contender: string } & (
  | { readonly atLeastTimesAsFastAs: readonly [contender: string, times: number] }
  | { readonly atMostTimesAsLongAs: readonly [contender: string, times: number]; readonly inJob?: string }
  | { readonly atMost: number }
);

const perSecond: Readonly<Record<Unit, (seconds: number, size: number) => number>> = {
  ms: (seconds) => seconds * 1e3,
  µs: (seconds) => seconds * 1e6,
  'ns/element': (seconds, elements) => (seconds * 1e9) / elements,
  'GFLOP/s': (seconds, operations) => operations / seconds / 1e9,
  'GB/s': (seconds, bytes) => bytes / seconds / 1e9,
};
/** Seconds of one run as a figure in the job's unit. */
export const figureOf = ({ unit, size = 1 }: Pick<Job, 'unit' | 'size'>, seconds: number): number => perSecond[unit](seconds, size);
