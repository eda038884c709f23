import brain from 'brain.js';
import type { Table } from '../tables.ts';
import { installedVersion } from './installed.ts';
import { checkedSteps, type Make, type Peer, rates } from './peer.ts';

interface Internals {
  sizes: number[];
  initialize(): void;
  weights: Float32Array[][];
  biases: Float32Array[];
}
const none = Number.MIN_VALUE; // 0 is refused

const table = (rows: number, columns: number, values: readonly number[]): Table => ({ rows, columns, values: Float64Array.from(values) });

/** Its own training: the four patterns one after another, an iteration after the other. */
const xor: Make = ({ x, y, w1, b1, w2, b2 }) => {
  const patterns = Array.from({ length: 4 }, (_, row) => ({
    input: Array.from(x!.values.slice(2 * row, 2 * row + 2)),
    output: Array.from(y!.values.slice(row, row + 1)),
  }));
  const trained = (iterations: number): Internals => {
    const net = new brain.NeuralNetwork({ hiddenLayers: [2], activation: 'sigmoid' });
    const inside = net as unknown as Internals;
    inside.sizes = [2, 2, 1];
    inside.initialize();
    for (let unit = 0; unit < 2; unit += 1) {
      inside.weights[1]![unit]!.set([w1!.values[unit]!, w1!.values[2 + unit]!]);
      inside.biases[1]![unit] = b1!.values[unit]!;
      inside.weights[2]![0]![unit] = w2!.values[unit]!;
    }
    inside.biases[2]![0] = b2!.values[0]!;
    net.train(patterns, { iterations, learningRate: rates.xor, momentum: none, errorThresh: none });
    return inside;
  };
  return {
    outputs: () => {
      const { weights, biases } = trained(checkedSteps.xor);
      const [first, second] = weights[1]! as [Float32Array, Float32Array];
      return {
        w1: table(2, 2, [first[0]!, second[0]!, first[1]!, second[1]!]),
        b1: table(1, 2, Array.from(biases[1]!)),
        w2: table(2, 1, Array.from(weights[2]![0]!)),
        b2: table(1, 1, Array.from(biases[2]!)),
      };
    },
    run: (times) => void trained(times),
  };
};

export const peer: Peer = { version: installedVersion('brain.js'), describe: () => 'its train(), no momentum', programs: { xor } };
