import { engineStatus } from '@adjoint/core';
import { checksum } from './program.ts';

/** What a browser tells the test. */
export interface Report {
  readonly engine: string;
  readonly isolated: boolean;
  readonly workers: number;
  readonly sums: readonly string[];
  readonly error?: string;
}
declare const crossOriginIsolated: boolean;

async function report(): Promise<Report> {
  const sums = [await checksum({ threads: 1 }), await checksum({ threads: 2 }), await checksum({ engine: 'closures' })];
  const { engine, workers } = engineStatus();
  return { engine, isolated: crossOriginIsolated, workers, sums };
}

const failed = (error: unknown): Report => ({
  engine: '',
  isolated: crossOriginIsolated,
  workers: 0,
  sums: [],
  error: String((error as Error).stack ?? error),
});
void report()
  .catch(failed)
  .then((found) => fetch('/report', { method: 'POST', body: JSON.stringify(found) }));
