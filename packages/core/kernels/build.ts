import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { main } from 'assemblyscript/asc';

// `pnpm kernels`: compiles the AssemblyScript of this folder to packages/core/src/execute/kernels.generated.ts.

const root = resolve(import.meta.dirname, '../../..');
export const generatedPath: string = resolve(root, 'packages/core/src/execute/kernels.generated.ts');
const memory = ['--importMemory', '--noExportMemory', '--sharedMemory', '--initialMemory', '1', '--maximumMemory', '65536'];
const flags = ['-O3s', '--runtime', 'stub', '--enable', 'simd', '--enable', 'threads', '--noAssert', ...memory];

/** The text of the generated file. */
export async function generateKernels(): Promise<string> {
  const written = new Map<string, Uint8Array | string>();
  const { error, stderr } = await main(
    ['packages/core/kernels/assembly/module.ts', '--baseDir', root, '--outFile', 'kernels.wasm', ...flags],
    {
      readFile: (name, folder) => readIfThere(resolve(folder, name)),
      writeFile: (name, contents) => void written.set(name, contents),
      listFiles: () => [],
    },
  );
  if (error !== null) throw new Error(stderr.toString(), { cause: error });
  // digits of a byte stay together, so that this compresses better than base64
  const digits = Buffer.from(written.get('kernels.wasm') as Uint8Array).toString('hex');
  return `/** The module of packages/core/kernels, in hexadecimal digits. Written by \`pnpm kernels\`. */\nexport const kernels =\n  '${digits}';\n`;
}

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

if (import.meta.main) writeFileSync(generatedPath, await generateKernels());
