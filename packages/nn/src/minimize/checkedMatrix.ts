import { ArgumentError, isMat, type Mat } from '@adjoint/core';

/** What the function to minimize returned. @throws ArgumentError when it is no matrix */
export function checkedMatrix<Y extends Mat>(value: Y, expected: string, remedy: string): Y {
  if (value instanceof Promise) {
    value.catch(() => undefined); // what fails in it fails because of this
    throw new ArgumentError('minimize: got a Promise, because the function is async. Await what it needs before minimize');
  }
  if (!isMat(value)) throw new ArgumentError(`minimize: the function must return ${expected}, it returned ${typeof value}. ${remedy}`);
  return value;
}
