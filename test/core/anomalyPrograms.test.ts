import {
  add,
  detectAnomaly,
  div,
  exp,
  log,
  type Mat,
  mul,
  named,
  type Op,
  pow,
  reciprocal,
  record,
  scalar,
  spec,
  sqrt,
  square,
  sub,
  sum,
  type Tape,
  tril,
  triu,
} from '@adjoint/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { apply } from '../../packages/core/src/tape/apply.ts';
import { runs } from '../laws/caseOf.ts';
import { program, runProgram } from '../laws/programs.ts';
import { anomalyIn, lineIn } from './anomalyIn.ts';

const lineOf = lineIn(import.meta.filename);

/** Runs a recorded program again, one entry of it through `inject`. */
function replayed(
  { entries, inputs, outputs }: Tape,
  xs: readonly Mat[],
  at: number,
  inject: (x: Mat) => Mat,
): readonly [output: Mat, injected: Mat] {
  const values: Mat[] = [];
  entries.forEach((entry, ref) => {
    const value =
      entry.kind === 'input'
        ? xs[inputs.indexOf(ref)]!
        : entry.kind === 'constant'
          ? entry.value
          : apply(
              entry.op,
              entry.args.map((arg) => values[arg]!),
              entry.attributes,
            );
    values.push(ref === at ? inject(value) : value);
  });
  return [values[outputs[0]!]!, values[at]!];
}
const dead = (x: Mat): Mat => sub(x, x);
const injections: Readonly<Record<string, (x: Mat, label: (y: Mat) => Mat) => Mat>> = {
  log: (x, label) => label(log(sub(-1, square(x)))),
  sqrt: (x, label) => label(sqrt(sub(-0.5, square(x)))),
  div: (x, label) => label(div(dead(x), dead(x))),
  reciprocal: (x, label) => label(reciprocal(dead(x))),
  exp: (x, label) => label(exp(add(800, square(x)))),
  mul: (x, label) => label(mul(add(1e300, x), 1e300)),
  constant: (x) => add(x, named('injected', scalar(NaN))),
};
describe('in a random program', () => {
  const aProgram = fc.tuple(program, fc.nat(200));
  const label = (x: Mat): Mat => named('injected', x);
  const tapeOf = (f: (xs: readonly Mat[]) => Mat, xs: readonly Mat[]): Tape =>
    record(
      f,
      xs.map(({ rows, columns }) => spec(rows, columns)),
    );

  test.each(Object.entries(injections))('what %s makes at any entry is named as the first, with its line', (op, inject) => {
    fc.assert(
      fc.property(aProgram, ([given, place]) => {
        const tape = tapeOf((xs) => runProgram(given, xs), given.inputs);
        const places = reached(tape, () => true);
        const f = (xs: readonly Mat[]): Mat => {
          const [y, injected] = replayed(tape, xs, places[place % places.length]!, (x) => inject(x, label));
          return add(y, mul(0, sum(injected))); // not every NaN reaches the end of a program
        };
        const found = anomalyIn(() => detectAnomaly(f)(given.inputs))!;
        expect([found.phase, found.op, found.label]).toEqual(['forward', op, 'injected']);
        if (op !== 'constant') expect(lineOf(found).startsWith(`${op}: (x, label) =>`)).toBe(true);
      }),
      runs(0.15),
    );
  });
  test('an infinite slope at any entry that a cotangent passes is named as the first of the gradient', () => {
    fc.assert(
      fc.property(aProgram, fc.boolean(), ([given, place], isRoot) => {
        const tape = tapeOf((xs) => runProgram(given, xs), given.inputs);
        // a triangle may leave nothing of a cotangent, infinite or not
        const places = reached(tape, (op) => op.domain.detached !== true && op !== tril.op && op !== triu.op);
        const f = (xs: readonly Mat[]): Mat => {
          const inject = (x: Mat): Mat => add(x, label(isRoot ? sqrt(dead(x)) : pow(dead(x), 0.5)));
          const [y, injected] = replayed(tape, xs, places[place % places.length]!, inject);
          return add(y, mul(1e6, sum(injected))); // so that its cotangent is not 0
        };
        const found = anomalyIn(() => detectAnomaly(f)(given.inputs))!;
        expect([found.phase, found.label]).toEqual(['gradient', 'injected']);
        expect(lineOf(found)).toContain('sqrt(dead(x)) : pow(dead(x), 0.5)');
      }),
      runs(0.15),
    );
  });
  test('left as it is there is none', () => {
    fc.assert(
      fc.property(program, (given) => {
        expect(anomalyIn(() => detectAnomaly((xs: readonly Mat[]) => runProgram(given, xs))(given.inputs))).toBeUndefined();
      }),
      runs(0.15),
    );
  });
});

/** The entries that depend on an input through such ops alone. */
function reached({ entries }: Tape, through: (op: Op) => boolean): readonly number[] {
  const reaches: boolean[] = [];
  entries.forEach((entry, ref) => {
    reaches[ref] = entry.kind === 'input' || (entry.kind === 'applied' && through(entry.op) && entry.args.some((arg) => reaches[arg]));
  });
  return reaches.flatMap((isReached, ref) => (isReached ? [ref] : []));
}
