import { add, compile, item, type Mat, matrix, scalar, softmax, valueAndGrad } from '@adjoint/core';
import * as nn from '@adjoint/nn';
import { print } from '../figures/print.ts';
import { title } from '../figures/title.ts';
import { sentences } from './sentences.ts';

// A model of a text letter by letter: attention sees the letters so far, and says how likely each letter is to be the next.

const alphabet = ' .abcdefghijklmnopqrstuvwxyz';
const size = 32;
const window = 48; // letters that it sees at once
const weights = nn.normal(0, 0.1);

const indicesOf = (text: string): Mat<number, 1> =>
  matrix.of(
    text.length,
    1,
    Array.from(text, (letter) => alphabet.indexOf(letter)),
  );

const letters = nn.embedding(alphabet.length, size, { weights });
const places = nn.embedding(window, size, { weights });
/** Each letter together with the place where it stands. */
const placed = nn.layer({
  inputs: 1 as const,
  outputs: size,
  initialize: (source) => {
    const [a, b] = nn.split(source, 2);
    return { letters: letters.initialize(a!), places: places.initialize(b!) };
  },
  apply: (p, x) => add(letters.apply(p.letters, x), places.apply(p.places, matrix.of(x.rows, 1, [...Array(x.rows).keys()]))),
});
const net = nn.sequential(
  placed,
  nn.residual(nn.sequential(nn.layerNorm(size), nn.multiHeadAttention(size, 4, { causal: true }))),
  nn.residual(nn.sequential(nn.layerNorm(size), nn.dense(size, 64, nn.gelu), nn.dense(64, size))),
  nn.layerNorm(size),
  nn.dense(size, alphabet.length),
);
type Parameters = ReturnType<typeof net.initialize>;

/** In nats per letter. */
const loss = (p: Parameters, x: Mat<number, 1>, next: Mat<number, 1>): Mat<1, 1> => nn.crossEntropyWithLogits(net.apply(p, x), next);
const optimizer = nn.adam();
const step = compile((p: Parameters, memory: nn.OptimizerMemory, x: Mat<number, 1>, next: Mat<number, 1>) => {
  const { value, gradient } = valueAndGrad(loss)(p, x, next);
  return { value, ...optimizer.update(gradient, memory, p) };
});

/** The loss of each step, on a window of the text drawn at random, and what was learned. */
export function learn(
  text: string,
  seed: number,
  iterations: number,
): { readonly losses: readonly number[]; readonly parameters: Parameters } {
  let parameters = net.initialize(nn.random(seed));
  let memory = optimizer.initialize(parameters);
  const drawn = nn
    .random(seed)
    .uniform(iterations, 1, 0, text.length - window)
    .value.toArray();
  const rate = nn.cosineDecay({ learningRate: 0.01, steps: iterations });
  const losses = drawn.map(([from], i) => {
    const seen = text.slice(from!, from! + window + 1);
    const next = step(parameters, { ...memory, learningRate: scalar(rate(i)) }, indicesOf(seen.slice(0, -1)), indicesOf(seen.slice(1)));
    ({ parameters, memory } = next);
    return item(next.value);
  });
  return { losses, parameters };
}

/** A text continued by so many letters, each drawn with the probability that the model gives it. */
export function continued(parameters: Parameters, start: string, count: number, seed: number): string {
  const drawn = nn.random(seed).uniform(count, 1, 0, 1).value.toArray();
  return drawn.reduce((text, [u]) => {
    const likely = softmax(net.apply(parameters, indicesOf(text.slice(-window))))
      .toArray()
      .at(-1)!;
    let below = 0;
    return text + alphabet.at(likely.findIndex((share) => (below += share) > u!))!;
  }, start);
}

export function main(): void {
  const { losses, parameters } = learn(sentences(1, 400), 1, 1200);
  print(title('Letters: a small model with attention learns to write sentences'));
  for (const i of [0, 300, 600, 900, 1199]) print(`  step ${String(i).padStart(4)}   ${losses[i]!.toFixed(2)} nats per letter`);
  for (const seed of [1, 2, 3, 4]) print(`  ${continued(parameters, 'the ', 40, seed)}`);
}

if (import.meta.main) main();
