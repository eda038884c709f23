import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { DecodeError } from '@adjoint/core';

/** Makes the folder of a picture at once, and gives what saves it later: who cannot save should know before the work. @throws DecodeError */
export function pictureAt(path: string): (png: Uint8Array) => void {
  orRefuse(path, () => mkdirSync(dirname(path), { recursive: true }));
  return (png) => orRefuse(path, () => writeFileSync(path, png));
}

function orRefuse(path: string, write: () => void): void {
  try {
    write();
  } catch (error) {
    throw new DecodeError({ source: path, place: 'picture', expected: 'a place to write', found: (error as Error).message });
  }
}
