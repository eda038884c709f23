import {
  add,
  ArgumentError,
  div,
  type Mat,
  matmul,
  matrix,
  mul,
  named,
  print,
  record,
  type Scalar,
  scalar,
  spec,
  square,
  sub,
  sum,
  type Tape,
  tanh,
} from '@adjoint/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runs } from '../laws/caseOf.ts';
import { program, runProgram } from '../laws/programs.ts';

interface Drawn {
  readonly boxes: Readonly<Record<string, readonly string[]>>;
  readonly arrows: readonly (readonly [from: string, to: string])[];
}
const matched = (text: string, pattern: RegExp): readonly (readonly string[])[] =>
  Array.from(text.matchAll(pattern), (found) => found.slice(1));

/** Read as Graphviz does: in a string \" is a quote, \\ a backslash and \n a line. */
function readDot(text: string): Drawn {
  const lines = /^digraph tape \{\n  node \[shape=box, fontname="monospace"\];\n([^]*\n)?\}$/.exec(text)!;
  const statement = /^ {2}(?:e(\d+) \[label="((?:[^"\\]|\\[^])*)"\]|e(\d+) -> e(\d+));\n/;
  const unescaped = (label: string): readonly string[] =>
    label.split(/(?<=(?:^|[^\\])(?:\\\\)*)\\n/).map((line) => line.replaceAll(/\\([\\"])/g, '$1'));
  const [boxes, arrows]: [Record<string, readonly string[]>, (readonly [string, string])[]] = [{}, []];
  let rest = lines[1] ?? '';
  while (rest !== '') {
    const [whole, ref, label, from, to] = statement.exec(rest) ?? [];
    if (whole === undefined) throw new Error(`not a statement: ${rest}`);
    if (ref === undefined) arrows.push([from!, to!]);
    else boxes[ref] = unescaped(label!);
    rest = rest.slice(whole.length);
  }
  return { boxes, arrows };
}
/** Read as Mermaid does: #34; is the character of that code, <br/> a line; what is HTML or Markdown is refused. */
function readMermaid(text: string): Drawn {
  expect(text.startsWith('flowchart TD')).toBe(true);
  const unescaped = (line: string): string => {
    if (/[<&`]/.test(line)) throw new Error(`not plain text: ${line}`);
    return line.replaceAll(/#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
  };
  const boxes = matched(text, /^ {2}e(\d+)\["([^"]*)"\]$/gm);
  return {
    boxes: Object.fromEntries(boxes.map(([ref, label]) => [ref, label!.split('<br/>').map(unescaped)])),
    arrows: matched(text, /^ {2}e(\d+) --> e(\d+)$/gm) as Drawn['arrows'],
  };
}
const formats = [
  ['dot', readDot],
  ['mermaid', readMermaid],
] as const;

/** What is to be drawn of a tape, found without the drawing. */
function expectedOf({ entries, outputs }: Tape): {
  readonly refs: readonly string[];
  readonly arrows: readonly (readonly [string, string])[];
} {
  const isDrawn = (ref: number) => !(entries[ref]!.kind === 'constant' && entries[ref]!.rows * entries[ref]!.columns === 1);
  return {
    refs: entries.flatMap((_, ref) => (isDrawn(ref) || outputs.includes(ref) ? [String(ref)] : [])),
    arrows: entries.flatMap((entry, ref) =>
      entry.kind === 'applied' ? entry.args.filter(isDrawn).map((arg) => [String(arg), String(ref)] as const) : [],
    ),
  };
}

describe.each(formats)('drawn as %s', (format, read) => {
  const drawn = (tape: Tape): Drawn => read(print(tape, { format }));
  test('every entry of a random program is a box and every argument an arrow', () => {
    fc.assert(
      fc.property(program, (given) => {
        const tape = record(
          (xs: readonly Mat[]) => runProgram(given, xs),
          given.inputs.map(({ rows, columns }) => spec(rows, columns)),
        );
        const { boxes, arrows } = drawn(tape);
        const expected = expectedOf(tape);
        expect(Object.keys(boxes)).toEqual(expected.refs);
        expect(arrows).toEqual(expected.arrows);
        for (const [ref, lines] of Object.entries(boxes)) {
          const entry = tape.entries[Number(ref)]!;
          const isNumber = entry.kind === 'constant' && entry.rows * entry.columns === 1;
          if (!isNumber) expect(lines.at(-2)!.split(' ')[0]).toBe(entry.kind === 'applied' ? entry.op.name : entry.kind);
          expect(lines.at(-1)).toBe(`${entry.rows}x${entry.columns}${tape.outputs.includes(Number(ref)) ? ' output' : ''}`);
        }
      }),
      runs(0.5),
    );
  });
  test('a box says label, op, the numbers that it reads, shape and whether it is returned', () => {
    const tape = record((x: Mat<2, 3>, y: Mat) => named('scaled', mul(0.5, sum(tanh(matmul(x, y))))), spec(2, 3, 'x'), spec(3, 4));
    const { boxes, arrows } = drawn(tape);
    expect(Object.values(boxes)).toEqual([
      ['x', 'input', '2x3'],
      ['input', '3x4'],
      ['matmul', '2x4'],
      ['tanh', '2x4'],
      ['sumTo', '1x1'],
      ['scaled', 'mul 0.5', '1x1 output'],
    ]);
    expect(arrows).toEqual([
      ['0', '2'],
      ['1', '2'],
      ['2', '3'],
      ['3', '4'],
      ['4', '6'],
    ]);
  });
  test('an argument that is read twice has two arrows, and numbers stand inside every reader', () => {
    const { boxes, arrows } = drawn(record((x: Scalar) => sub(mul(x, x), div(x, -3)), spec(1, 1)));
    expect(arrows).toEqual([
      ['0', '1'],
      ['0', '1'],
      ['0', '3'],
      ['1', '4'],
      ['3', '4'],
    ]);
    expect(boxes['3']).toEqual(['div -3', '1x1']);
  });
  test('a matrix of constants is a box, a number that is returned one too', () => {
    const { boxes } = drawn(record((x: Mat) => [add(x, matrix([[1, 2]])), scalar(7)], spec(1, 2)));
    expect(Object.values(boxes)).toEqual([
      ['input', '1x2'],
      ['constant', '1x2'],
      ['add', '1x2 output'],
      ['7', '1x1 output'],
    ]);
  });
  test('any label without line breaks is shown as it is', () => {
    const label = fc.oneof(
      fc.string(),
      fc.constantFrom(
        '"',
        '\\',
        '\\n',
        '\\"',
        '"]',
        '#quot;',
        '#34;',
        '#',
        '<br/>',
        '<script>',
        '--> e0',
        '"; e1 -> e2; //',
        '%%',
        '`markdown`',
        '&amp;',
      ),
    );
    fc.assert(
      fc.property(label, label, (one, other) => {
        const { boxes, arrows } = drawn(record((x: Mat) => named(other, square(x)), spec(2, 2, one)));
        expect(boxes).toEqual({ 0: [one, 'input', '2x2'], 1: [other, 'square', '2x2 output'] });
        expect(arrows).toEqual([['0', '1']]);
      }),
      runs(2),
    );
  });
  test('a label of several lines stays in its box', () => {
    const { boxes } = drawn(record((x: Mat) => named('first\nsecond', square(x)), spec(2, 2)));
    expect(boxes['1']).toEqual(['first', 'second', 'square', '2x2 output']);
  });
});

test.each(['svg', 'DOT', '__proto__', 'constructor', 'toString', 3, null])(
  'the format %s is refused with those that there are',
  (format) => {
    const run = () =>
      print(
        record((x: Mat) => square(x), spec(1, 1)),
        { format: format as never },
      );
    expect(run).toThrow(ArgumentError);
    expect(run).toThrow(`print: format must be one of text, dot, mermaid, got ${String(format)}`);
  },
);
test('as text a label of several lines stays in its line', () => {
  const tape = record((x: Mat) => mul(x, named('first\nsecond', square(x))), spec(2, 2));
  expect(
    print(tape)
      .split('\n')
      .map((line) => line.replaceAll(/ +/g, ' ')),
  ).toEqual(['%0 = input 2x2', '%1 first second = square(%0) 2x2', '%2 = %0 * first second 2x2', 'return %2']);
});
