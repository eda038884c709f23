/** Words of the memory that the caller and the workers share, counted from the start of the control block. */
export const words = {
  /** changes with every job */
  job: 0,
  /** 1 while units of the job may be claimed */
  open: 1,
  /** the next unit that nobody has claimed */
  next: 2,
  units: 3,
  /** how many units are claimed at once */
  grain: 4,
  /** units that are done */
  done: 5,
  /** workers that look at the job */
  inside: 6,
  /** workers that wait to be woken */
  asleep: 7,
  /** workers that have started */
  ready: 8,
  /** workers that may help: those of a smaller number */
  helpers: 9,
  program: 10,
  /** where the program's module lies, and its length in bytes */
  bytesAt: 11,
  bytes: 12,
  piece: 13,
  /** where the memory of the first worker starts, and how far the next one's is */
  scratchAt: 14,
  scratchStep: 15,
  /** 1 while the caller sleeps until `done` or `inside` changes */
  awaited: 16,
  count: 17,
} as const;

/** Programs that a worker keeps; others are compiled again. */
const kept = 64;
/** Looks at the job word before a worker goes to sleep: some tens of microseconds. */
const spins = 5000;

/**
 * What a worker runs, as text, because neither bundlers nor `tsc` carry a worker's file along. It waits for jobs, claims units of
 * them, and runs them on its own instance of the program's module over the shared memory.
 */
export const workerText: string = `
const W = ${JSON.stringify(words)};
const start = ({ memory, kernels, control, index }) => {
  const word = new Int32Array(memory.buffer, control, W.count);
  const { exports } = new WebAssembly.Instance(kernels, { env: { memory } });
  const external = () => { throw new Error('a worker does not run the kernels of ops'); };
  const programs = new Map();
  const changed = (which) => {
    if (Atomics.load(word, W.awaited) === 1) Atomics.notify(word, which);
  };
  const load = () => {
    const id = word[W.program];
    const known = programs.get(id);
    if (known !== undefined) return known;
    const bytes = new Uint8Array(memory.buffer, word[W.bytesAt] >>> 0, word[W.bytes]).slice();
    const made = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory, external, ...exports } }).exports;
    programs.set(id, made);
    if (programs.size > ${kept}) programs.delete(programs.keys().next().value);
    return made;
  };
  const help = () => {
    const run = load()['piece' + word[W.piece]];
    const scratch = (word[W.scratchAt] >>> 0) + index * word[W.scratchStep];
    const units = word[W.units];
    const grain = word[W.grain];
    for (;;) {
      const from = Atomics.add(word, W.next, grain);
      if (from >= units) return;
      const to = Math.min(units, from + grain);
      run(scratch, from, to);
      Atomics.add(word, W.done, to - from);
      changed(W.done);
    }
  };
  let seen = 0;
  Atomics.add(word, W.ready, 1);
  for (;;) {
    for (let spin = 0; spin < ${spins} && Atomics.load(word, W.job) === seen; spin += 1);
    if (Atomics.load(word, W.job) === seen) {
      Atomics.add(word, W.asleep, 1);
      Atomics.wait(word, W.job, seen);
      Atomics.sub(word, W.asleep, 1);
    }
    seen = Atomics.load(word, W.job);
    Atomics.add(word, W.inside, 1);
    try {
      if (Atomics.load(word, W.open) === 1 && index < word[W.helpers]) help();
    } finally {
      Atomics.sub(word, W.inside, 1);
      changed(W.inside);
    }
  }
};
if (typeof require === 'function') start(require('node:worker_threads').workerData);
else onmessage = ({ data }) => start(data);
`;
