import { double, signed, unsigned, type ValueType } from './binary.ts';

const simd: Readonly<Record<string, number>> = {
  'v128.load': 0,
  'v128.load64_splat': 10,
  'v128.store': 11,
  'f64x2.eq': 71,
  'f64x2.ne': 72,
  'f64x2.lt': 73,
  'f64x2.gt': 74,
  'f64x2.le': 75,
  'f64x2.ge': 76,
  'v128.and': 78,
  'v128.andnot': 79,
  'v128.bitselect': 82,
  'v128.load64_lane': 87,
  'v128.store64_lane': 91,
  'f64x2.ceil': 116,
  'f64x2.floor': 117,
  'f64x2.nearest': 148,
  'f64x2.abs': 236,
  'f64x2.neg': 237,
  'f64x2.sqrt': 239,
  'f64x2.add': 240,
  'f64x2.sub': 241,
  'f64x2.mul': 242,
  'f64x2.div': 243,
  'f64x2.min': 244,
  'f64x2.max': 245,
};
const plain: Readonly<Record<string, number>> = {
  'i32.load': 0x28,
  'f64.load': 0x2b,
  'f64.store': 0x39,
  'i32.ne': 0x47,
  'i32.lt_s': 0x48,
  'i32.add': 0x6a,
  'i32.sub': 0x6b,
  'i32.mul': 0x6c,
  'i32.and': 0x71,
  'f64.add': 0xa0,
  'f64.mul': 0xa2,
  select: 0x1b,
};

/** Writes the code of one function. Parameters are the locals 0, 1, ... */
export class Code {
  readonly bytes: number[] = [];
  readonly locals: ValueType[] = [];
  readonly #parameters: number;
  constructor(parameters: number) {
    this.#parameters = parameters;
  }
  /** A new local. */
  local(type: ValueType): number {
    return this.#parameters + this.locals.push(type) - 1;
  }
  get(local: number): this {
    return this.#put(0x20, ...unsigned(local));
  }
  set(local: number): this {
    return this.#put(0x21, ...unsigned(local));
  }
  tee(local: number): this {
    return this.#put(0x22, ...unsigned(local));
  }
  i32(value: number): this {
    return this.#put(0x41, ...signed(value));
  }
  f64(value: number): this {
    return this.#put(0x44, ...double(value));
  }
  /** A vector of twice the same number. */
  constant(value: number): this {
    return this.#put(0xfd, 12, ...double(value), ...double(value));
  }
  call(index: number): this {
    return this.#put(0x10, ...unsigned(index));
  }
  /** An instruction without operands of its own. */
  op(name: string): this {
    const code = plain[name];
    return code === undefined ? this.#put(0xfd, ...unsigned(simd[name]!)) : this.#put(code);
  }
  /** A load or store at the address on the stack plus `offset` bytes. */
  memory(name: string, offset: number, lane?: number): this {
    const code = plain[name] === undefined ? [0xfd, ...unsigned(simd[name]!)] : [plain[name]];
    return this.#put(...code, name.startsWith('i32') ? 2 : 3, ...unsigned(offset), ...(lane === undefined ? [] : [lane]));
  }
  /** Fills memory: where, which byte and how many bytes are on the stack. */
  fill(): this {
    return this.#put(0xfc, 11, 0);
  }
  /** Repeats the body for as long as it leaves something else than 0. */
  repeat(body: () => void): this {
    this.#put(0x03, 0x40);
    body();
    return this.#put(0x0d, 0, 0x0b); // br_if 0
  }
  /** Runs the body if there is something else than 0 on the stack. */
  when(body: () => void): this {
    this.#put(0x04, 0x40);
    body();
    return this.#put(0x0b);
  }
  #put(...bytes: readonly number[]): this {
    for (const byte of bytes) this.bytes.push(byte);
    return this;
  }
}
