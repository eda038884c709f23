import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { catalogue } from './jobs/catalogue.ts';
import { type Machine, machine } from './machine.ts';
import { measure } from './measure.ts';
import { isMeasured, type Result } from './result.ts';
import { jobText } from './table.ts';
import { writePage } from './page.ts';

const usage = `pnpm bench [options]

  --only JOB    jobs whose names start so; may be given several times
  --rounds N    how often each contender is timed in a job (9)
  --quick       2 rounds of short timings: shows that everything runs, and little more
  --check       no timings: shows that all compute the same numbers
  --json        one line of JSON for the machine, then one for each result
  --write       writes the tables of docs/performance.md
  --from FILE   takes the lines that --json printed before, of several runs too, instead of measuring
  --list        the names of the jobs`;

interface Report {
  readonly machine: Machine;
  readonly results: readonly Result[];
}

const { values: options } = parseArgs({
  options: {
    only: { type: 'string', multiple: true, default: [] },
    rounds: { type: 'string' },
    check: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    from: { type: 'string' },
    list: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

const note = (line: string): void => void process.stderr.write(`${line}\n`);
const jobs = catalogue.filter(({ name }) => options.only.length === 0 || options.only.some((start) => name.startsWith(start)));

if (options.help) console.log(usage);
else if (options.list) console.log(catalogue.map(({ name, title }) => `${name.padEnd(34)} ${title}`).join('\n'));
else if (options.check) await check();
else await report();

async function check(): Promise<void> {
  for (const job of jobs) {
    for (const result of await measure(job, { rounds: 0, batch: 0, note: () => {} })) {
      console.log(
        `${job.name.padEnd(28)} ${result.contender.padEnd(24)} ${isMeasured(result) ? `differs by ${result.difference}` : `skipped: ${result.skipped}`}`,
      );
      if ('isWrong' in result) process.exitCode = 1;
    }
  }
}

async function report(): Promise<void> {
  const rounds = options.rounds === undefined ? (options.quick ? 2 : 9) : Number(options.rounds);
  if (!Number.isInteger(rounds) || rounds < 1) throw new Error(`--rounds takes a whole number of at least 1, got ${options.rounds}`);
  if (jobs.length === 0) throw new Error(`there is no job ${options.only.join(', ')}: see pnpm bench --list`);
  const { machine: where, results } = options.from === undefined ? await measured(rounds) : saved(options.from);
  if (!options.json) for (const job of jobs) console.log(`\n${jobText(job, results)}`);
  if (options.write) note(`wrote ${writePage(catalogue, where, results)}`);
}

async function measured(rounds: number): Promise<Report> {
  const batch = options.quick ? 0.02 : 0.06;
  const where = machine(rounds, batch * 1000);
  const say = (line: object): void => void (options.json && console.log(JSON.stringify(line)));
  say({ machine: where });
  const results: Result[] = [];
  for (const job of jobs) {
    const found = await measure(job, { rounds, batch, note });
    found.forEach(say);
    if (found.some((result) => 'isWrong' in result)) process.exitCode = 1;
    results.push(...found);
  }
  return { machine: where, results };
}

/** What was printed with --json; a later result of the same contender in the same job counts. */
function saved(path: string): Report {
  const lines = readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as { readonly machine?: Machine } & Result);
  const where = lines.findLast((line) => line.machine !== undefined)?.machine;
  if (where === undefined) throw new Error(`${path} has no line about the machine: make it with pnpm bench --json`);
  const latest = new Map(
    lines.filter((line) => line.machine === undefined).map((line) => [`${line.job} ${line.contender}`, line as Result]),
  );
  return { machine: where, results: [...latest.values()] };
}
