import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { isMainThread, Worker, workerData } from 'node:worker_threads';
import { main as compileAssemblyScript } from 'assemblyscript/asc';
import { peakSizes } from '../jobs/peak.ts';
import { installedVersion } from './installed.ts';
import type { Make, Peer } from './peer.ts';

interface Kernel {
  readonly memory: WebAssembly.Memory;
  multiply(k: number, times: number): number;
  read(bytes: number): number;
}
type Kind = 'multiply' | 'read';

const pages = peakSizes.bytes / 65536;

async function compiled(): Promise<Uint8Array<ArrayBuffer>> {
  const source = readFileSync(resolve(import.meta.dirname, 'microKernel.as'), 'utf8');
  let binary: Uint8Array | undefined;
  const flags = ['-O3', '--runtime', 'stub', '--enable', 'simd', '--noAssert', '--initialMemory', String(pages + 1)];
  const { error, stderr } = await compileAssemblyScript(['kernel.ts', '--outFile', 'kernel.wasm', ...flags], {
    readFile: (name) => (name === 'kernel.ts' ? source : null),
    writeFile: (_name, contents) => void (binary = contents as Uint8Array),
    listFiles: () => [],
  });
  if (error !== null || binary === undefined) throw new Error(stderr.toString(), { cause: error });
  return Uint8Array.from(binary);
}

/** Memory of its own, filled with numbers of which all sums are exact. */
function kernelOf(binary: Uint8Array<ArrayBuffer>): Kernel {
  const kernel = new WebAssembly.Instance(new WebAssembly.Module(binary)).exports as unknown as Kernel;
  const numbers = new Float64Array(kernel.memory.buffer);
  for (let i = 0; i < numbers.length; i += 1) numbers[i] = (i % 16) / 16;
  return kernel;
}
const once = (kernel: Kernel, kind: Kind): number =>
  kind === 'multiply' ? kernel.multiply(peakSizes.inner, peakSizes.times) : kernel.read(peakSizes.bytes);

// Three words are shared with a helper: runs to do, how often it was asked, how often it has answered.
const helperLoop = ({ binary, kind, shared }: { binary: Uint8Array<ArrayBuffer>; kind: Kind; shared: Int32Array }): void => {
  const kernel = kernelOf(binary);
  once(kernel, kind);
  for (let answered = 0; ; answered += 1) {
    Atomics.store(shared, 2, answered);
    Atomics.notify(shared, 2);
    Atomics.wait(shared, 1, answered);
    for (let done = 0; done < shared[0]!; done += 1) once(kernel, kind);
  }
};
if (!isMainThread) helperLoop(workerData);

/** All threads do the same at the same time, each on its own memory. */
const peak =
  (kind: Kind): Make =>
  async (_tables, { threads }) => {
    const binary = await compiled();
    const kernel = kernelOf(binary);
    const helpers = Array.from({ length: Number(threads) - 1 }, () => {
      const shared = new Int32Array(new SharedArrayBuffer(12));
      shared[2] = -1;
      const worker = new Worker(new URL(import.meta.url), { workerData: { binary, kind, shared } });
      return { shared, worker };
    });
    for (const { shared } of helpers) while (Atomics.load(shared, 2) === -1) await Atomics.waitAsync(shared, 2, -1).value;
    let asked = 0;
    const run = (times: number): number => {
      const start = performance.now();
      asked += 1;
      for (const { shared } of helpers) {
        shared[0] = times;
        Atomics.store(shared, 1, asked);
        Atomics.notify(shared, 1);
      }
      for (let done = 0; done < times; done += 1) once(kernel, kind);
      for (const { shared } of helpers) Atomics.wait(shared, 2, asked - 1);
      return (performance.now() - start) / 1000 / Number(threads); // for the work of one
    };
    return { outputs: () => ({ sum: { rows: 1, columns: 1, values: Float64Array.of(once(kernel, kind)) } }), run };
  };

/** Each thread does the whole work: `threads` times the size of the job in one run. */
export const peer: Peer = {
  version: installedVersion('assemblyscript'),
  describe: ({ threads }) => `${threads} ${threads === 1 ? 'thread' : 'threads'}`,
  programs: { peak: peak('multiply'), read: peak('read') },
};
