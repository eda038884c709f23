import { type Either, left, right } from './either.ts';
import { AdjointError, DecodeError } from './errors.ts';
import { DenseMatrix, valuesOf } from './matrix/denseMatrix.ts';
import { registry } from './ops/registry.ts';
import { type Attributes, type Entry, type Op, type Ref, requireTape, type Tape } from './tape/tape.ts';

// A tape as JSON: { "adjoint": 1, "inputs": [0], "outputs": [2], "entries": [
//   { "input": [2, 3], "label": "x" }, { "constant": [1, 1], "values": [0.5] }, { "op": "mul", "args": [0, 1], "attributes": {} } ] }

const version = 1;
const deepest = 32; // tapes within tapes
const largest = 2 ** 32; // entries of one matrix

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** The tape as text. `deserialize` gives it back. */
export function serialize(tape: Tape): string {
  requireTape('serialize', tape);
  return JSON.stringify(encodeTape(tape));
}

function encodeTape({ entries, inputs, outputs }: Tape): Json {
  return { adjoint: version, inputs, outputs, entries: entries.map(encodeEntry) };
}

function encodeEntry(entry: Entry): Json {
  const label = entry.label === undefined ? {} : { label: entry.label };
  const shape = [entry.rows, entry.columns];
  if (entry.kind === 'input') return { input: shape, ...label };
  if (entry.kind === 'constant') return { constant: shape, values: Array.from(valuesOf(entry.value), encodeNumber), ...label };
  const attributes = Object.fromEntries(Object.entries(entry.attributes).map(([key, value]) => [key, encodeAttribute(value)]));
  return { op: entry.op.name, args: entry.args, attributes, ...label };
}

// JSON has no NaN, Infinity or -0
const encodeNumber = (x: number): Json => (Number.isFinite(x) && !Object.is(x, -0) ? x : Object.is(x, -0) ? '-0' : String(x));
const encodeAttribute = (value: number | string | Tape): Json =>
  typeof value === 'number' ? encodeNumber(value) : typeof value === 'string' ? { text: value } : { tape: encodeTape(value) };

/**
 * The tape that a text describes. Every reference, shape and attribute is checked again by the ops themselves; nothing is allocated
 * from a size that the text only declares.
 */
export function deserialize(text: string): Either<DecodeError, Tape> {
  try {
    return right(decodeTape(parse(text), 'tape', 0));
  } catch (error) {
    if (error instanceof DecodeError) return left(error);
    throw error;
  }
}

const refuse = (place: string, expected: string, found: unknown): DecodeError =>
  new DecodeError({
    source: 'tape',
    place,
    expected,
    found: typeof found === 'string' ? JSON.stringify(found.slice(0, 200)) : summary(found),
  });
const summary = (x: unknown): string =>
  x === undefined ? 'nothing' : Array.isArray(x) ? `a list of ${x.length}` : typeof x === 'object' && x !== null ? 'an object' : String(x);

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // too deep a nesting overflows the parser's stack
    throw refuse('text', 'JSON', error instanceof Error ? error.message : 'an error');
  }
}

function decodeTape(x: unknown, place: string, depth: number): Tape {
  if (depth > deepest) throw refuse(place, `at most ${deepest} tapes within each other`, 'more');
  const fields = fieldsOf(x, place);
  if (fields['adjoint'] !== version) throw refuse(`${place}.adjoint`, `version ${version}`, fields['adjoint']);
  const entries: Entry[] = [];
  listOf(fields['entries'], `${place}.entries`).forEach((entry, ref) =>
    entries.push(decodeEntry(entry, entries, `${place}.entries[${ref}]`, depth)),
  );
  const inputs = refsOf(fields['inputs'], entries.length, `${place}.inputs`);
  const declared = entries.flatMap((entry, ref) => (entry.kind === 'input' ? [ref] : []));
  if (inputs.length !== declared.length || !inputs.every((ref, position) => ref === declared[position]))
    throw refuse(`${place}.inputs`, `the ${declared.length} input entries in their order`, fields['inputs']);
  return { entries, inputs, outputs: refsOf(fields['outputs'], entries.length, `${place}.outputs`) };
}

function decodeEntry(x: unknown, before: readonly Entry[], place: string, depth: number): Entry {
  const fields = fieldsOf(x, place);
  const label = labelOf(fields['label'], `${place}.label`);
  if (fields['input'] !== undefined) return { kind: 'input', ...shapeOf(fields['input'], `${place}.input`), ...label };
  if (fields['constant'] !== undefined) return { ...decodeConstant(fields, place), ...label };
  const op = registry.find(({ name }) => name === fields['op']);
  if (op === undefined) throw refuse(`${place}.op`, 'input, constant or the name of an op', fields['op']);
  const args = refsOf(fields['args'], before.length, `${place}.args`);
  const attributes = attributesOf(op, fields['attributes'], `${place}.attributes`, depth);
  return {
    kind: 'applied',
    op,
    args,
    attributes,
    ...appliedShape(
      op,
      args.map((ref) => before[ref]!),
      attributes,
      place,
    ),
    ...label,
  };
}

function decodeConstant(fields: Fields, place: string): Entry {
  const { rows, columns } = shapeOf(fields['constant'], `${place}.constant`);
  const values = listOf(fields['values'], `${place}.values`);
  if (values.length !== rows * columns) throw refuse(`${place}.values`, `${rows * columns} numbers`, values);
  const numbers = Float64Array.from(values, (value, i) => numberOf(value, `${place}.values[${i}]`));
  return { kind: 'constant', rows, columns, value: new DenseMatrix(rows, columns, numbers) };
}

/** The shape that the op's own rule gives; what it refuses is refused here. */
function appliedShape(
  op: Op,
  args: readonly Entry[],
  attributes: Attributes,
  place: string,
): { readonly rows: number; readonly columns: number } {
  const wanted = op.domain.args.length;
  if (op.variadic === undefined ? args.length !== wanted : args.length === 0)
    throw refuse(`${place}.args`, `${wanted} arguments of ${op.name}`, args);
  try {
    const { rows, columns } = op.shape(args, attributes);
    return shapeOf([rows, columns], place);
  } catch (error) {
    if (error instanceof AdjointError && !(error instanceof DecodeError))
      throw refuse(place, `arguments that fit ${op.name}`, error.message);
    throw error;
  }
}

type Fields = Readonly<Record<string, unknown>>;
function fieldsOf(x: unknown, place: string): Fields {
  if (typeof x !== 'object' || x === null || Array.isArray(x)) throw refuse(place, 'an object', x);
  return Object.assign(Object.create(null), x) as Fields; // own fields only, __proto__ among them
}
function listOf(x: unknown, place: string): readonly unknown[] {
  if (!Array.isArray(x)) throw refuse(place, 'a list', x);
  return x;
}
function refsOf(x: unknown, limit: number, place: string): readonly Ref[] {
  return listOf(x, place).map((ref, i) => {
    if (Number.isInteger(ref) && (ref as number) >= 0 && (ref as number) < limit) return ref as Ref;
    throw refuse(`${place}[${i}]`, limit === 0 ? 'no reference' : `an earlier entry, 0 to ${limit - 1}`, ref);
  });
}
function shapeOf(x: unknown, place: string): { readonly rows: number; readonly columns: number } {
  const [rows, columns] = listOf(x, place);
  const isSize = (n: unknown): n is number => Number.isSafeInteger(n) && (n as number) >= 1;
  if (isSize(rows) && isSize(columns) && rows * columns <= largest) return { rows, columns };
  throw refuse(
    place,
    `rows and columns, whole numbers of at least 1 with a product of at most ${largest}`,
    `${summary(rows)} and ${summary(columns)}`,
  );
}
function numberOf(x: unknown, place: string): number {
  if (typeof x === 'number') return x;
  if (x === 'NaN' || x === 'Infinity' || x === '-Infinity' || x === '-0') return Number(x);
  throw refuse(place, 'a number', x);
}
function labelOf(x: unknown, place: string): { readonly label?: string } {
  if (x === undefined) return {};
  if (typeof x !== 'string') throw refuse(place, 'text', x);
  return { label: x };
}
function attributesOf(op: Op, x: unknown, place: string, depth: number): Attributes {
  const given = fieldsOf(x, place);
  const wanted = Object.keys(op.domain.attributes?.[0]?.({ m: 2, k: 2, n: 2 }) ?? {}); // as the laws draw them
  if (Object.keys(given).length !== wanted.length || !wanted.every((key) => Object.hasOwn(given, key)))
    throw refuse(place, `the attributes of ${op.name}: ${wanted.join(', ') || 'none'}`, `{ ${Object.keys(given).join(', ')} }`);
  return Object.fromEntries(wanted.map((key) => [key, attributeOf(given[key], `${place}.${key}`, depth)]));
}
function attributeOf(x: unknown, place: string, depth: number): number | string | Tape {
  if (typeof x !== 'object') return numberOf(x, place);
  const fields = fieldsOf(x, place);
  if (typeof fields['text'] === 'string') return fields['text'];
  return decodeTape(fields['tape'], `${place}.tape`, depth + 1);
}
