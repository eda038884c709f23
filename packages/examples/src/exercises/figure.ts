/** One figure of an exercise beside what the original program gives. */
export interface Figure {
  readonly metric: string;
  /** undefined where the original is not known, as for another seed */
  readonly original: number | undefined;
  readonly ours: number;
  /** printed after the point */
  readonly digits: number;
  /** when the two agree, in words */
  readonly agreement: string;
  /** undefined where there is nothing to agree with */
  readonly ok: boolean | undefined;
}

/** A deterministic figure: it agrees in every printed digit. */
export function toTheDigit(metric: string, digits: number, original: number | undefined, ours: number): Figure {
  const ok = original === undefined ? undefined : ours.toFixed(digits) === original.toFixed(digits);
  return { metric, original, ours, digits, agreement: 'every digit', ok };
}

/** A figure that rounding moves: it agrees when it is no further than `tolerance` away. */
export function within(metric: string, digits: number, original: number | undefined, ours: number, tolerance: number): Figure {
  const ok = original === undefined ? undefined : Math.abs(ours - original) <= tolerance;
  return { metric, original, ours, digits, agreement: `± ${tolerance}`, ok };
}

/** A figure that many seeds of the original spread over: it agrees within their range. */
export function between(
  metric: string,
  digits: number,
  original: number | undefined,
  ours: number,
  [low, high]: readonly [number, number],
): Figure {
  const agreement = high === Infinity ? `≥ ${low}` : `${low}–${high}`;
  return { metric, original, ours, digits, agreement, ok: ours >= low && ours <= high };
}
