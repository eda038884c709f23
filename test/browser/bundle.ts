import { resolve } from 'node:path';
import { rolldown } from 'rolldown';

/** A file with all that it imports, as bundlers make it for browsers; `external` stays an import. */
export async function bundled(file: string, external: readonly string[] = []): Promise<string> {
  const bundle = await rolldown({
    input: resolve(import.meta.dirname, file),
    platform: 'browser',
    external: external.map((name) => new RegExp(`^${name}(/|$)`)),
  });
  const { output } = await bundle.generate({ format: 'esm', minify: true });
  await bundle.close();
  return output[0].code;
}
