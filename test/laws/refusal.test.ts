import { type Attributes, type Op, registry, type Shape, ShapeError, zeros } from '@adjoint/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { apply } from '../../packages/core/src/tape/apply.ts';
import { Recorder } from '../../packages/core/src/tape/recorder.ts';
import { caseOf, runs } from './caseOf.ts';

type Side = 'rows' | 'columns';
const sides: readonly Side[] = ['rows', 'columns'];
/** The shapes with one size of one argument changed. */
const resized = (shapes: readonly Shape[], argument: number, side: Side, size: number): readonly Shape[] =>
  shapes.map(({ rows, columns }, i) => ({ rows, columns, ...(i === argument ? { [side]: size } : {}) }));

const larger = 7; // than any size that is drawn
/** A letter that stands twice in a domain ties two sizes, a number is a size itself: changed, neither fits any more. */
function brokenTies({ domain }: Op, shapes: readonly Shape[]): readonly (readonly Shape[])[] {
  const letters = domain.args
    .flatMap(({ rows, columns }) => [rows, columns])
    .filter((size) => typeof size === 'string') as readonly unknown[];
  return domain.args.flatMap((arg, i) =>
    sides
      .filter((side) => typeof arg[side] === 'number' || letters.indexOf(arg[side]) !== letters.lastIndexOf(arg[side]))
      .map((side) => resized(shapes, i, side, typeof arg[side] === 'number' ? larger : shapes[i]![side] + 1)),
  );
}

type Wrong = (x: Shape, attributes: Record<'row' | 'column' | 'rows' | 'columns', number>) => readonly Partial<Record<Side, number>>[];
const reduced: Wrong = (x, to) => sides.filter((side) => to[side] !== 1).map((side) => ({ [side]: x[side] + 1 }));
const anyShape: Wrong = () => [];
/** Which sizes of the first argument do not fit the attributes. */
const refusedByAttributes: Readonly<Partial<Record<string, Wrong>>> = {
  broadcastTo: (_x, to) => sides.map((side) => ({ [side]: to[side] + 1 })),
  sumTo: reduced,
  max: reduced,
  min: reduced,
  logSumExp: reduced,
  norm: reduced,
  argMax: reduced,
  argMin: reduced,
  cumulativeSum: anyShape,
  tril: anyShape,
  triu: anyShape,
  softmax: anyShape,
  logSoftmax: anyShape,
  qr: (x) => [{ rows: x.columns - 1 }],
  call: (x) => sides.map((side) => ({ [side]: x[side] + 1 })),
  reshape: (x) => sides.map((side) => ({ [side]: x[side] + 1 })),
  slice: (_x, { row, column, rows, columns }) => [{ rows: row + rows - 1 }, { columns: column + columns - 1 }],
  pad: (_x, { row, column, rows, columns }) => [{ rows: rows - row + 1 }, { columns: columns - column + 1 }],
};

function wrongShapes(op: Op, shapes: readonly Shape[], attributes: Attributes): readonly (readonly Shape[])[] {
  const [x] = shapes;
  const wrong = refusedByAttributes[op.name]?.(x!, attributes as never) ?? [];
  const byAttributes = wrong.flatMap((sizes) => Object.entries(sizes).map(([side, size]) => resized(shapes, 0, side as Side, size)));
  return [...brokenTies(op, shapes), ...byAttributes].filter((changed) => changed.every(({ rows, columns }) => rows >= 1 && columns >= 1));
}

function requireRefused(op: Op, attempt: () => unknown): void {
  try {
    attempt();
  } catch (error) {
    // vitest's toThrow would take most of the time here
    if (
      error instanceof ShapeError &&
      error.op === op.name &&
      /^\w+\(\d+x\d+/.test(error.message) &&
      error.message.startsWith(`${op.name}(`)
    )
      return;
    throw error;
  }
  throw new Error('was not refused');
}

describe.each(
  registry.filter(
    ({ domain }) =>
      domain.args.length > 1 ||
      domain.attributes !== undefined ||
      typeof domain.args[0]!.columns === 'number' ||
      domain.args[0]!.rows === domain.args[0]!.columns,
  ),
)('$name', (op) => {
  test('a size that does not fit is refused by a ShapeError that names the op, concrete and recorded', () => {
    fc.assert(
      fc.property(caseOf(op), ({ xs, attributes }) => {
        for (const shapes of wrongShapes(op, xs.slice(0, op.domain.args.length), attributes)) {
          requireRefused(op, () => op.shape(shapes, attributes));
          requireRefused(op, () =>
            apply(
              op,
              shapes.map(({ rows, columns }) => zeros(rows, columns)),
              attributes,
            ),
          );
          const recorder = new Recorder();
          requireRefused(op, () =>
            recorder.append(
              op,
              shapes.map((shape) => recorder.input(shape)),
              attributes,
            ),
          );
        }
      }),
      runs(0.1),
    );
  });
  test('the law above knows wrong sizes of it', () => {
    if (refusedByAttributes[op.name] === anyShape) return;
    const cases = fc.sample(caseOf(op), { seed: 5, numRuns: 20 });
    expect(cases.some(({ xs, attributes }) => wrongShapes(op, xs.slice(0, op.domain.args.length), attributes).length > 0)).toBe(true);
  });
});
