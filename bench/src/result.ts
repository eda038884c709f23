/** What became of one contender in one job. */
export type Result = Measured | Skipped;

export interface Measured {
  readonly job: string;
  readonly contender: string;
  readonly unit: string;
  /** in the job's unit */
  readonly median: number;
  readonly low: number;
  readonly high: number;
  /** of one run, the median */
  readonly seconds: number;
  readonly rounds: number;
  readonly runsPerRound: number;
  /** the largest difference from the reference's numbers, in units of the largest entry */
  readonly difference: number;
  readonly version: string;
  readonly settings: string;
}
export interface Skipped {
  readonly job: string;
  readonly contender: string;
  readonly skipped: string;
  /** the reason is that it computes other numbers */
  readonly isWrong?: true;
}

export const isMeasured = (result: Result | undefined): result is Measured => result !== undefined && !('skipped' in result);
