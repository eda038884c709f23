import type { Figure } from '../exercises/figure.ts';
import type { Run } from '../exercises/timed.ts';
import { table } from './table.ts';

const heading = ['', 'original', 'this run', 'agreement', ''];
const verdicts = { true: 'yes', false: 'NO', undefined: '-' } as const;

const row = ({ metric, original, ours, digits, agreement, ok }: Figure): readonly string[] => [
  metric,
  original?.toFixed(digits) ?? '-',
  ours.toFixed(digits),
  agreement,
  verdicts[String(ok) as keyof typeof verdicts],
];

/** Figures beside the original's, and whether they agree. */
export const figureTable = (figures: readonly Figure[]): string => table(heading, figures.map(row));

/** The same of many runs, each under its name. */
export const groupedTable = (runs: readonly Run[]): string =>
  table(
    heading,
    runs.flatMap(({ exercise, seed, figures }) => [
      heading.map(() => ''),
      [`─ ${exercise}, seed ${seed}`, '', '', '', ''],
      ...figures.map(row),
    ]),
  );
