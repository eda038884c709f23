import { interpret, type Mat, registry, simplify, differentiate, type Tape } from '@adjoint/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createExecutor } from '../../packages/core/src/execute/executor.ts';
import type { DenseMatrix } from '../../packages/core/src/matrix/denseMatrix.ts';
import { apply } from '../../packages/core/src/tape/apply.ts';
import { Recorder } from '../../packages/core/src/tape/recorder.ts';
import { type Case, caseOf, isShaped, runs } from './caseOf.ts';
import { edges } from './edges.ts';
import { program, runProgram } from './programs.ts';
import { everySetting, type Setting, settingOf } from './settings.ts';
import { tallProgram } from './tallPrograms.ts';

/** Runs the tape as the setting says, twice, and compares every bit with what interpret gives; any NaN equals any NaN. */
function requireSameBits(tape: Tape, inputs: readonly Mat[], setting: Setting): void {
  const expected = interpret(tape, inputs);
  const executor = createExecutor(tape, setting);
  const dense = inputs as unknown as readonly DenseMatrix[];
  for (const found of [executor.run(dense), executor.run(dense)]) {
    found.forEach((x, output) => {
      const [values, others] = [x.toFloat64Array(), expected[output]!.toFloat64Array()];
      const at = values.findIndex((value, i) => !Object.is(value, others[i]));
      if (values.length !== others.length || at >= 0)
        throw new Error(`output ${output}, entry ${at}: ${values[at]} should be ${others[at]}`);
    });
    expect(found.length).toBe(expected.length);
  }
  executor.release(); // finalizers do not run before the property is done
}

/** With the setting that was drawn; in long runs with all of them. */
function holdsFor(tape: Tape, inputs: readonly Mat[], setting: Setting): void {
  requireSameBits(tape, inputs, setting);
  if (process.env['LAWS_RUNS'] === undefined) return;
  for (const other of everySetting(setting.samples ?? [])) requireSameBits(tape, inputs, other);
}

function tapeOf(f: (inputs: readonly Mat[]) => Mat, inputs: readonly Mat[]): Tape {
  const recorder = new Recorder();
  const handles = inputs.map(({ rows, columns }) => recorder.input({ rows, columns }));
  return recorder.close([recorder.lift(f(handles))]).tape;
}

const opTape = (op: (typeof registry)[number], { xs, attributes }: Case): Tape => tapeOf((inputs) => apply(op, inputs, attributes), xs);

describe.each(registry)('$name', (op) => {
  test('compiled has the bits of its kernel, on any engine, threads, blocks and samples', () => {
    fc.assert(
      fc.property(
        caseOf(op, { tall: true, ...(op.domain.args.some(isShaped) ? {} : { edges }) }).chain((c) =>
          settingOf(opTape(op, c)).map((setting) => ({ c, setting })),
        ),
        ({ c, setting }) => holdsFor(opTape(op, c), c.xs, setting),
      ),
      runs(0.2),
    );
  });
});

describe('any program', () => {
  const withSetting = program.chain((given) => {
    const tape = tapeOf((inputs) => runProgram(given, inputs), given.inputs);
    return settingOf(tape).map((setting) => ({ given, tape, setting }));
  });
  test('compiled has the bits of the interpreter', () => {
    fc.assert(
      fc.property(withSetting, ({ given, tape, setting }) => {
        const loss = simplify(tape);
        holdsFor(loss, given.inputs, setting);
        holdsFor(simplify(differentiate(loss, { seed: 'one' })), given.inputs, setting);
      }),
      runs(1),
    );
  });
  test('over samples, more than one chunk of them, too', () => {
    fc.assert(
      fc.property(
        tallProgram.chain((given) => settingOf(given.tape).map((setting) => ({ ...given, setting }))),
        ({ tape, inputs, setting }) => {
          holdsFor(tape, inputs, setting);
          holdsFor(simplify(differentiate(simplify(tape), { seed: 'one' })), inputs, setting);
        },
      ),
      runs(1),
    );
  });
});
