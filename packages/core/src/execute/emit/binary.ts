// WebAssembly's binary format, as much of it as programs need (https://webassembly.github.io/spec/core/binary).

export type ValueType = 'i32' | 'f64' | 'v128';
export interface FunctionType {
  readonly parameters: readonly ValueType[];
  readonly results: readonly ValueType[];
}
export interface Import {
  readonly name: string;
  readonly type: FunctionType;
}
export interface FunctionBody {
  readonly type: FunctionType;
  /** types of the locals after the parameters */
  readonly locals: readonly ValueType[];
  readonly code: readonly number[];
  /** the name under which it is exported, if it is */
  readonly exported?: string | undefined;
}

const typeCodes: Readonly<Record<ValueType, number>> = { i32: 0x7f, f64: 0x7c, v128: 0x7b };

/** An unsigned whole number, seven bits to a byte, lowest first (LEB128). */
export function unsigned(value: number): readonly number[] {
  const bytes: number[] = [];
  let rest = value;
  do {
    const low = rest % 128;
    rest = Math.floor(rest / 128);
    bytes.push(rest === 0 ? low : low + 128);
  } while (rest !== 0);
  return bytes;
}

/** A whole number of 32 bits with its sign (LEB128). */
export function signed(value: number): readonly number[] {
  const bytes: number[] = [];
  let rest = value | 0;
  for (;;) {
    const low = rest & 0x7f;
    rest >>= 7;
    const done = (rest === 0 && (low & 0x40) === 0) || (rest === -1 && (low & 0x40) !== 0);
    bytes.push(done ? low : low | 0x80);
    if (done) return bytes;
  }
}

const float = new DataView(new ArrayBuffer(8));
/** The eight bytes of a double. */
export function double(value: number): readonly number[] {
  float.setFloat64(0, value, true);
  return Array.from({ length: 8 }, (_, i) => float.getUint8(i));
}

const vector = (items: readonly (readonly number[])[]): number[] => concatenated([unsigned(items.length), ...items]);
const name = (text: string): readonly number[] => [...unsigned(text.length), ...Array.from(text, (letter) => letter.charCodeAt(0))];
const section = (id: number, contents: readonly number[]): number[] => concatenated([[id], unsigned(contents.length), contents]);

export const mostPages = 65536;

/**
 * A module that imports a memory and functions, all from `env`, and exports some of its functions. Functions are numbered from the first
 * import on.
 */
export function moduleOf(imports: readonly Import[], functions: readonly FunctionBody[], shared: boolean): Uint8Array<ArrayBuffer> {
  const types: FunctionType[] = [];
  const numbers = new Map<string, number>();
  const typeOf = (type: FunctionType): number => {
    const key = `${type.parameters.join()}:${type.results.join()}`;
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, types.length);
    return types.push(type) - 1;
  };
  const memory = [...name('env'), ...name('memory'), 0x02, shared ? 0x03 : 0x01, ...unsigned(1), ...unsigned(mostPages)];
  const imported = imports.map((each) => [...name('env'), ...name(each.name), 0x00, ...unsigned(typeOf(each.type))]);
  const declared = functions.map(({ type }) => unsigned(typeOf(type)));
  const exported = functions.flatMap((body, index) =>
    body.exported === undefined ? [] : [[...name(body.exported), 0x00, ...unsigned(imports.length + index)]],
  );
  const typeBytes = (list: readonly ValueType[]): number[] => vector(list.map((type) => [typeCodes[type]]));
  const bodies = functions.map(({ locals, code }) => {
    const contents = vectorOfLocals(locals);
    return concatenated([unsigned(contents.length + code.length + 1), contents, code, [0x0b]]);
  });
  return Uint8Array.from(
    concatenated([
      [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
      section(1, vector(types.map(({ parameters, results }) => [[0x60], typeBytes(parameters), typeBytes(results)].flat()))),
      section(2, vector([memory, ...imported])),
      section(3, vector(declared)),
      section(7, vector(exported)),
      section(10, vector(bodies)),
    ]),
  );
}

/** Runs of equal types: how many, which. */
function vectorOfLocals(locals: readonly ValueType[]): number[] {
  const runs: [number, ValueType][] = [];
  for (const type of locals) {
    const last = runs.at(-1);
    if (last?.[1] === type) last[0] += 1;
    else runs.push([1, type]);
  }
  return vector(runs.map(([count, type]) => unsigned(count).concat(typeCodes[type])));
}

/** Like flat(), without its stack of arguments for long lists. */
function concatenated(lists: readonly (readonly number[])[]): number[] {
  const all: number[] = [];
  for (const list of lists) for (const byte of list) all.push(byte);
  return all;
}
