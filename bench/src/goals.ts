import type { Goal, Job } from './jobs/job.ts';
import { isMeasured, type Measured, type Result } from './result.ts';

/** What a goal asks, and what was measured. */
export interface Verdict {
  readonly asked: string;
  readonly found: string;
  /** undefined when it was not measured */
  readonly isMet: boolean | undefined;
  /** in whose line of the table it stands */
  readonly line: string;
}

const find = (results: readonly Result[], job: string, contender: string): Measured | undefined =>
  results.find((result): result is Measured => result.job === job && result.contender === contender && isMeasured(result));
const timesText = (times: number): string => `${times >= 10 ? times.toFixed(0) : times.toFixed(2)}x`;

/** Whether a goal of a job is met. */
export function verdictOf(goal: Goal, job: Job, results: readonly Result[], nameOf: (key: string) => string): Verdict {
  const own = find(results, job.name, goal.contender);
  const who = nameOf(goal.contender);
  if ('atMost' in goal) {
    const asked = `${who}: at most ${goal.atMost} ${job.unit}`;
    if (own === undefined) return { asked, found: 'not measured', isMet: undefined, line: goal.contender };
    return { asked, found: `${own.median.toPrecision(3)} ${job.unit}`, isMet: own.median <= goal.atMost, line: goal.contender };
  }
  if ('atLeastTimesAsFastAs' in goal) {
    const [than, times] = goal.atLeastTimesAsFastAs;
    const other = find(results, job.name, than);
    const asked = times === 1 ? `${who} ahead of ${nameOf(than)}` : `${who} at least ${times}x as fast as ${nameOf(than)}`;
    if (own === undefined || other === undefined) return { asked, found: 'not measured', isMet: undefined, line: than };
    const ratio = other.seconds / own.seconds;
    return { asked, found: timesText(ratio), isMet: ratio >= times, line: than };
  }
  const [than, times] = goal.atMostTimesAsLongAs;
  const other = find(results, goal.inJob ?? job.name, than);
  return longest({
    own,
    other,
    times,
    isRate: job.unit === 'GFLOP/s',
    names: [who, nameOf(than)],
    line: goal.contender,
    inJob: goal.inJob,
  });
}

interface Compared {
  readonly own: Measured | undefined;
  readonly other: Measured | undefined;
  readonly times: number;
  readonly isRate: boolean;
  readonly names: readonly [who: string, than: string];
  readonly line: string;
  readonly inJob: string | undefined;
}
/** Rates are compared as rates: two jobs are not of one size. */
function longest({ own, other, times, isRate, names: [who, than], line, inJob }: Compared): Verdict {
  const share = `${Math.round(100 / times)} %`;
  const asked = isRate
    ? `${who}: at least ${share} of ${than}`
    : `${who}: at most ${times}x of ${than}${inJob === undefined ? '' : ` in ${inJob}`}`;
  if (own === undefined || other === undefined) return { asked, found: 'not measured', isMet: undefined, line };
  const ratio = isRate ? other.median / own.median : own.seconds / other.seconds;
  return { asked, found: isRate ? `${Math.round(100 / ratio)} %` : timesText(ratio), isMet: ratio <= times, line };
}

export const verdictText = ({ isMet }: Verdict): string => (isMet === undefined ? 'not measured' : isMet ? 'met' : '**not met**');
