import { random, split } from '@adjoint/nn';

const words = {
  adjective: ['red', 'old', 'small', 'clever', 'tired', 'happy'],
  noun: ['fox', 'hen', 'teacher', 'robot', 'child', 'gardener'],
  verb: ['sees', 'hears', 'follows', 'paints', 'likes'],
};
const pattern = ['the', 'adjective', 'noun', 'verb', 'the', 'noun.'] as const;

/** Sentences of a small grammar, made from a seed: 'the old fox hears the child. ' and so on. */
export function sentences(seed: number, count: number): string {
  const drawn = split(random(seed), count).map((source) => source.uniform(1, pattern.length, 0, 1).value.toArray()[0]!);
  const word = (place: string, u: number): string => {
    const kind = place.replace('.', '');
    const list: readonly string[] = Object.hasOwn(words, kind) ? words[kind as keyof typeof words] : [kind];
    return place.replace(kind, list[Math.floor(u * list.length)]!);
  };
  return drawn.map((numbers) => `${pattern.map((place, i) => word(place, numbers[i]!)).join(' ')} `).join('');
}
