import { edges, generator } from './kernelMemory.ts';

const everywhere = [...edges, 2 ** -1022, -(2 ** -1022), 1e-310, Number.MAX_VALUE, -Number.MAX_VALUE, 1, -1, 2 ** -27, 2 ** -54];

/** Numbers of every size, many of them within 32 neighbours of the points given, some of them edges. */
export function drawArguments(count: number, seed: number, points: readonly number[]): Float64Array {
  const next = generator(seed);
  const float = new Float64Array(1);
  const words = new Uint32Array(float.buffer);
  const within = (size: number): number => (next() / 2 ** 31 - 1) * size;
  return Float64Array.from({ length: count }, () => {
    const kind = next() % 16;
    if (kind === 0) return everywhere[next() % everywhere.length]!;
    if (kind < 4) {
      float[0] = points[next() % points.length]!;
      words[0] = words[0]! + (next() % 64) - 32; // may leap by 2^32 neighbours, which is as well
      return float[0];
    }
    if (kind < 7) {
      words[0] = next();
      words[1] = next();
      return float[0]!;
    }
    return within([2, 2, 10, 50, 800, 1600, 1e7, 1e-5, 1][kind - 7]!);
  });
}
