import { fit, gradientDescent, train } from '@adjoint/nn';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { turns } from '../../../packages/nn/src/training/turns.ts';
import { data, loss, p0, validation } from './problem.ts';

/** Work of given milliseconds on a clock of its own: how long the event loop waited each time. */
async function waitsOf(pieces: readonly number[]): Promise<readonly number[]> {
  let time = 0;
  let last = 0;
  const waits: number[] = [];
  const { isDue, give } = turns(
    () => time,
    async () => {
      waits.push(time - last);
      last = time;
    },
  );
  for (const piece of pieces) {
    if (isDue()) await give();
    time += piece;
  }
  return [...waits, time - last];
}

describe('the event loop gets a turn', () => {
  test('at least every 50 ms when pieces of work take about as long as each other', () =>
    fc.assert(
      fc.asyncProperty(fc.double({ min: 0.01, max: 50, noNaN: true }), fc.integer({ min: 1, max: 300 }), async (length, count) => {
        const waits = await waitsOf(Array.from({ length: count }, () => length));
        expect(Math.max(...waits)).toBeLessThanOrEqual(50);
      }),
    ));

  test('before and after a piece that is longer than that', async () => {
    expect(await waitsOf([1, 400, 1, 1])).toEqual([401, 1, 1]);
    expect(await waitsOf([60, 60, 60])).toEqual([60, 60, 60]);
  });

  test('at most one piece late, however long the pieces are', () =>
    fc.assert(
      fc.asyncProperty(fc.array(fc.double({ min: 0, max: 200, noNaN: true }), { minLength: 1, maxLength: 200 }), async (pieces) => {
        expect(Math.max(...(await waitsOf(pieces)))).toBeLessThanOrEqual(45 + Math.max(...pieces));
      }),
    ));

  test('no more often than that', async () => {
    const waits = await waitsOf(Array.from({ length: 10_000 }, () => 0.1));
    expect(waits.length).toBeLessThan(26);
  });
});

test('where there is no setImmediate, as in browsers, a turn comes by a message', async () => {
  const { setImmediate: immediately } = globalThis;
  Reflect.deleteProperty(globalThis, 'setImmediate');
  try {
    const order: string[] = [];
    void Promise.resolve().then(() => order.push('microtask'));
    await turns().give();
    order.push('turn');
    expect(order).toEqual(['microtask', 'turn']);
  } finally {
    globalThis.setImmediate = immediately;
  }
});

/** How often the event loop came round while something ran. */
async function turnsDuring<T>(
  run: () => Promise<T>,
): Promise<{ readonly turned: number; readonly milliseconds: number; readonly result: T }> {
  let isRunning = true;
  let turned = 0;
  const count = (): void => {
    turned += 1;
    if (isRunning) setImmediate(count);
  };
  setImmediate(count);
  const started = performance.now();
  const result = await run();
  isRunning = false;
  return { turned, milliseconds: performance.now() - started, result };
}
const busy = (milliseconds: number): void => {
  const until = performance.now() + milliseconds;
  while (performance.now() < until);
};

describe('while a training runs', () => {
  const options = { loss, optimizer: gradientDescent(), parameters: p0, batches: data, seed: 1 };

  test('the event loop comes round between steps, also when its consumer keeps the thread', async () => {
    const { turned, result } = await turnsDuring(async () => {
      let steps = 0;
      for await (const state of train({ ...options, epochs: 20 })) {
        steps = state.step;
        busy(20);
      }
      return steps;
    });
    // 60 steps of 20 ms, three of which would pass the limit
    expect(result).toBe(60);
    expect(turned).toBeGreaterThanOrEqual(60 / 3);
  });

  test('it comes round while validation keeps it busy', async () => {
    const slow = () => {
      busy(30);
      return 0;
    };
    const { turned } = await turnsDuring(() => fit({ ...options, epochs: 10, validation, metrics: { slow } }));
    // 20 validation batches of 30 ms, a turn after each but the last
    expect(turned).toBeGreaterThanOrEqual(19);
  });

  test('short steps share a turn', async () => {
    const { turned, milliseconds, result } = await turnsDuring(() => fit({ ...options, epochs: 300 }));
    expect(result.state.step).toBe(900);
    expect(turned).toBeLessThan(450 + milliseconds);
  });
});
