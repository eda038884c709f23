import { registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';

const at = (path: string): string => pathToFileURL(path).href;
const collected = new URL('collected.ts', import.meta.url).href;
const packages: Readonly<Record<string, string>> = {
  '@adjoint/core': at('packages/core/src/index.ts'),
  '@adjoint/nn': at('packages/nn/src/index.ts'),
};

/** Imports of test files: of the mutated copy in the working directory, and of `collected.ts` for vitest. */
export const mutatedCopy: unknown = registerHooks({
  resolve(specifier, context, next) {
    const url = specifier === 'vitest' && context.parentURL !== collected ? collected : packages[specifier];
    return url === undefined ? next(specifier, context) : { url, format: 'module-typescript', shortCircuit: true };
  },
});
