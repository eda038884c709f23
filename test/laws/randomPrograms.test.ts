import { add, differentiate, grad, interpret, type Mat, mul, type Scalar, serialize, simplify, sum, type Tape } from '@adjoint/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Recorder } from '../../packages/core/src/tape/recorder.ts';
import { runs } from './caseOf.ts';
import { dot, moved } from './checks.ts';
import { moveForward } from './forwardMode.ts';
import { type Program, program, running, runProgram } from './programs.ts';
import { requireSlope } from './richardson.ts';

const inputsOf = (recorder: Recorder, { inputs }: Program) => inputs.map(({ rows, columns }) => recorder.input({ rows, columns }));

function tapeOf(given: Program): Tape {
  const recorder = new Recorder();
  return recorder.close([recorder.lift(runProgram(given, inputsOf(recorder, given)))]).tape;
}

const lossOf =
  (given: Program) =>
  (xs: readonly Mat[]): Scalar =>
    runProgram(given, xs) as Scalar;
const gradientTape = (tape: Tape): Tape => differentiate(tape, { seed: 'one' });

/** The largest magnitude on a tape: what rounding is measured against. */
function magnitude(tape: Tape, inputs: readonly Mat[]): number {
  const all = interpret({ ...tape, outputs: tape.entries.map((_, ref) => ref) }, inputs);
  return all.reduce((largest, x) => x.toFloat64Array().reduce((a, b) => Math.max(a, Math.abs(b)), largest), 1);
}

function requireEqual(found: readonly Mat[], expected: readonly Mat[], allowed: number): void {
  found.forEach((x, i) => {
    const others = expected[i]!.toFloat64Array();
    x.toFloat64Array().forEach((value, at) => {
      if (!(Math.abs(value - others[at]!) <= allowed))
        throw new Error(`output ${i}, entry ${at}: ${value} should be ${others[at]} to ${allowed}`);
    });
  });
}

const holds =
  (check: (given: Program) => void, share = 1) =>
  () =>
    fc.assert(fc.property(program, check), runs(share));

describe('any program', () => {
  test(
    'simplified before, after or around its differentiation has the same value and gradient',
    holds((given) => {
      const tape = tapeOf(given);
      const raw = gradientTape(tape);
      const allowed = 1e-12 * magnitude(raw, given.inputs);
      const expected = interpret(raw, given.inputs);
      requireEqual(interpret(simplify(tape), given.inputs), interpret(tape, given.inputs), allowed);
      requireEqual(interpret(simplify(raw), given.inputs), expected, allowed);
      requireEqual(interpret(gradientTape(simplify(tape)), given.inputs), expected, allowed);
      requireEqual(interpret(simplify(gradientTape(simplify(tape))), given.inputs), expected, allowed);
    }, 3),
  );
  test(
    'simplified again and again comes to rest: no two rules undo each other',
    holds((given) => {
      const passes = [simplify(gradientTape(simplify(tapeOf(given))))];
      while (passes.length < 5) passes.push(simplify(passes.at(-1)!));
      expect(serialize(passes[4]!)).toBe(serialize(passes[3]!));
    }, 2),
  );
  test(
    'has the slope that the textbook derivatives give when they are carried forward',
    holds((given) => {
      const tape = tapeOf(given);
      const [{ value, tangent }] = moveForward(tape, given.inputs, given.directions) as [{ value: number[][]; tangent: number[][] }];
      const backward = dot(grad(lossOf(given))(given.inputs), given.directions);
      const scale = magnitude(gradientTape(tape), given.inputs);
      expect(Math.abs(value[0]![0]! - lossOf(given)(given.inputs).at(0, 0))).toBeLessThanOrEqual(1e-12 * scale);
      expect(Math.abs(tangent[0]![0]! - backward.sum)).toBeLessThanOrEqual(1e-12 * (scale + backward.size));
    }, 2),
  );
  test(
    'has the slope of extrapolated differences when nothing in it is detached',
    holds((given) => {
      const f = lossOf(given);
      if (tapeOf(given).entries.some((entry) => entry.kind === 'applied' && entry.op.domain.detached)) return;
      requireSlope(dot(grad(f)(given.inputs), given.directions).sum, (t) => f(moved(given.inputs, given.directions, t)).at(0, 0));
    }, 0.5),
  );
  test(
    'has the second slope of extrapolated differences when nothing in it is detached',
    holds((given) => {
      const f = lossOf(given);
      if (tapeOf(given).entries.some((entry) => entry.kind === 'applied' && entry.op.domain.detached)) return;
      const gradient = grad(f);
      const along = (xs: readonly Mat[]): Scalar =>
        gradient(xs).reduce((total, g, i) => add(total, sum(mul(g, given.directions[i]!))), sum(mul(0, xs[0]!))) as Scalar;
      requireSlope(dot(grad(along)(given.inputs), given.directions).sum, (t) => along(moved(given.inputs, given.directions, t)).at(0, 0));
    }, 0.3),
  );
  test(
    'has the same gradient twice, to the bit',
    holds((given) => {
      const numbers = () => grad(lossOf(given))(given.inputs).map((g) => g.toFloat64Array());
      expect(numbers()).toEqual(numbers());
    }, 0.3),
  );
});

/** Who is compared with whom: ops, arguments, attributes, shapes. */
const written = ({ entries, outputs }: Tape) => ({
  outputs,
  entries: entries.map((entry) =>
    entry.kind === 'applied'
      ? [entry.op.name, entry.args, entry.attributes, entry.rows, entry.columns]
      : [entry.kind, entry.rows, entry.columns],
  ),
});

test('two recordings that take turns give the tapes that they give one after the other', () => {
  fc.assert(
    fc.property(program, program, (one, other) => {
      const recorders = [new Recorder(), new Recorder()] as const;
      const steps = [one, other].map((given, i) => running(given, inputsOf(recorders[i]!, given)));
      const results: Mat[] = [];
      while (results[0] === undefined || results[1] === undefined) {
        steps.forEach((step, i) => {
          const { done, value } = step.next();
          if (done === true && value !== undefined) results[i] = value;
        });
      }
      const tapes = recorders.map((recorder, i) => recorder.close([recorder.lift(results[i]!)]).tape);
      expect(tapes.map(written)).toEqual([one, other].map((given) => written(tapeOf(given))));
    }),
    runs(0.3),
  );
});
