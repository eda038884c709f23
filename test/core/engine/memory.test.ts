import { setImmediate as turn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import {
  compile,
  differentiate,
  engineStatus,
  grad,
  type Mat,
  matmul,
  matrix,
  mean,
  mul,
  plan,
  sigmoid,
  simplify,
  square,
  sub,
  transpose,
} from '@adjoint/core';
import { expect, test } from 'vitest';
import { exercise4Tape } from '../../exercise4.ts';
import { randomMatrix } from './bits.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** No turn of the event loop for so many milliseconds. */
const sleep = (milliseconds: number): void => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);

/** Collects what nobody holds, and lets finalizers run. */
async function settle(): Promise<void> {
  for (let i = 0; i < 5; i += 1) {
    collect();
    await turn();
  }
}

test('compiled functions that are forgotten give their memory back, and so do the matrices that they kept', async () => {
  const cycle = (seed: number): void => {
    const x = randomMatrix(150, 150, seed);
    const constant = randomMatrix(150, 150, seed + 1);
    const step = compile((y: Mat) => [matmul(matmul(y, transpose(y)), constant), mul(2, y)]);
    step(step(x)[0]!);
  };
  cycle(0);
  await settle();
  const before = engineStatus().memory;
  const held: number[] = [];
  for (let i = 1; i <= 100; i += 1) {
    cycle(i);
    if (i % 10 === 0) await settle();
    held.push(engineStatus().memory);
  }
  await settle();
  expect(engineStatus().memory).toBeLessThanOrEqual(before);
  expect(Math.max(...held)).toBeLessThan(before + 11 * 3e6); // ten programs are forgotten but not yet collected
});

test('one matrix that many programs read lies in the engine once', () => {
  const x = randomMatrix(300, 300, 1);
  const steps = Array.from({ length: 5 }, (_, i) => compile((y: Mat) => mean(mul(i + 1, y))));
  steps[0]!(x);
  const before = engineStatus().memory;
  for (const step of steps.slice(1)) step(x);
  expect(engineStatus().memory - before).toBeLessThan(8 * 300 * 300);
});

test('exercise 4 needs at most 4 MB beside X and Y', () => {
  const program = plan(simplify(differentiate(simplify(exercise4Tape()), { seed: 'one', wrt: [0, 1, 2, 3] })));
  const besides = program.slots.filter((node) => program.graph.nodes[node]!.rows !== 5000);
  const large = besides.reduce((bytes, node) => bytes + 8 * program.graph.nodes[node]!.rows * program.graph.nodes[node]!.columns, 0);
  const perThread = 300_000; // what kernels pack into, at most
  expect(program.memory + 2 * (program.scratch + perThread) + large).toBeLessThan(4e6);
});

test('steps on large matrices hold no more than the last results, even while the event loop gets no turn', () => {
  const x = randomMatrix(64, 200, 1);
  const step = compile((w: Mat): Mat => sub(w, mul(0.001, matmul(transpose(x), matmul(x, w)))));
  let w: Mat = randomMatrix(200, 100, 2);
  const grown = (): number => {
    for (let i = 0; i < 300; i += 1) w = step(w);
    let least = Infinity;
    for (let i = 0; i < 10; i += 1) {
      collect();
      sleep(10); // V8 frees the numbers of what it has collected on another thread
      least = Math.min(least, process.memoryUsage().arrayBuffers);
    }
    return least;
  };
  const before = grown();
  expect(grown() - before).toBeLessThan(3e6); // each result has 160 kB
});

test('an argument that nobody reads is not copied in', () => {
  const twice = compile((x: Mat, _unread: Mat): Mat => mul(2, x));
  const before = engineStatus().memory;
  twice(randomMatrix(60, 60, 1), randomMatrix(1000, 500, 2));
  expect(engineStatus().memory - before).toBeLessThan(1e6); // the other one has 4 MB
});

interface Parameters {
  readonly w: Mat<2, 2>;
  readonly v: Mat<2, 1>;
}
const x = matrix([
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
]);
const y = matrix([[0], [1], [1], [0]]);
const loss = (p: Parameters) => mean(square(sub(sigmoid(matmul(sigmoid(matmul(x, p.w)), p.v)), y)));
const start: Parameters = {
  w: matrix([
    [0.5, 0.1],
    [0.2, 0.9],
  ]),
  v: matrix([[0.3], [0.7]]),
};

test('a million steps of XOR leave nothing behind', async () => {
  const step = compile((p: Parameters): Parameters => {
    const g = grad(loss)(p);
    return { w: sub(p.w, mul(0.5, g.w)), v: sub(p.v, mul(0.5, g.v)) };
  });
  const times = 1_000_000;
  let p = step(start);
  for (let i = 0; i < times / 100; i += 1) p = step(p);
  p = step.repeat(p, 1000);
  await settle();
  const before = { ...process.memoryUsage(), engine: engineStatus().memory };
  for (let i = 0; i < times / 4; i += 1) p = step(p);
  p = step.repeat(p, times - times / 4);
  await settle();
  const after = { ...process.memoryUsage(), engine: engineStatus().memory };
  expect((after.heapUsed - before.heapUsed) / times).toBeLessThanOrEqual(1);
  expect(after.arrayBuffers).toBeLessThanOrEqual(before.arrayBuffers + 1000);
  expect(after.engine).toBe(before.engine);
  expect(p.w.at(0, 0)).not.toBeNaN();
});
