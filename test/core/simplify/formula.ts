import { broadcastTo, type Entry, type Mat, simplify, type Tape } from '@adjoint/core';
import { valuesOf } from '../../../packages/core/src/matrix/denseMatrix.ts';
import { Recorder } from '../../../packages/core/src/tape/recorder.ts';

const names = ['x', 'y', 'z', 'u', 'v'] as const;
export type Shape = readonly [rows: number, columns: number];

const written = (n: number): string => (Object.is(n, -0) ? '-0' : String(n));
const isNumber = (entry: Entry): boolean => entry.kind === 'constant' && entry.rows === 1 && entry.columns === 1;

/** The outputs of a tape as formulas: inputs by letter, constants by their numbers (broadcast or not), sizes where an op is told them. */
export function formulasOf({ entries, inputs, outputs }: Tape): readonly string[] {
  const formulaOf = (ref: number): string => {
    const entry = entries[ref]!;
    if (entry.kind === 'input') return names[inputs.indexOf(ref)]!;
    if (entry.kind === 'constant') {
      const numbers = Array.from(valuesOf(entry.value), written);
      return isNumber(entry) ? numbers[0]! : `[${numbers.join(' ')}]`;
    }
    const { rows, columns } = entry.attributes as { readonly rows?: number; readonly columns?: number };
    const told = rows === undefined ? '' : `${rows}x${columns}`;
    const args = entry.args.map(formulaOf);
    if (entry.op === (broadcastTo.op as unknown) && isNumber(entries[entry.args[0]!]!)) return args[0]!;
    return `${entry.op.name}${told}(${args.join(', ')})`;
  };
  return outputs.map(formulaOf);
}

/** A tape of one function of inputs of these shapes; `constant` puts a matrix on the tape instead of computing with it. */
export function tapeOf(f: (constant: (x: Mat) => Mat, ...xs: readonly Mat[]) => Mat | readonly Mat[], ...shapes: readonly Shape[]): Tape {
  const recorder = new Recorder();
  const inputs = shapes.map(([rows, columns]) => recorder.input({ rows, columns }));
  const results = [f((x) => recorder.lift(x), ...inputs)].flat();
  return recorder.close(results.map((x) => recorder.lift(x))).tape;
}

/** What simplify makes of a function of matrices of these shapes. */
export const simplified = (f: (...xs: readonly Mat[]) => Mat | readonly Mat[], ...shapes: readonly Shape[]): readonly string[] =>
  formulasOf(simplify(tapeOf((_, ...xs) => f(...xs), ...shapes)));
/** The same of a function that puts constants on the tape. */
export const simplifiedWith = (f: (constant: (x: Mat) => Mat, ...xs: readonly Mat[]) => Mat, ...shapes: readonly Shape[]): string =>
  formulasOf(simplify(tapeOf(f, ...shapes)))[0]!;
