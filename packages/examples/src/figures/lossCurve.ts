import { plot } from 'simple-ascii-chart';

/** A falling curve drawn with lines: points are [x, y], `along` names the x axis. */
export function lossCurve(points: readonly (readonly [number, number])[], along: string): string {
  const distinct = points.filter(([x], i) => i === 0 || x > points[i - 1]![0]);
  if (distinct.length < 2) return '  (one point: no curve)';
  const ys = distinct.map(([, y]) => y);
  const xTicks = ticks(distinct[0]![0], distinct.at(-1)![0]);
  const yTicks = ticks(Math.min(...ys), Math.max(...ys));
  const text = plot(
    distinct.map(([x, y]): [number, number] => [x, y]),
    {
      width: 62,
      height: 11,
      customXAxisTicks: [...xTicks],
      customYAxisTicks: [...yTicks],
      formatter: (value) => String(Number(value.toPrecision(6))),
      symbols: { axis: { n: ' ', e: ' ' }, chart: { we: '─', wns: '╮', ns: '│', nse: '╰', wsn: '╯', sne: '╭' } },
    },
  );
  const lines = text
    .split('\n')
    .map((line) => `  ${line}`.trimEnd())
    .filter((line) => line !== '');
  return [...lines, along.padStart(68)].join('\n');
}

/** About four round numbers within [low, high]. */
function ticks(low: number, high: number): readonly number[] {
  const rough = (high - low) / 4 || 1;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= rough) ?? rough;
  const first = Math.ceil(low / step);
  return Array.from({ length: Math.floor(high / step) - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}
