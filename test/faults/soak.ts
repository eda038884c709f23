import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Held, soaked } from './soaked.ts';

// pnpm test:soak [steps, 1,000,000]: a training of many small steps may not hold more at its end than soon after its beginning.
const [steps = 1_000_000] = process.argv.slice(2).map(Number);
const collect = (globalThis as { readonly gc?: () => void }).gc;
if (collect === undefined) throw new Error('run it with node --expose-gc');

const folder = mkdtempSync(join(tmpdir(), 'adjoint-soak-'));
const seen: Held[] = [];
const mebi = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(2)} MiB`;
try {
  for await (const held of soaked(folder, steps, steps / 20, collect)) {
    seen.push(held);
    const { step, heap, arrayBuffers, handles, files } = held;
    console.log(`step ${step}: heap ${mebi(heap)}, array buffers ${mebi(arrayBuffers)}, ${handles} handles, ${files.length} files`);
  }
} finally {
  rmSync(folder, { recursive: true });
}

const early = seen[3]!; // compiled, and warm
const last = seen.at(-1)!;
const complaints = [
  last.heap - early.heap > 2 ** 20 && `the heap grew by ${mebi(last.heap - early.heap)}`, // the history has an entry of some 300 bytes per epoch
  last.arrayBuffers - early.arrayBuffers > 2 ** 16 && `array buffers grew by ${mebi(last.arrayBuffers - early.arrayBuffers)}`,
  last.handles !== early.handles && `handles grew from ${early.handles} to ${last.handles}`,
  seen.some(({ files }) => files.length !== Math.min(2, files.length) || files.some((name) => name.endsWith('.tmp'))) &&
    'files were left in the folder',
].filter((complaint) => complaint !== false);
for (const complaint of complaints) console.log(complaint);
process.exitCode = complaints.length === 0 ? 0 : 1;
