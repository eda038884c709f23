import { ArgumentError, isMat, type Mat } from '@adjoint/core';
import { textOf } from '../textOf.ts';
import { requireIterable } from './requireIterable.ts';
import { requireNamed } from './namedArrays.ts';

type Zipped<Streams> = { readonly [K in keyof Streams]: Streams[K] extends AsyncIterable<infer A> | Iterable<infer A> ? A : never };

/**
 * Batches that belong together, from several streams: `zipBatches({ x: npyBatches(...), y: npyBatches(...) })` gives { x, y } after { x, y }.
 * Throws an ArgumentError when one ends before another, or when two batches differ in rows.
 */
export async function* zipBatches<Streams extends Readonly<Record<string, AsyncIterable<Mat> | Iterable<Mat>>>>(
  streams: Streams,
): AsyncGenerator<Zipped<Streams>, void, void> {
  const example = 'zipBatches({ x: npyBatches(images, 64), y: npyBatches(labels, 64) })';
  requireNamed('zipBatches', 'streams', streams, example);
  const names = Object.keys(streams);
  for (const name of names) requireIterable('zipBatches', name, streams[name], example);
  const sources = Object.values(streams).map((stream) =>
    Symbol.asyncIterator in stream ? stream[Symbol.asyncIterator]() : stream[Symbol.iterator](),
  );
  try {
    for (;;) {
      const turns = await Promise.all(sources.map(async (source) => source.next()));
      const ended = turns.findIndex(({ done }) => done === true);
      if (turns.every(({ done }) => done === true)) return;
      if (ended >= 0) throw new ArgumentError(`zipBatches: ${names[ended]} ended before the others. Give streams of as many rows`);
      const batches = turns.map(({ value }) => value as Mat);
      const stranger = batches.findIndex((batch) => !isMat(batch));
      if (stranger >= 0) throw new ArgumentError(`zipBatches: ${names[stranger]} gave no matrix, but ${textOf(batches[stranger])}`);
      const odd = batches.findIndex(({ rows }) => rows !== batches[0]!.rows);
      if (odd >= 0)
        throw new ArgumentError(
          `zipBatches: ${names[odd]} gave ${batches[odd]!.rows} rows, ${names[0]} ${batches[0]!.rows}. Give both the same rows in a batch`,
        );
      yield Object.fromEntries(names.map((name, i) => [name, batches[i]!])) as Zipped<Streams>;
    }
  } finally {
    for (const source of sources) await source.return?.(undefined);
  }
}
