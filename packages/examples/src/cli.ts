import { AdjointError, DecodeError } from '@adjoint/core';

const commands: Readonly<Record<string, { readonly summary: string; readonly run: (args: readonly string[]) => void | Promise<void> }>> = {
  digits: {
    summary: 'a network learns to read digits (Andrew Ng, exercise 4)',
    run: async (args) => (await import('./digits.ts')).main(args),
  },
  xor: { summary: 'a network of three hidden units learns XOR', run: async (args) => (await import('./xor.ts')).main(args) },
  exercise: {
    summary: 'one exercise beside the original; --help lists them',
    run: async (args) => (await import('./exercise.ts')).main(args),
  },
  exercises: { summary: 'every exercise in one table', run: async (args) => (await import('./exercises.ts')).main(args) },
};

/** Runs the command that the first argument names. What is wrong outside (options, files) is one line on stderr and exit status 2. */
async function main([name, ...args]: readonly string[]): Promise<void> {
  if (name === '--help' || name === 'help') return console.log(list());
  if (name === undefined || !Object.hasOwn(commands, name)) {
    const found = name === undefined ? 'none' : JSON.stringify(name);
    throw new DecodeError({ source: 'examples', place: 'command', expected: Object.keys(commands).join(' or '), found });
  }
  await commands[name]!.run(args[0] === '--' ? args.slice(1) : args); // pnpm hands its own '--' on
}

const list = (): string =>
  ['The exercises:', '', ...Object.entries(commands).map(([name, { summary }]) => `  pnpm ${name.padEnd(9)}   ${summary}`)].join('\n');

function report(error: unknown): void {
  if (!(error instanceof AdjointError)) throw error;
  process.stderr.write(`${error.message.replaceAll(/\s*\n\s*/g, ' ')}\n`);
  process.exitCode = 2;
}

// a reader that has seen enough (`pnpm digits | head`) ends the program quietly
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

try {
  await main(process.argv.slice(2));
} catch (error) {
  report(error);
}
