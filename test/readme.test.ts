import { expect, test } from 'vitest';
import { documentAt, printedBy, programsIn } from './documentPrograms.ts';
import { compilerOutput } from './types/checker.ts';

const readme = documentAt('README.md');

const program = programsIn(readme)[0]!;
const saidOf = (text: string): string => compilerOutput(text.split('\n'), '--types', 'node');

test("the README's program runs as it is written, and learns XOR", () => {
  const printed = printedBy(program, 'readme');
  expect(printed).toMatch(/^Mat 2x3\n/);
  expect(printed).toMatch(/converged 0\.\d{4} \[ 0, 1, 1, 0 \]\n$/);
});

test("the README's program has no type errors, and the wrong layer has the one that the README quotes", () => {
  const [, wrong, sentence] = /^Write `(dense\(.*?)` for the second layer and the editor says:\n`(.*?)`/m.exec(readme)!;
  expect(saidOf(program)).toBe('');
  const changed = program.replace('dense(3, 1, sigmoid)', wrong!);
  expect(changed).not.toBe(program);
  const said = saidOf(changed);
  expect(said).toContain(sentence);
  expect(said.match(/error TS/g)).toHaveLength(1);
});

test('the first thing that the README shows is the flow', () => {
  const flow = ['record', 'simplify', 'differentiate', 'plan', 'execute', 'interpret'].map((word) => readme.indexOf(` ${word} `));
  expect(flow.every((place) => place > 0 && place < readme.indexOf('## '))).toBe(true);
});
