import { join } from 'node:path';
import type { FileSystem } from './fileSystem.ts';
import { readTemporaryName } from './writeBytes.ts';

const DAY = 86_400_000;

/** Removes the temporary files in a folder whose writers are gone; `isOurs` says of which files. Rejects with the system's error. */
export async function sweep(folder: string, names: readonly string[], isOurs: (name: string) => boolean, files: FileSystem): Promise<void> {
  for (const name of names) {
    const temporary = readTemporaryName(name);
    if (temporary === undefined || !isOurs(temporary.of)) continue;
    const path = join(folder, name);
    if (await isStale(path, temporary.processId, files)) await files.remove(path);
  }
}

async function isStale(path: string, processId: number, files: FileSystem): Promise<boolean> {
  if (!isAlive(processId)) return true;
  const modified = await files.modified(path).catch(() => Infinity); // it may have been renamed meanwhile
  // the number may belong to another process by now: in a container every process may be number 1
  const since = processId === process.pid ? Date.now() - 1000 * process.uptime() : Date.now() - DAY;
  return modified < since;
}

function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return (error as { readonly code?: string }).code === 'EPERM';
  }
}
