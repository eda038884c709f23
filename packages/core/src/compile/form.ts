import { isMat, type Mat } from '../matrix/mat.ts';
import { isBranch } from '../matrix/tree.ts';

/** What arguments must look like to fit a program: matrices by shape, everything else by value. */
export type Form =
  | { readonly kind: 'matrix'; readonly rows: number; readonly columns: number }
  | { readonly kind: 'static'; readonly value: unknown }
  | { readonly kind: 'list'; readonly children: readonly Form[] }
  | { readonly kind: 'object'; readonly keys: readonly string[]; readonly children: readonly Form[] };

export function formOf(x: unknown): Form {
  if (isMat(x)) return { kind: 'matrix', rows: x.rows, columns: x.columns };
  if (!isBranch(x)) return { kind: 'static', value: x };
  if (Array.isArray(x)) return { kind: 'list', children: Array.from(x, formOf) };
  return { kind: 'object', keys: Object.keys(x), children: Object.values(x).map(formOf) };
}

/** Whether x has the form; its matrices are put behind those in `leaves`. */
export function fits(form: Form, x: unknown, leaves: Mat[]): boolean {
  if (form.kind === 'matrix') {
    if (!isMat(x) || x.rows !== form.rows || x.columns !== form.columns) return false;
    leaves.push(x);
    return true;
  }
  if (form.kind === 'static') return Object.is(x, form.value);
  if (isMat(x) || !isBranch(x)) return false;
  const { children } = form;
  if (Array.isArray(x) !== (form.kind === 'list')) return false;
  const object = x as Readonly<Record<string, unknown>>;
  const keys = form.kind === 'list' ? undefined : Object.keys(object);
  if ((keys ?? (x as readonly unknown[])).length !== children.length) return false;
  // a loop, since this runs at every call
  for (let i = 0; i < children.length; i += 1) {
    const key = keys === undefined ? i : keys[i]!;
    if ((form.kind === 'object' && key !== form.keys[i]) || !fits(children[i]!, object[key], leaves)) return false;
  }
  return true;
}
