import { describe, expect, test } from 'vitest';
import { continued, learn as learnLetters } from '../../../packages/examples/src/sequences/letters.ts';
import { sentences } from '../../../packages/examples/src/sequences/sentences.ts';
import { learn } from '../../../packages/examples/src/sequences/whichCameFirst.ts';

const mean = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0) / numbers.length;

describe('which came first', () => {
  test.each([1, 2, 3])('is learned from seed %i: it guesses before, and is right on new sequences after', (seed) => {
    const { losses, before, after } = learn(seed, 100);
    expect(before).toBeGreaterThan(0.4);
    expect(before).toBeLessThan(0.6);
    expect(after).toBeGreaterThan(0.98);
    expect(losses[0]).toBeGreaterThan(0.6); // log 2 is a guess
    expect(losses.at(-1)).toBeLessThan(0.02);
  });
  test('gives the same numbers from the same seed', () => {
    expect(learn(4, 3)).toEqual(learn(4, 3));
    expect(learn(4, 3).losses).not.toEqual(learn(5, 3).losses);
  });
});

/** Nats per letter of a model that knows how often each letter follows the n letters before it in this text. */
function entropyAfter(text: string, n: number): number {
  const [seen, followed] = [new Map<string, number>(), new Map<string, number>()];
  const count = (counts: Map<string, number>, key: string) => counts.set(key, (counts.get(key) ?? 0) + 1);
  const places = Array.from({ length: text.length - n }, (_, i) => i);
  for (const i of places) {
    count(seen, text.slice(i, i + n));
    count(followed, text.slice(i, i + n + 1));
  }
  return mean(places.map((i) => Math.log(seen.get(text.slice(i, i + n))! / followed.get(text.slice(i, i + n + 1))!)));
}

describe('the model of letters', () => {
  const text = sentences(1, 400);
  const { losses, parameters } = learnLetters(text, 1, 1200);

  test('reads a text that is made of the seed alone', () => {
    expect(sentences(1, 400)).toBe(text);
    expect(text).toMatch(/^(the [a-z]+ [a-z]+ [a-z]+ the [a-z]+\. ){400}$/);
    expect(sentences(2, 1)).not.toBe(sentences(3, 1));
  });

  test('starts by guessing, and ends knowing more than the two letters before tell', () => {
    expect(losses[0]).toBeGreaterThan(Math.log(20));
    const [afterOne, afterTwo] = [entropyAfter(text, 1), entropyAfter(text, 2)];
    expect(afterTwo).toBeLessThan(afterOne);
    expect(mean(losses.slice(-100))).toBeLessThan(0.8 * afterTwo);
  });

  test('writes words of the text', () => {
    const words = new Set(text.split(/[ .]+/));
    const written = [1, 2, 3, 4]
      .flatMap((seed) => continued(parameters, 'the ', 40, seed).split(/[ .]+/).slice(0, -1))
      .filter((word) => word !== '');
    expect(written.filter((word) => words.has(word)).length / written.length).toBeGreaterThan(0.6);
  });
});
