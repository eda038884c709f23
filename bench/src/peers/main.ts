import { createInterface } from 'node:readline';
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import type { Settings } from '../contender.ts';
import { readTables, writeTables } from '../tables.ts';
import type { Peer } from './peer.ts';

// A contender's process: does one job, and measures itself. Lines that start with @ are answers; what libraries print beside them is not read.
// main.ts PEER PROGRAM FOLDER KEY SETTINGS

const settling = 300; // ms that threads have to start, after the first result
const say = (answer: object): void => console.log(`@ ${JSON.stringify(answer)}`);

const [name, program, folder, key, text] = process.argv.slice(2) as [string, string, string, string, string];
const settings = JSON.parse(text) as Settings;
const { peer } = (await import(`./${name}.ts`)) as { readonly peer: Peer };
const make = peer.programs[program];
if (make === undefined) throw new Error(`${name} has no program ${program}`);
const work = await make(readTables(folder, 'data'), settings);
if (!program.startsWith('compile')) await work.run(1);
say({ first: true });

async function measured(times: number): Promise<number> {
  const start = performance.now();
  const own = await work.run(times);
  return typeof own === 'number' ? own : (performance.now() - start) / 1000;
}

for await (const line of createInterface({ input: process.stdin })) {
  if (line === 'check') {
    await pause(program.startsWith('compile') ? 0 : settling);
    writeTables(folder, key, await work.outputs());
    say({ version: peer.version, settings: peer.describe(settings) });
  } else if (line.startsWith('run ')) say({ seconds: await measured(Number(line.slice(4))) });
  else break;
}
process.kill(process.pid); // threads that wait are no reason to stay
