import { ArgumentError, shapeText } from './errors.ts';
import { valuesOf } from './matrix/denseMatrix.ts';
import { requireOptions } from './matrix/options.ts';
import { printProgram } from './plan/printProgram.ts';
import type { Program } from './plan/program.ts';
import { type AppliedEntry, argsOf, type ConstantEntry, type Entry, type Ref, requireTape, type Tape } from './tape/tape.ts';

export interface PrintOptions {
  /** 'text' (default); 'dot' for Graphviz; 'mermaid' for Markdown */
  readonly format?: 'text' | 'dot' | 'mermaid';
}

/**
 * A tape to look at. As text, one line per entry: its ref and label, what it is, its shape. Labels stand for entries where they name
 * only one; constant numbers stand where they are read.
 * ```
 * %6       = x · w1                             5000x25
 * ```
 * A program (see `plan`) is printed as its instructions: blocks, loops, where everything lies, and the work that it is.
 */
export function print(tape: Tape | Program, options: PrintOptions = {}): string {
  requireOptions('print', options, `Write print(tape) or print(tape, { format: 'dot' })`);
  const { format = 'text' } = options;
  if (isProgram(tape)) {
    if (format !== 'text') throw new ArgumentError(`print: a program is printed as text only, got ${String(format)}. Print its tape`);
    return printProgram(tape);
  }
  requireTape('print', tape);
  if (!Object.hasOwn(formats, format))
    throw new ArgumentError(`print: format must be one of ${Object.keys(formats).join(', ')}, got ${String(format)}`);
  return formats[format](tape);
}

const isProgram = (x: Tape | Program): x is Program => typeof x === 'object' && x !== null && 'steps' in x && 'places' in x;

const isNumber = (entry: Entry): entry is ConstantEntry => entry.kind === 'constant' && entry.rows === 1 && entry.columns === 1;
function numberText({ value }: ConstantEntry): string {
  const number = valuesOf(value)[0]!;
  return Object.is(number, -0) ? '-0' : String(number);
}

const linesOf = (label: string): readonly string[] => label.split(/[\r\n\u2028\u2029]+/);
const oneLine = (label: string): string => linesOf(label).join(' ');

/** How each entry is called where it is read. */
function namesOf({ entries }: Tape): readonly string[] {
  const count = new Map<string, number>();
  for (const { label } of entries) if (label !== undefined) count.set(label, (count.get(label) ?? 0) + 1);
  return entries.map((entry, ref) => {
    if (isNumber(entry)) return numberText(entry);
    return entry.label !== undefined && count.get(entry.label) === 1 ? oneLine(entry.label) : `%${ref}`;
  });
}

function whatText(entry: Entry, names: readonly string[]): string {
  return entry.kind === 'applied' ? callText(entry, names) : entry.kind;
}

function callText({ op, args, attributes, rows, columns }: AppliedEntry, names: readonly string[]): string {
  const called = args.map((ref) => names[ref]!);
  if (op.notation !== undefined) return op.notation(...called);
  const sizes: Record<string, number> = { rows, columns };
  // rows and columns that the shape column shows already are left out
  const told = Object.entries(attributes).filter(([key, value]) => sizes[key] !== value);
  return `${op.name}(${[...called, ...told.map(([key, value]) => `${key}: ${typeof value === 'object' ? `tape of ${value.entries.length}` : value}`)].join(', ')})`;
}

function text(tape: Tape): string {
  const names = namesOf(tape);
  const lines = tape.entries.flatMap((entry, ref) => {
    if (isNumber(entry)) return [];
    const head = `%${ref}${entry.label === undefined ? '' : ` ${oneLine(entry.label)}`}`;
    return [`${head.padEnd(8)} = ${whatText(entry, names).padEnd(34)} ${shapeText(entry)}`];
  });
  return [...lines, `return ${tape.outputs.map((ref) => names[ref]).join(', ')}`].join('\n');
}

/** What the boxes of both drawings say, and the arrows between them; numbers are written into the box that reads them. */
function drawing(tape: Tape): {
  readonly boxes: readonly (readonly [Ref, readonly string[]])[];
  readonly arrows: readonly (readonly [Ref, Ref])[];
} {
  const outputs = new Set(tape.outputs);
  const box = (entry: Entry, ref: Ref): readonly string[] => {
    const numbers = argsOf(entry).flatMap((arg) => (isNumber(tape.entries[arg]!) ? [numberText(tape.entries[arg])] : []));
    const what = entry.kind === 'applied' ? [entry.op.name, ...numbers].join(' ') : isNumber(entry) ? numberText(entry) : entry.kind;
    return [...(entry.label === undefined ? [] : linesOf(entry.label)), what, `${shapeText(entry)}${outputs.has(ref) ? ' output' : ''}`];
  };
  // a number has a box of its own only where it is returned
  const drawn = tape.entries.flatMap((entry, ref) => (isNumber(entry) && !outputs.has(ref) ? [] : [[entry, ref] as const]));
  return {
    boxes: drawn.map(([entry, ref]) => [ref, box(entry, ref)]),
    arrows: drawn.flatMap(([entry, ref]) => argsOf(entry).flatMap((arg) => (isNumber(tape.entries[arg]!) ? [] : [[arg, ref] as const]))),
  };
}

function dot(tape: Tape): string {
  const { boxes, arrows } = drawing(tape);
  const escaped = (line: string) => line.replaceAll('\\', '\\\\').replaceAll('"', '\\"');
  return [
    'digraph tape {',
    '  node [shape=box, fontname="monospace"];',
    ...boxes.map(([ref, lines]) => `  e${ref} [label="${lines.map(escaped).join('\\n')}"];`),
    ...arrows.map(([from, to]) => `  e${from} -> e${to};`),
    '}',
  ].join('\n');
}

function mermaid(tape: Tape): string {
  const { boxes, arrows } = drawing(tape);
  const escaped = (line: string) => line.replaceAll(/[#"<&`]/g, (character) => `#${character.charCodeAt(0)};`);
  return [
    'flowchart TD',
    ...boxes.map(([ref, lines]) => `  e${ref}["${lines.map(escaped).join('<br/>')}"]`),
    ...arrows.map(([from, to]) => `  e${from} --> e${to}`),
  ].join('\n');
}

const formats: Readonly<Record<NonNullable<PrintOptions['format']>, (tape: Tape) => string>> = { text, dot, mermaid };
