import { ArgumentError, isBranch, isMat } from '@adjoint/core';

/** What to do with NaN and Infinity in parameters. */
export type NonFinite = 'refuse' | 'allow';

/** @throws ArgumentError that names the first number that is not finite in a matrix of the tree */
export function requireFinite(asker: string, tree: unknown, path: string): void {
  if (isMat(tree)) {
    const { columns } = tree;
    const values = tree.toFloat64Array();
    const at = values.findIndex((value) => !Number.isFinite(value));
    if (at < 0) return;
    throw new ArgumentError(
      `${asker}: ${path} holds ${values[at]} in row ${Math.floor(at / columns)}, column ${at % columns}. ` +
        "Keep the last finite parameters, or pass { nonFinite: 'allow' }",
    );
  }
  if (isBranch(tree)) for (const [key, child] of Object.entries(tree)) requireFinite(asker, child, `${path}.${key}`);
}

/** The same for every tree under a key `parameters`, wherever it stands. */
export function requireFiniteParameters(asker: string, state: unknown, path = ''): void {
  if (!isBranch(state)) return;
  for (const [key, child] of Object.entries(state)) {
    const place = path === '' ? key : `${path}.${key}`;
    if (key === 'parameters') requireFinite(asker, child, place);
    else requireFiniteParameters(asker, child, place);
  }
}
