import { checkMutated } from './checkMutated.ts';
import { formats } from './formats.ts';

// pnpm fuzz [files of each format, 1,000,000] [seed, the time]: reads damaged files until one is neither read nor refused.
const [runs = 1_000_000, seed = Date.now() % 2 ** 31] = process.argv.slice(2).map(Number);
Error.stackTraceLimit = 0; // nobody asks where a refusal was made
const PART = 10_000;

console.log(`${runs} files of each format, seed ${seed}`);
for (const format of formats) {
  const started = performance.now();
  let read = 0;
  let mostMemory = 0;
  for (let done = 0; done < runs; done += PART) {
    const tally = checkMutated(format, Math.min(PART, runs - done), seed + done);
    read += tally.read;
    mostMemory = Math.max(mostMemory, tally.mostMemory);
  }
  const seconds = Math.round((performance.now() - started) / 1000);
  console.log(`${format.name}: ${read} read, ${runs - read} refused, at most ${(mostMemory / 2 ** 20).toFixed(1)} MiB each, ${seconds} s`);
}
