import { valuesOf } from './matrix/denseMatrix.ts';
import { shapeText } from './errors.ts';
import type { AppliedEntry, ConstantEntry, Ref, Tape } from './tape/tape.ts';

/**
 * A tape as text, one line per entry: its ref and label, what it is, its shape. Constant numbers stand where they are read.
 * ```
 * %6       = matmul(%4 x, %0 w1)                5000x25
 * ```
 */
export function print(tape: Tape): string {
  const { entries, outputs } = tape;
  const name = (ref: Ref): string => {
    const entry = entries[ref]!;
    if (entry.kind === 'constant' && isNumber(entry)) return String(valuesOf(entry.value)[0]);
    return `%${ref}${entry.label === undefined ? '' : ` ${entry.label}`}`;
  };
  const lines = entries.flatMap((entry, ref) => {
    if (entry.kind === 'constant' && isNumber(entry)) return [];
    const what = entry.kind === 'applied' ? callText(entry, name) : entry.kind;
    return [`${name(ref).padEnd(8)} = ${what.padEnd(34)} ${shapeText(entry)}`];
  });
  return [...lines, `return ${outputs.map(name).join(', ')}`].join('\n');
}

const isNumber = ({ rows, columns }: ConstantEntry): boolean => rows === 1 && columns === 1;

function callText({ op, args, attributes, rows, columns }: AppliedEntry, name: (ref: Ref) => string): string {
  const sizes: Record<string, number> = { rows, columns };
  // rows and columns that the shape column shows already are left out
  const told = Object.entries(attributes).filter(([key, value]) => sizes[key] !== value);
  return `${op.name}(${[...args.map(name), ...told.map(([key, value]) => `${key}: ${typeof value === 'object' ? `tape of ${value.entries.length}` : value}`)].join(', ')})`;
}
