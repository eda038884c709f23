import { expect, test } from 'vitest';
import { compilerOutput } from './checker.ts';

// A time test of the compiler: types that are slow to check are felt at every key stroke.

const imports = [
  `import { grad, type Mat, zeros } from '@adjoint/core';`,
  `import { binaryCrossEntropy, dense, minimize, random, sequential, sigmoid } from '@adjoint/nn';`,
];
const sizes = Array.from({ length: 21 }, (_, i) => 400 - 17 * i); // 400, 383, ..., 60
const layers = sizes.slice(1).map((size, i) => `dense(${sizes[i]}, ${size}, sigmoid)`);
const network = [
  `export const net = sequential(${layers.join(', ')});`,
  'const p0 = net.initialize(random(42));',
  'const loss = (p: typeof p0, x: Mat<number, 400>, y: Mat<number, 60>) => binaryCrossEntropy(net.apply(p, x), y);',
  'export const gradient = grad(loss)(p0, zeros(5000, 400), zeros(5000, 60));',
  'export const result = minimize((p) => loss(p, zeros(5000, 400), zeros(5000, 60)), p0);',
  'result.parameters[19].w satisfies Mat<77, 60>;',
];

interface Cost {
  /** seconds */
  readonly time: number;
  readonly instantiations: number;
}
function costOf(lines: readonly string[]): Cost {
  const output = compilerOutput(lines, '--extendedDiagnostics', '--singleThreaded');
  expect(output).not.toContain('error TS');
  const told = (what: string) => Number(new RegExp(`${what}:\\s*([\\d.]+)`).exec(output)?.[1]);
  return { time: told('Check time'), instantiations: told('Instantiations') };
}
const least = (costs: readonly Cost[]): number => Math.min(...costs.map(({ time }) => time));

test('a network of 20 layers, its gradient and its minimization check in less than half a second', () => {
  const [empty, full]: [Cost[], Cost[]] = [[], []];
  const over = () => least(full) - least(empty);
  // by turns, at least three times each; a busy machine gets more tries, which a slow type does not survive either
  for (let turn = 0; turn < 3 || (over() >= 0.5 && turn < 8); turn += 1) {
    empty.push(costOf([...imports, 'export {};']));
    full.push(costOf([...imports, ...network]));
  }
  expect(over()).toBeLessThan(0.5);
  // what does not depend on the machine: 2,900 when this was written
  expect(full[0]!.instantiations - empty[0]!.instantiations).toBeLessThan(30_000);
});
