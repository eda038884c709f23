import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { documentAt, printedBy, programsIn } from './documentPrograms.ts';
import { compilerOutputOf } from './types/checker.ts';

const guide = documentAt('docs/guide.md');
const programs = guide
  .split(/^## /m)
  .slice(1)
  .map((section, i) => ({ title: section.slice(0, section.indexOf('\n')), name: `guide${i + 1}`, programs: programsIn(section) }))
  .flatMap(({ title, name, programs }) => programs.map((program) => ({ title, name, program })));

const promisedBy = (program: string): readonly string[] => [...program.matchAll(/\/\/ => (.*)$/gm)].map(([, line]) => line!);

describe('the guide', () => {
  test('has a program in each section', () => {
    expect(programs.map(({ title }) => title)).toEqual(guide.match(/(?<=^## ).*$/gm));
  });

  test.each(programs)('$title: the program prints what it says', ({ name, program }) => {
    const promised = promisedBy(program);
    expect(promised).not.toEqual([]);
    expect(printedBy(program, name, ['test/nn/fixtures/scipy-plain.mat'])).toBe(`${promised.join('\n')}\n`);
  });

  test('has programs without type errors', () => {
    const files = Object.fromEntries(programs.map(({ name, program }) => [`${name}.ts`, program]));
    expect(compilerOutputOf(files, '--types', 'node', '--noUnusedLocals')).toBe('');
  });

  test('leads to what is there', () => {
    const links = [...guide.matchAll(/\]\((.*?)\)/g)].map(([, link]) => link!);
    expect(links.filter((link) => !existsSync(resolve(import.meta.dirname, '../docs', link)))).toEqual([]);
  });
});
