import { cpus, loadavg, totalmem } from 'node:os';

/** Where and when something was measured. */
export interface Machine {
  readonly date: string;
  readonly processor: string;
  readonly cores: number;
  /** in GB */
  readonly memory: number;
  readonly system: string;
  readonly node: string;
  /** processes that wanted to run in the last minute, before the benchmarks */
  readonly load: number;
  readonly rounds: number;
  /** ms that a timing takes at least */
  readonly batch: number;
}

export const machine = (rounds: number, batch: number): Machine => ({
  date: new Date().toISOString().slice(0, 10),
  processor: cpus()[0]?.model.trim() ?? 'unknown',
  cores: cpus().length,
  memory: Math.round(totalmem() / 1024 ** 3),
  system: `${process.platform} ${process.arch}`,
  node: process.version,
  load: Math.round(loadavg()[0]! * 10) / 10,
  rounds,
  batch,
});
