import { engineStatus } from '@adjoint/core';
import { checksum } from './program.ts';
import { tell } from './tell.ts';

/** What a browser tells the test. */
export interface Report {
  readonly engine: string;
  readonly isolated: boolean;
  readonly workers: number;
  readonly sums: readonly string[];
}
declare const crossOriginIsolated: boolean;

void tell(async (): Promise<Report> => {
  const sums = [await checksum({ threads: 1 }), await checksum({ threads: 2 }), await checksum({ engine: 'closures' })];
  const { engine, workers } = engineStatus();
  return { engine, isolated: crossOriginIsolated, workers, sums };
});
