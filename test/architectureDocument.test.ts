import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { differentiate, plan, print, simplify, type Tape } from '@adjoint/core';
import { expect, test } from 'vitest';
import { exercise4ByHandTape, exercise4Tape } from './exercise4.ts';

const document = readFileSync(resolve(import.meta.dirname, '../docs/architecture.md'), 'utf8');
const blocks = [...document.matchAll(/```\w*\n(.*?)\n```/gs)].map((match) => match[1]!);
const workEntries = (tape: Tape): number => tape.entries.filter(({ kind }) => kind === 'applied').length;

const raw = exercise4Tape();
const short = simplify(raw);
const gradient = simplify(differentiate(short, { wrt: [0, 1, 2, 3], seed: 'one' }));

test('the tapes that the document shows are the ones that are made', () => {
  expect(blocks).toContain(print(short));
  expect(blocks).toContain(print(gradient));
  expect(blocks).toContain(print(exercise4ByHandTape()));
  expect(blocks).toContain(print(plan(gradient)));
});

test('the figures that the document tells are the real ones', () => {
  const afterOnly = simplify(differentiate(raw, { wrt: [0, 1, 2, 3], seed: 'one' }));
  const told = `| ${[raw, short, differentiate(raw, { wrt: [0, 1, 2, 3], seed: 'one' }), afterOnly, gradient].map(workEntries).join(' | ')} |`;
  expect(document).toContain(told);
  expect(document).toContain(`${workEntries(gradient)} entries, as many as above`);
});

test('the gradient is as short as the one that is written by hand', () => {
  expect(workEntries(gradient)).toBeLessThanOrEqual(workEntries(exercise4ByHandTape()));
});
