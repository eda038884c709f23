import { constants } from 'node:os';

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** Whether somebody asked the process to leave. */
export interface Signals {
  readonly arrived: () => boolean;
  /** Leaves the signals to the process again. */
  readonly release: () => void;
}

/** Catches the first SIGINT or SIGTERM, and lets the next one end the process as ever. The exit code becomes that of the signal. */
export function catchSignals(): Signals {
  let caught = false;
  const release = (): void => {
    for (const signal of SIGNALS) process.removeListener(signal, onSignal);
  };
  const onSignal = (signal: NodeJS.Signals): void => {
    caught = true;
    process.exitCode = 128 + constants.signals[signal];
    release();
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  return { arrived: () => caught, release };
}
