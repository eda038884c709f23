import { exercise4Operations } from './jobs/exercise4.ts';
import { isMeasured, type Result } from './result.ts';
import { figure, markdownTable } from './table.ts';

const xBytes = 5000 * 400 * 8;
const hiddenUnits = 5000 * 25;
const outputs = 5000 * 10;
const sigmoids = 2 * hiddenUnits + outputs; // σ(z) and, for its slope, σ(-z) in the hidden layer; the probabilities

/** Where the time of exercise 4 has to go, from what was measured beside it; with 1 and with 2 threads. */
export function rooflineText(results: readonly Result[]): string {
  const median = (job: string, contender: string): number => {
    const found = results.find((result) => result.job === job && result.contender === contender);
    return isMeasured(found) ? found.median : NaN;
  };
  const columns = [1, 2].map((threads) => {
    const [adjoint, roof] = [`adjoint-${threads}`, `micro-kernel-${threads}`];
    const products = exercise4Operations / (median('peak', roof) * 1e6);
    const reading = xBytes / (median('read', roof) * 1e6);
    const functions = (sigmoids * median('sigmoid-sum', adjoint) + outputs * median('bce-sum', adjoint)) / 1e6;
    const measured = median('ex4', adjoint);
    return { peak: median('peak', roof), products, reading, functions, floor: products + functions, measured };
  });
  const row = (what: string, of: (column: (typeof columns)[number]) => string): readonly string[] => [what, ...columns.map(of)];
  const ms = (value: number): string => (Number.isNaN(value) ? 'not measured' : `${figure(value)} ms`);
  return markdownTable(
    ['', '1 thread', '2 threads'],
    [
      row("the micro-kernel's rate, from the first cache", ({ peak }) => (Number.isNaN(peak) ? 'not measured' : `${figure(peak)} GFLOP/s`)),
      row(`the five products at that rate (${figure(exercise4Operations / 1e6)} MFLOP)`, ({ products }) => ms(products)),
      row(`${sigmoids} sigmoids and ${outputs} cross-entropies, each at its own rate`, ({ functions }) => ms(functions)),
      row('both: the floor', ({ floor }) => ms(floor)),
      row(`reading X from memory once (${figure(xBytes / 1e6)} MB), beside the products`, ({ reading }) => ms(reading)),
      row('measured', ({ measured }) => ms(measured)),
      row('the floor as a share of it', ({ floor, measured }) =>
        Number.isNaN(floor / measured) ? 'not measured' : `${Math.round((100 * floor) / measured)} %`,
      ),
      row('rate over all', ({ measured }) =>
        Number.isNaN(measured) ? 'not measured' : `${figure(exercise4Operations / measured / 1e6)} GFLOP/s`,
      ),
    ],
  );
}
