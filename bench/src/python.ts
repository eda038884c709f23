import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';

interface Module {
  readonly version?: string;
  readonly blas?: string;
  readonly reason?: string;
}
interface Python {
  readonly executable: string;
  readonly numpy: Module;
  readonly torch: Module;
}

const folder = resolve(import.meta.dirname, 'peers/python');
export const pythonPeer: string = resolve(folder, 'peer.py');

/** Where to look: what ADJOINT_BENCH_PYTHON names, with colons between, then the usual places. */
const candidates = (): readonly string[] =>
  [...(process.env['ADJOINT_BENCH_PYTHON'] ?? '').split(':'), 'python3', '/usr/bin/python3'].filter((path) => path !== '');

function probed(command: string): readonly Python[] {
  try {
    return [
      JSON.parse(
        execFileSync(command, ['-B', resolve(folder, 'blas.py')], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }),
      ) as Python,
    ];
  } catch {
    return [];
  }
}

let known: readonly Python[] | undefined;

/** The Python that has the module, the first one with a tuned BLAS if there is one. @throws Error with the reason when none has it */
export function pythonFor(module: 'numpy' | 'torch'): string {
  known ??= candidates().flatMap(probed);
  const having = known.filter((python) => python[module].version !== undefined && python.numpy.version !== undefined);
  const best = having.find((python) => python[module].blas !== 'the reference BLAS, untuned') ?? having[0];
  if (best !== undefined) return best.executable;
  const reasons = known.map((python) => `${python.executable}: ${python[module].reason ?? python.numpy.reason}`);
  throw new Error(reasons.length === 0 ? 'no Python was found' : reasons.join('; '));
}
