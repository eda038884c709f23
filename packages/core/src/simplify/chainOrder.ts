import { matmul } from '../ops/products.ts';
import type { Recorded } from '../tape/recorder.ts';
import { argsIf } from './pattern.ts';
import type { IsReadOnce, StructuralRule } from './rule.ts';

const longest = 16; // factors looked at together

/** The factors of a product whose inner products nothing else reads, and what multiplying them as written costs. */
function factorsOf(x: Recorded, isReadOnce: IsReadOnce, room: number): { readonly factors: readonly Recorded[]; readonly cost: number } {
  const args = room > 1 && isReadOnce(x) ? argsIf(matmul.op, x) : undefined;
  if (args === undefined) return { factors: [x], cost: 0 };
  return product(args, isReadOnce, room);
}
function product(args: readonly Recorded[], isReadOnce: IsReadOnce, room: number) {
  const left = factorsOf(args[0]!, isReadOnce, room - 1);
  const right = factorsOf(args[1]!, isReadOnce, room - left.factors.length);
  const own = args[0]!.rows * args[0]!.columns * args[1]!.columns;
  return { factors: [...left.factors, ...right.factors], cost: left.cost + right.cost + own };
}

/** A product of n factors is associative: the cheapest order by dynamic programming (Cormen et al., 15.2). */
export const chainOrder: StructuralRule = {
  name: 'order of a chain of products',
  law: 'reassociated',
  become(_recorder, op, args, _attributes, isReadOnce) {
    if (op !== matmul.op) return undefined;
    const { factors, cost } = product(args, isReadOnce, longest);
    if (factors.length < 3) return undefined;
    const { best, split } = cheapest(factors);
    if (!(best < cost)) return undefined;
    const build = (from: number, to: number): Recorded =>
      from === to ? factors[from]! : (matmul(build(from, split[from]![to]!), build(split[from]![to]! + 1, to)) as Recorded);
    return build(0, factors.length - 1);
  },
};

function cheapest(factors: readonly Recorded[]): { readonly best: number; readonly split: readonly (readonly number[])[] } {
  const n = factors.length;
  const cost = factors.map(() => factors.map(() => 0));
  const split = factors.map(() => factors.map(() => 0));
  for (let length = 2; length <= n; length += 1) {
    for (let from = 0; from + length <= n; from += 1) {
      const to = from + length - 1;
      cost[from]![to] = Infinity;
      for (let at = from; at < to; at += 1) {
        const total = cost[from]![at]! + cost[at + 1]![to]! + factors[from]!.rows * factors[at]!.columns * factors[to]!.columns;
        if (total < cost[from]![to]!) {
          cost[from]![to] = total;
          split[from]![to] = at;
        }
      }
    }
  }
  return { best: cost[0]![n - 1]!, split };
}
