import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';

/** A file that is being written. */
export interface OpenFile {
  /** Writes some of the bytes and answers how many. */
  readonly write: (bytes: Uint8Array) => Promise<number>;
  /** Returns when what was written is on the disk. */
  readonly sync: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** The calls by which files are kept: those of the system, unless a caller brings others. Each rejects with the system's error. */
export interface FileSystem {
  readonly makeFolder: (folder: string) => Promise<void>;
  readonly list: (folder: string) => Promise<readonly string[]>;
  /** Makes a file that is not there yet. */
  readonly create: (path: string) => Promise<OpenFile>;
  readonly rename: (from: string, to: string) => Promise<void>;
  /** Returns when the names in the folder are on the disk. */
  readonly syncFolder: (folder: string) => Promise<void>;
  readonly remove: (path: string) => Promise<void>;
  readonly read: (path: string) => Promise<Uint8Array>;
  /** when it was written last, in milliseconds since 1970 */
  readonly modified: (path: string) => Promise<number>;
}

/** The system's own files. */
export const fileSystem: FileSystem = {
  makeFolder: async (folder) => {
    await mkdir(folder, { recursive: true });
  },
  list: (folder) => readdir(folder),
  create: async (path) => {
    const file = await open(path, 'wx');
    return {
      write: async (bytes) => (await file.write(bytes)).bytesWritten,
      sync: () => file.sync(),
      close: () => file.close(),
    };
  },
  rename,
  syncFolder: async (folder) => {
    if (process.platform === 'win32') return; // folders cannot be opened there
    const handle = await open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  },
  remove: (path) => rm(path, { force: true }),
  read: (path) => readFile(path),
  modified: async (path) => (await stat(path)).mtimeMs,
};
