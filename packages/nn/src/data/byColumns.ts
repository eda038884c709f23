import type { Numbers } from './ndArray.ts';

/** Numbers that were stored with the first dimension running fastest (Fortran, MATLAB), in the usual order: the last one fastest. */
export function byColumns<A extends Numbers>(stored: A, sizes: readonly number[]): A {
  if (sizes.filter((size) => size > 1).length < 2) return stored; // the order is the same
  const values = new (stored.constructor as new (count: number) => A)(stored.length);
  const last = sizes.length - 1;
  const strides = sizes.map((_, i) => sizes.slice(0, i).reduce((product, size) => product * size, 1));
  const index = sizes.map(() => 0);
  for (let to = 0, from = 0; to < values.length;) {
    const stride = strides[last]!;
    for (let i = 0; i < sizes[last]!; i += 1, to += 1) values[to] = stored[from + i * stride]!;
    let axis = last - 1;
    for (; axis >= 0; axis -= 1) {
      index[axis]! += 1;
      from += strides[axis]!;
      if (index[axis]! < sizes[axis]!) break;
      from -= index[axis]! * strides[axis]!;
      index[axis] = 0;
    }
    if (axis < 0) break;
  }
  return values;
}
