/** Says when the event loop should have a turn, and gives it one. */
export interface Turns {
  /** To be asked before each piece of work. */
  readonly isDue: () => boolean;
  readonly give: () => Promise<void>;
}

const limit = 45; // milliseconds, which leaves 5 for pieces that take longer than expected
const fading = 0.9; // of what is expected, from piece to piece: a long one is remembered for a while

/** A turn is due when another piece as long as the last ones would keep the event loop waiting for more than 45 ms. `now` in milliseconds. */
export function turns(now: () => number = clock, next: () => Promise<void> = nextTurn): Turns {
  let given = now();
  let asked = given;
  let expected = 0;
  return {
    isDue: () => {
      const before = asked;
      asked = now();
      expected = Math.max(asked - before, expected * fading);
      return asked - given + expected > limit;
    },
    give: async () => {
      await next();
      given = now();
      asked = given;
    },
  };
}

/** What Node and browsers have beside the language. */
interface Host {
  readonly performance: { now(): number };
  readonly setImmediate?: (callback: () => void) => unknown;
  readonly MessageChannel: new () => {
    readonly port1: { addEventListener(type: 'message', listener: () => void): void; start(): void; close(): void };
    readonly port2: { postMessage(message: unknown): void };
  };
}
const host = globalThis as unknown as Host;

export const clock = (): number => host.performance.now();

/** Resolves when whatever waits in the event loop has run. In browsers by a message: they hold timers back. */
const nextTurn = (): Promise<void> =>
  new Promise((resolve) => {
    if (host.setImmediate !== undefined) {
      host.setImmediate(resolve);
      return;
    }
    const { port1, port2 } = new host.MessageChannel();
    port1.addEventListener('message', () => {
      port1.close();
      resolve();
    });
    port1.start();
    port2.postMessage(undefined);
  });
