import { AnomalyError } from '@adjoint/core';
import { readFileSync } from 'node:fs';

/** The anomaly that something finds, if it finds one. */
export function anomalyIn(run: () => unknown): AnomalyError | undefined {
  try {
    run();
  } catch (error) {
    if (error instanceof AnomalyError) return error;
    throw error;
  }
  return undefined;
}

/** The text of the line of a file that an anomaly names. @throws when it names another file */
export function lineIn(file: string): (anomaly: AnomalyError) => string {
  const source = readFileSync(file, 'utf8').split('\n');
  return ({ line }) => {
    const [, named, number] = /([^\s(]+\.ts):(\d+):\d+\)?$/.exec(line ?? '') ?? [];
    if (named?.replace('file://', '') !== file) throw new Error(`names ${String(line)}`);
    return source[Number(number) - 1]!.trim();
  };
}
