import { build, dot, identity, minus, plus, type Rows, times, transposed } from './rows.ts';

// Decompositions by other algorithms than the package's, and how they move when their argument moves.

const firstColumns = (x: Rows, count: number): Rows => x.map((row) => row.slice(0, count));
const scaledBy = (x: Rows, factor: number): Rows => x.map((row) => row.map((entry) => factor * entry));
export const symmetricPart = (x: Rows): Rows => scaledBy(plus(x, transposed(x)), 0.5);
const diagonalOf = (x: Rows): readonly number[] => x.map((row, i) => row[i]!);
const lower = (x: Rows, diagonal: number): Rows =>
  x.map((row, i) => row.map((entry, j) => (j < i ? entry : j === i ? diagonal * entry : 0)));

/** Gauss-Jordan elimination with complete row pivoting on [a | b]; also the determinant. */
export function eliminated(a: Rows, b: Rows): { readonly solution: Rows; readonly determinant: number } {
  const n = a.length;
  const work = a.map((row, i) => [...row, ...b[i]!]);
  let determinant = 1;
  for (let k = 0; k < n; k += 1) {
    const pivot = work.slice(k).reduce((best, row, i) => (Math.abs(row[k]!) > Math.abs(work[best]![k]!) ? k + i : best), k);
    if (pivot !== k) [work[k], work[pivot], determinant] = [work[pivot]!, work[k]!, -determinant];
    determinant *= work[k]![k]!;
    work[k] = work[k]!.map((entry) => entry / work[k]![k]!);
    work.forEach((row, i) => {
      if (i !== k) work[i] = row.map((entry, j) => entry - row[k]! * work[k]![j]!);
    });
  }
  return { solution: work.map((row) => row.slice(n)), determinant };
}
export const solved = (a: Rows, b: Rows): Rows => eliminated(a, b).solution;
const inverted = (a: Rows): Rows => solved(a, identity(a.length));
export const determinant = (a: Rows): number => eliminated(a, identity(a.length)).determinant;
export const determinantMoves = (a: Rows, da: Rows): number => diagonalOf(times(inverted(a), da)).reduce((sum, entry) => sum + entry, 0);

/** Row by row (Cholesky-Banachiewicz). */
export function cholesky(x: Rows): Rows {
  const a = symmetricPart(x);
  const l = a.map((row) => row.map(() => 0));
  for (let i = 0; i < a.length; i += 1) {
    for (let j = 0; j <= i; j += 1) {
      const rest = a[i]![j]! - dot(l[i]!.slice(0, j), l[j]!.slice(0, j));
      l[i]![j] = i === j ? Math.sqrt(rest) : rest / l[j]![j]!;
    }
  }
  return l;
}
/** dL = L Φ(L⁻¹ dA L⁻ᵀ) */
export function choleskyMoves(l: Rows, dx: Rows): Rows {
  const inverse = inverted(l);
  return times(l, lower(times(times(inverse, symmetricPart(dx)), transposed(inverse)), 0.5));
}

/** Modified Gram-Schmidt, twice; signs as LAPACK's Householder vectors have them. */
export function qr(x: Rows): Rows {
  const columns = transposed(x).map((column) => [...column]);
  const q: (readonly number[])[] = [];
  for (const column of columns) {
    let rest: readonly number[] = column;
    for (const other of [...q, ...q]) {
      const along = dot(other, rest);
      rest = rest.map((entry, i) => entry - along * other[i]!);
    }
    const length = Math.sqrt(dot(rest, rest));
    q.push(rest.map((entry) => entry / length));
  }
  const signed = transposed(lapackSigns(x, q));
  return [...signed, ...times(transposed(signed), x).map((row, i) => row.map((entry, j) => (j < i ? 0 : entry)))];
}
/** Each reflection sends its column to minus the sign of its first remaining entry; a square matrix keeps its last entry's. */
function lapackSigns(x: Rows, q: readonly (readonly number[])[]): Rows {
  let work: Rows = x;
  return q.map((column, k) => {
    const tail = work.slice(k).map((row) => row[k]!);
    const length = Math.sqrt(dot(tail, tail));
    const target = tail.length === 1 ? tail[0]! : -Math.sign(tail[0]!) * length;
    const vector = tail.map((entry, i) => (i === 0 ? entry - target : entry));
    const size = dot(vector, vector);
    const full = x.map((_, i) => (i < k ? 0 : vector[i - k]!));
    if (size > 0)
      work = minus(
        work,
        build(
          x.length,
          x[0]!.length,
          (i, j) =>
            ((2 * full[i]!) / size) *
            dot(
              full,
              work.map((row) => row[j]!),
            ),
        ),
      );
    const along = dot(
      column,
      x.map((row) => row[k]!),
    );
    return Math.sign(along) === Math.sign(target) ? column : column.map((entry) => -entry);
  });
}
export function qrMoves(packed: Rows, dx: Rows): Rows {
  const [q, r] = [packed.slice(0, dx.length), packed.slice(dx.length)];
  const moved = times(dx, inverted(r));
  const inside = times(transposed(q), moved);
  const turn = minus(lower(inside, 0), transposed(lower(inside, 0)));
  const dq = plus(times(q, turn), minus(moved, times(q, inside)));
  return [...dq, ...times(minus(inside, turn), r)];
}

/** The first entry that is not small in its column becomes positive. */
const signOf = (column: readonly number[]): number => {
  const largest = Math.max(...column.map(Math.abs));
  return Math.sign(column.find((entry) => Math.abs(entry) > 0.3 * largest)!);
};

/** One-sided Jacobi rotations (Hestenes): columns of x v become orthogonal. Singular values descend. */
export function svd(x: Rows): { readonly u: Rows; readonly s: readonly number[]; readonly v: Rows } {
  if (x.length < x[0]!.length) {
    const { u, s, v } = svd(transposed(x));
    const signs = transposed(v).map(signOf);
    const turned = (of: Rows): Rows => of.map((row) => row.map((entry, j) => entry * signs[j]!));
    return { u: turned(v), s, v: turned(u) };
  }
  const a = transposed(x).map((column) => [...column]);
  const v = identity(a.length).map((row) => [...row]);
  for (let sweep = 0; sweep < 30; sweep += 1) {
    for (let p = 0; p < a.length; p += 1) for (let q = p + 1; q < a.length; q += 1) rotate(a, v, p, q);
  }
  const order = a.map((column, j) => [Math.sqrt(dot(column, column)), j] as const).toSorted(([s], [t]) => t - s);
  const us = order.map(([s, j]) => a[j]!.map((entry) => entry / s));
  const signs = us.map(signOf);
  const turned = (columns: Rows): Rows => transposed(columns.map((column, j) => column.map((entry) => entry * signs[j]!)));
  return { u: turned(us), s: order.map(([s]) => s), v: turned(order.map(([, j]) => v[j]!)) };
}
function rotate(a: number[][], v: number[][], p: number, q: number): void {
  const across = dot(a[p]!, a[q]!);
  if (across === 0) return;
  const zeta = (dot(a[q]!, a[q]!) - dot(a[p]!, a[p]!)) / (2 * across);
  const t = (zeta < 0 ? -1 : 1) / (Math.abs(zeta) + Math.sqrt(1 + zeta * zeta));
  const c = 1 / Math.sqrt(1 + t * t);
  for (const x of [a, v]) {
    const [left, right] = [x[p]!, x[q]!];
    x[p] = left.map((entry, i) => c * entry - c * t * right[i]!);
    x[q] = left.map((entry, i) => c * t * entry + c * right[i]!);
  }
}
export const packedSvd = (x: Rows): Rows => {
  const { u, s, v } = svd(x);
  return [...u, s, ...v];
};
export function svdMoves(packed: Rows, dx: Rows): Rows {
  const [u, s, v] = [packed.slice(0, dx.length), packed[dx.length]!, packed.slice(dx.length + 1)];
  const k = s.length;
  const p = times(times(transposed(u), dx), v);
  const gap = (i: number, j: number) => (i === j ? 0 : 1 / (s[j]! ** 2 - s[i]! ** 2));
  const turnU = build(k, k, (i, j) => gap(i, j) * (p[i]![j]! * s[j]! + s[i]! * p[j]![i]!));
  const turnV = build(k, k, (i, j) => gap(i, j) * (s[i]! * p[i]![j]! + p[j]![i]! * s[j]!));
  const outside = (vectors: Rows, moved: Rows): Rows =>
    minus(moved, times(vectors, times(transposed(vectors), moved))).map((row) => row.map((entry, j) => entry / s[j]!));
  const du = plus(times(u, turnU), outside(u, times(dx, v)));
  const dv = plus(times(v, turnV), outside(v, times(transposed(dx), u)));
  return [...du, diagonalOf(firstColumns(p, k)), ...dv];
}

/** Of a symmetric matrix shifted to be positive the singular values are the eigenvalues. They ascend. */
export function packedEigen(x: Rows): Rows {
  const a = symmetricPart(x);
  const shift = 1 + Math.max(...a.map((row) => row.reduce((sum, entry) => sum + Math.abs(entry), 0)));
  const { u } = svd(plus(a, scaledBy(identity(a.length), shift)));
  const vectors = u.map((row) => row.toReversed());
  // the quotient of Rayleigh, which the shift does not blur
  return [diagonalOf(times(times(transposed(vectors), a), vectors)), ...vectors];
}
export function eigenMoves(packed: Rows, dx: Rows): Rows {
  const [w, ...vectors] = packed as [readonly number[], ...Rows];
  const p = times(times(transposed(vectors), symmetricPart(dx)), vectors);
  const turn = build(w.length, w.length, (i, j) => (i === j ? 0 : p[i]![j]! / (w[j]! - w[i]!)));
  return [diagonalOf(p), ...times(vectors, turn)];
}
