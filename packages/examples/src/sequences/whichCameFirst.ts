import { compile, item, type Mat, matrix, oneHot, valueAndGrad } from '@adjoint/core';
import {
  accuracy,
  adam,
  crossEntropyWithLogits,
  dense,
  gru,
  type OptimizerMemory,
  random,
  type SeededRandom,
  split,
  unroll,
} from '@adjoint/nn';
import { print } from '../figures/print.ts';
import { title } from '../figures/title.ts';

// Sequences of letters with one a and one b somewhere among others: a recurrent network says which of the two came first.

const letters = 5; // a, b and three that mean nothing
const length = 16;
const cell = gru(letters, 12);
const decide = dense(12, 2);

interface Examples {
  /** one matrix per step, one row per sequence, the letter one-hot */
  readonly steps: readonly Mat<number, 5>[];
  /** 0 where a came first, 1 where b did */
  readonly labels: Mat<number, 1>;
}
type Parameters = readonly [ReturnType<typeof cell.initialize>, ReturnType<typeof decide.initialize>];

const column = (numbers: readonly number[]): Mat<number, 1> => matrix.of(numbers.length, 1, numbers);

function examplesFrom(source: SeededRandom, count: number): Examples {
  const sequences = split(source, count).map((own) => {
    const [a, b] = own.permutation(length).value as [number, number, ...number[]];
    const others = own.uniform(length, 1, 2, letters).value.toArray().flat();
    return { first: a < b ? 0 : 1, row: others.map((u, place) => (place === a ? 0 : place === b ? 1 : Math.floor(u))) };
  });
  const atPlace = (place: number): Mat<number, 5> => oneHot(column(sequences.map(({ row }) => row[place]!)), letters);
  return { steps: Array.from({ length }, (_, place) => atPlace(place)), labels: column(sequences.map(({ first }) => first)) };
}

/** What is decided after the last step. */
const logits = ([p, q]: Parameters, steps: Examples['steps']): Mat<number, 2> => decide.apply(q, unroll(cell, p, steps).state.h);
const loss = (p: Parameters, { steps, labels }: Examples): Mat<1, 1> => crossEntropyWithLogits(logits(p, steps), labels);

const optimizer = adam({ learningRate: 0.02 });
const step = compile((p: Parameters, memory: OptimizerMemory, examples: Examples) => {
  const { value, gradient } = valueAndGrad(loss)(p, examples);
  return { value, ...optimizer.update(gradient, memory, p) };
});

/** The loss before each step, and the share of new sequences that the network decides right before and after them. */
export function learn(
  seed: number,
  iterations: number,
): { readonly losses: readonly number[]; readonly before: number; readonly after: number } {
  const [r1, r2, r3, r4] = split(random(seed), 4) as [SeededRandom, SeededRandom, SeededRandom, SeededRandom];
  const [training, unseen] = [examplesFrom(r1, 200), examplesFrom(r2, 500)];
  const share = (p: Parameters): number => accuracy(logits(p, unseen.steps), unseen.labels);
  let parameters: Parameters = [cell.initialize(r3), decide.initialize(r4)];
  let memory = optimizer.initialize(parameters);
  const before = share(parameters);
  const losses = Array.from({ length: iterations }, () => {
    const next = step(parameters, memory, training);
    ({ parameters, memory } = next);
    return item(next.value);
  });
  return { losses, before, after: share(parameters) };
}

export function main(): void {
  const { losses, before, after } = learn(1, 100);
  print(title('Which came first? A gated recurrent network reads 16 letters'));
  for (const i of [0, 20, 40, 60, 80, 99]) print(`  step ${String(i).padStart(2)}   loss ${losses[i]!.toFixed(4)}`);
  print(`  of 500 new sequences right: ${(100 * before).toFixed(1)} % before, ${(100 * after).toFixed(1)} % after`);
}

if (import.meta.main) main();
