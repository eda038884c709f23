import { deserialize, type Mat, record, registry, serialize, spec } from '@adjoint/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { caseOf } from '../laws/caseOf.ts';
import { oneEntry } from '../laws/checks.ts';
import { program, runProgram } from '../laws/programs.ts';
import { called, judged, refusedAt, applying, entriesOf, type Json } from './hostileTexts.ts';

const numRuns = Math.min(10_000, Number(process.env.LAWS_RUNS ?? 300));

/** One text of every op, and of ten programs. */
const texts: readonly string[] = [
  called,
  ...registry.map((op) => serialize(oneEntry(op, fc.sample(caseOf(op), { seed: 3, numRuns: 1 })[0]!))),
  ...fc.sample(program, { seed: 3, numRuns: 10 }).map((given) =>
    serialize(
      record(
        (xs: readonly Mat[]) => runProgram(given, xs),
        given.inputs.map(({ rows, columns }) => spec(rows, columns)),
      ),
    ),
  ),
];

describe('a text that is damaged', () => {
  test('at its end is refused: every prefix of every text', () => {
    for (const text of texts.toSorted((a, b) => a.length - b.length).slice(0, 20)) {
      for (let length = 0; length < text.length; length += 1) expect(refusedAt(text.slice(0, length))).toBe('text');
    }
    for (let length = 0; length < called.length; length += 1) expect(refusedAt(called.slice(0, length))).toBe('text');
  });
  test('in one character, replaced, dropped or put in, is refused or runs', () => {
    const character = fc.oneof(
      fc.constantFrom(...Array.from('0123456789-.eE+,:[]{}"\\ntapeNI')),
      fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
    );
    fc.assert(
      fc.property(fc.constantFrom(...texts), fc.nat(), fc.nat(2), character, (text, at, dropped, put) => {
        const place = at % text.length;
        judged(text.slice(0, place) + (dropped === 2 ? '' : put) + text.slice(place + Math.min(dropped, 1)));
      }),
      { numRuns },
    );
  });
});

const hostile: readonly Json[] = [
  null,
  true,
  -1,
  0,
  1,
  2,
  7,
  0.5,
  -0.5,
  1e300,
  2 ** 31,
  2 ** 32,
  2 ** 40,
  -(2 ** 40),
  2 ** 53,
  'NaN',
  'Infinity',
  '-0',
  '1',
  '',
  '__proto__',
  'constructor',
  'toString',
  'matmul',
  [],
  [[]],
  [0],
  [-1],
  [0.5],
  [1, 1],
  [0, 0],
  [0, 0, 0],
  [1e300, 1e300],
  [2 ** 40, 1],
  [65_536, 65_536],
  {},
  { text: '1' },
  { text: 0 },
  { tape: null },
  { tape: JSON.parse(called) as Json },
  { length: 3 },
  { input: [1, 1] },
  { constant: [1, 1], values: [1] },
];
/** Every place in a value, as the keys that lead to it. */
function placesIn(x: Json, path: readonly string[] = []): readonly (readonly string[])[] {
  return [
    path,
    ...(typeof x === 'object' && x !== null ? Object.entries(x).flatMap(([key, child]) => placesIn(child, [...path, key])) : []),
  ];
}
function changed(x: Json, path: readonly string[], change: (holder: { [key: string]: Json }, key: string) => void): Json {
  const holder = { root: structuredClone(x) } as { [key: string]: Json };
  const keys = ['root', ...path];
  const inside = keys.slice(0, -1).reduce((at, key) => at[key] as { [key: string]: Json }, holder);
  change(inside, keys.at(-1)!);
  return holder['root'] ?? null;
}

test('a value anywhere that is replaced, dropped, doubled or joined by an unknown one is refused or runs', () => {
  const key = fc.constantFrom('__proto__', 'constructor', 'toString', 'rows', 'axis', 'op', 'input', 'tape', 'length', '0');
  fc.assert(
    fc.property(
      fc.constantFrom(...texts),
      fc.nat(),
      fc.constantFrom('replace', 'drop', 'double', 'add'),
      fc.constantFrom(...hostile),
      key,
      (text, at, what, value, name) => {
        const parsed = JSON.parse(text) as Json;
        const places = placesIn(parsed);
        const put = (holder: { [key: string]: Json }, where: string, given: Json) =>
          Object.defineProperty(holder, where, { value: given, enumerable: true, configurable: true, writable: true });
        const edit = (holder: { [key: string]: Json }, where: string): void => {
          const found = holder[where]!;
          if (what === 'replace') put(holder, where, value);
          else if (what === 'drop') delete holder[where];
          else if (Array.isArray(found)) found.push(what === 'double' ? (found[0] ?? 0) : value);
          else if (typeof found === 'object' && found !== null) put(found, name, value);
        };
        judged(JSON.stringify(changed(parsed, places[at % places.length]!, edit)));
      },
    ),
    { numRuns: 3 * numRuns },
  );
});

describe('a text that wants to exhaust us', () => {
  const megabytes = (): number => (process.memoryUsage().arrayBuffers + process.memoryUsage().external) / 2 ** 20;
  test('by the sizes that it declares has nothing allocated', () => {
    const before = megabytes();
    for (const size of [8192, 65_536, 2 ** 32, 2 ** 40, 1e300]) {
      for (const shape of [
        [size, 1],
        [1, size],
        [size, size],
      ]) {
        deserialize(entriesOf({ input: shape }));
        deserialize(entriesOf({ constant: shape, values: [] }));
        for (const op of ['broadcastTo', 'reshape', 'sumTo', 'max'])
          deserialize(applying(op, { rows: shape[0], columns: shape[1] }, [1, 1]));
        for (const op of ['slice', 'pad']) deserialize(applying(op, { row: 0, column: 0, rows: shape[0], columns: shape[1] }));
      }
    }
    const grown = JSON.stringify({
      adjoint: 1,
      inputs: [0],
      outputs: [0],
      entries: [{ input: [1, 1] }, ...Array.from({ length: 31 }, (_, i) => ({ op: 'concatRows', args: [i, i], attributes: {} }))],
    });
    expect(deserialize(grown)._tag).toBe('Right'); // 2³¹ rows, and nothing of them there
    expect(megabytes() - before).toBeLessThan(16);
  });
  const deep = 1_000_000;
  test.each<readonly [string, string, string]>([
    ['lists', '['.repeat(deep) + ']'.repeat(deep), 'tape'],
    ['lists that do not end', '['.repeat(deep), 'text'],
    ['objects', '{"entries":'.repeat(deep) + '1' + '}'.repeat(deep), 'tape.adjoint'],
    [
      'lists among the numbers of a constant',
      `{"adjoint":1,"inputs":[],"outputs":[],"entries":[{"constant":[1,1],"values":[${'['.repeat(deep)}${']'.repeat(deep)}]}]}`,
      'tape.entries[0].values[0]',
    ],
  ])('by the depth of its %s is refused', (_what, text, place) => {
    expect(['text', place]).toContain(refusedAt(text)); // a parser may give up first
  });
  test('by tapes within tapes is refused before the thirty-third', () => {
    const around = (inner: string) =>
      `{"adjoint":1,"inputs":[0],"outputs":[0],"entries":[{"input":[1,1]},{"op":"call","args":[0],"attributes":{"forward":{"tape":${inner}},"backward":{"tape":${inner === '' ? '' : 'null'}}}}]}`;
    let text = 'null';
    for (let i = 0; i < 1000; i += 1) text = around(text);
    expect(refusedAt(text).split('.forward.tape').length - 1).toBe(33);
  });
});
