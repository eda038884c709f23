import { ArgumentError, type Mat, matrix } from '@adjoint/core';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';

/** A double of [0, 1) with all its 53 bits, from two draws (genrand_res53 of Matsumoto and Nishimura; NumPy's too). */
export const nextDouble = (source: RandomGenerator): number =>
  ((source.next() >>> 5) * 67108864 + (source.next() >>> 6)) / 9007199254740992;

/** A matrix of what `next` gives, row by row. @throws ShapeError for sizes that are not whole numbers of at least 1 */
export function filled<R extends number, C extends number>(rows: R, columns: C, next: () => number): Mat<R, C> {
  const count: number = [rows, columns].every(Number.isSafeInteger) ? rows * columns : 0;
  const values = new Float64Array(Number.isSafeInteger(count) && count > 0 ? count : 0);
  for (let i = 0; i < values.length; i += 1) values[i] = next();
  return matrix.of(rows, columns, values);
}

/** low + (high - low) · u. @throws ArgumentError unless low, high and their difference are finite */
export function uniforms(source: RandomGenerator, low: number, high: number): () => number {
  const range = [low, high].every(Number.isFinite) ? high - low : NaN;
  if (!Number.isFinite(range))
    throw new ArgumentError(
      `uniform(low: ${String(low)}, high: ${String(high)}): low, high and high - low must be finite numbers. Write uniform(rows, columns, 0, 1)`,
    );
  return () => low + range * nextDouble(source);
}

/** A stream of standard normal numbers, which come in pairs. */
export interface Gaussians {
  readonly next: () => number;
  /** the second of the last pair while it waits */
  readonly spare: number | undefined;
}

/**
 * Marsaglia's polar method with NumPy's legacy order: the second of each pair first.
 * Math.log is allowed here: nothing drawn is on a tape, where the bits must be the same everywhere. Its last bit is the engine's, hence 2 ulp.
 */
export function gaussians(source: RandomGenerator, waiting?: number): Gaussians {
  let spare = waiting;
  const pair = (): readonly [number, number] => {
    for (;;) {
      const x = 2 * nextDouble(source) - 1;
      const y = 2 * nextDouble(source) - 1;
      const r2 = x * x + y * y;
      if (r2 >= 1 || r2 === 0) continue;
      const f = Math.sqrt((-2 * Math.log(r2)) / r2);
      return [f * y, f * x];
    }
  };
  const next = (): number => {
    const kept = spare;
    spare = undefined;
    if (kept !== undefined) return kept;
    const [first, second] = pair();
    spare = second;
    return first;
  };
  return {
    next,
    get spare() {
      return spare;
    },
  };
}

/** mean + deviation · z. @throws ArgumentError unless both are finite and deviation is at least 0 */
export function normals(stream: Gaussians, mean: number, deviation: number): () => number {
  if (!Number.isFinite(mean) || !Number.isFinite(deviation) || deviation < 0) {
    throw new ArgumentError(
      `normal(mean: ${String(mean)}, deviation: ${String(deviation)}): both must be finite numbers, the deviation at least 0. Write normal(rows, columns, 0, 1)`,
    );
  }
  return () => mean + deviation * stream.next();
}

/** 0 ... n - 1 in random order (Fisher-Yates from the end, bounded draws by masked rejection: NumPy's legacy shuffle). */
export function shuffled(source: RandomGenerator, n: number): readonly number[] {
  if (!Number.isInteger(n) || n < 0 || n > 2 ** 32 - 1)
    throw new ArgumentError(`permutation(${String(n)}): n must be a whole number from 0 to 2^32 - 1. Write permutation(10)`);
  const order = Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i -= 1) {
    const j = upTo(source, i);
    const moved = order[i]!;
    order[i] = order[j]!;
    order[j] = moved;
  }
  return order;
}

function upTo(source: RandomGenerator, most: number): number {
  const mask = 0xffffffff >>> Math.clz32(most);
  for (;;) {
    const drawn = (source.next() & mask) >>> 0;
    if (drawn <= most) return drawn;
  }
}
