import * as core from '@adjoint/core';
import { type Attributes, type Mat, type Op, record, registry, spec } from '@adjoint/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { apply } from '../../packages/core/src/tape/apply.ts';
import { type Case, caseOf, runs } from './caseOf.ts';

// What a user calls records the op of its name, once, with the attributes that its options say.

type Call = (x: Mat, attributes: Readonly<Record<string, number>>, ...others: readonly Mat[]) => readonly unknown[];
const sizes: Call = (x, { rows, columns }) => [x, rows, columns];
const axis: Call = (x, { rows, columns }) =>
  rows === 1 && columns === 1 ? [x] : [x, { axis: rows === 1 && x.rows > 1 ? 0 : columns === 1 && x.columns > 1 ? 1 : rows === 1 ? 0 : 1 }];
const offset: Call = (x, told) => (told.offset === 0 ? [x] : [x, told.offset]);
const along: Call = (x, told) => (told.axis === 1 ? [x] : [x, { axis: told.axis }]);

/** How the arguments and attributes of an op are written by its users; just the arguments unless told. */
const calls: Readonly<Record<string, Call>> = {
  broadcastTo: sizes,
  sumTo: sizes,
  reshape: sizes,
  max: axis,
  min: axis,
  logSumExp: axis,
  norm: axis,
  argMax: axis,
  argMin: axis,
  tril: offset,
  triu: offset,
  softmax: along,
  logSoftmax: along,
  cumulativeSum: (x, told) => [x, { axis: told.axis }],
  slice: (x, { row, column, rows, columns }) => [x, { rows: [row, row! + rows!], columns: [column, column! + columns!] }],
  pad: (x, told) => [x, told],
  scatterRows: (x, { rows }, indices) => [x, indices, rows],
  oneHot: (x, { classes }) => [x, classes],
};
/** Has a public function of its own, which says just that much. */
const isPublic = ({ name }: Op, { rows, columns, axis: along1, reverse }: Readonly<Record<string, number>>, [x]: readonly Mat[]): boolean =>
  !(
    reverse === 1 ||
    (along1 === -1 && ['softmax', 'logSoftmax'].includes(name)) ||
    // a reduction that changes nothing, or nothing in one direction, may be written in several ways
    (calls[name] === axis && rows === x!.rows && columns === x!.columns)
  );
const argumentsOf = (op: Op, xs: readonly Mat[], attributes: Attributes): readonly unknown[] =>
  (calls[op.name] ?? ((x, _told, ...others) => [x, ...others]))(xs[0]!, attributes as Readonly<Record<string, number>>, ...xs.slice(1));
const publicOf = (op: Op): ((...given: readonly unknown[]) => Mat) =>
  (core as unknown as Readonly<Record<string, (...given: readonly unknown[]) => Mat>>)[op.name]!;

const packed = ['qr', 'svd', 'eigSymmetric']; // public functions slice what these record
const ops = registry.filter(({ name }) => name in core && !packed.includes(name));

test('every op but the packed ones and call has a public function of its name', () => {
  const others = registry.filter((op) => !ops.includes(op)).map(({ name }) => name);
  expect(others.toSorted()).toEqual(['call', ...packed].toSorted());
  for (const op of ops) expect((publicOf(op) as unknown as { readonly op: Op }).op.name).toBe(op.name === 'sumTo' ? 'sumTo' : op.name);
});

describe.each(ops)('$name', (op) => {
  const check = (use: (c: Case) => void): void =>
    fc.assert(
      fc.property(caseOf(op), (c) => {
        if (isPublic(op, c.attributes as never, c.xs)) use(c);
      }),
      runs(0.2),
    );
  test('called, it gives what its op gives', () =>
    check(({ xs, attributes }) => {
      const found = publicOf(op)(...argumentsOf(op, xs, attributes));
      const expected = apply(op, xs, attributes);
      expect([found.rows, found.columns]).toEqual([expected.rows, expected.columns]);
      expect(found.toFloat64Array()).toEqual(expected.toFloat64Array());
    }));
  test('recorded, it is one entry of that op', () =>
    check(({ xs, attributes }) => {
      const shape = op.shape(xs, attributes);
      const isIdle =
        ['broadcastTo', 'sumTo', 'reshape'].includes(op.name) && shape.rows === xs[0]!.rows && shape.columns === xs[0]!.columns;
      const tape = record(
        ((...given: readonly Mat[]) => publicOf(op)(...argumentsOf(op, given, attributes))) as never,
        ...(xs.map(({ rows, columns }) => spec(rows, columns)) as never[]),
      );
      const applied = tape.entries.filter((entry) => entry.kind === 'applied');
      expect(applied.map((entry) => entry.op)).toEqual(isIdle ? [] : [op]);
      const told = applied.map((entry) => entry.attributes);
      if (!isIdle && calls[op.name] !== axis) expect(told).toEqual([attributes]);
    }));
});
