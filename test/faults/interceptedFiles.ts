import type { FileSystem, OpenFile } from '@adjoint/nn/node';

export type Call = keyof FileSystem | keyof OpenFile;

/** Sees every call before it is made; what it throws, the call throws. For a write it may answer how many bytes to write of those given. */
export type Interceptor = (call: Call, bytes?: Uint8Array) => Promise<number | void> | number | void;

/** The same files, every call seen first. */
export function interceptedFiles(files: FileSystem, before: Interceptor): FileSystem {
  const seen =
    <Args extends readonly unknown[], A>(call: Call, run: (...args: Args) => Promise<A>) =>
    async (...args: Args): Promise<A> => {
      await before(call);
      return run(...args);
    };
  return {
    makeFolder: seen('makeFolder', files.makeFolder),
    list: seen('list', files.list),
    rename: seen('rename', files.rename),
    syncFolder: seen('syncFolder', files.syncFolder),
    remove: seen('remove', files.remove),
    read: seen('read', files.read),
    modified: seen('modified', files.modified),
    create: async (path) => {
      await before('create');
      const file = await files.create(path);
      return {
        write: async (bytes) => file.write(bytes.subarray(0, (await before('write', bytes)) ?? bytes.length)),
        sync: seen('sync', file.sync),
        close: async () => {
          try {
            await before('close');
          } finally {
            await file.close(); // a close that fails closes all the same
          }
        },
      };
    },
  };
}

/** The error of a system call. */
export const systemError = (code: string, message: string): Error => Object.assign(new Error(`${code}: ${message}`), { code });
