import {
  ArgumentError,
  flatten,
  grad,
  isBranch,
  isMat,
  item,
  leaves,
  mapTree,
  type Mat,
  matrix,
  mul,
  ones,
  scalar,
  sum,
  type Tree,
} from '@adjoint/core';
import fc, { type Arbitrary } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runs } from '../laws/caseOf.ts';

const leaf = fc.integer({ min: -9, max: 9 }).map((n) => scalar(n));
const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small' },
    leaf,
    fc.array(tie('tree'), { maxLength: 3 }),
    fc.dictionary(fc.oneof(fc.string(), fc.constant('__proto__')), tie('tree'), { maxKeys: 3 }),
  ),
})) as { tree: Arbitrary<Tree> };

describe('any tree', () => {
  test('taken apart and put together is itself, matrices and all', () => {
    fc.assert(
      fc.property(tree, (given) => {
        const flat = flatten(given, isMat);
        expect(flat.paths.length).toBe(flat.leaves.length);
        expect(flat.rebuild(flat.leaves)).toEqual(given);
        expect(leaves(flat.rebuild(flat.leaves)).every((x, i) => x === flat.leaves[i])).toBe(true);
      }),
      runs(2),
    );
  });
  test('mapped leaf by leaf keeps its form', () => {
    fc.assert(
      fc.property(tree, (given) => {
        const doubled = mapTree(
          (x, y) => mul(x, y),
          given,
          mapTree(() => scalar(2), given),
        );
        expect(leaves(doubled).map((x) => x.at(0, 0))).toEqual(leaves(given).map((x) => 2 * x.at(0, 0)));
        expect(flatten(doubled, isMat).paths).toEqual(flatten(given, isMat).paths);
      }),
      runs(2),
    );
  });
  test('of parameters has a gradient of the same form', () => {
    const p = {
      layers: [
        { w: ones(2, 2), b: ones(1, 2) },
        { w: ones(2, 1), b: ones(1, 1) },
      ],
      scale: scalar(3),
    } as const;
    const gradient = grad((q: typeof p) => mul(q.scale, sum(q.layers[0].w)))(p);
    expect(flatten(gradient, isMat).paths).toEqual(['layers.0.w', 'layers.0.b', 'layers.1.w', 'layers.1.b', 'scale']);
    expect(item(gradient.scale)).toBe(4);
    expect(gradient.layers[1].w.toArray()).toEqual([[0], [0]]);
  });
});

describe('keys', () => {
  test('named __proto__ stay keys of their own', () => {
    const given = JSON.parse('{"__proto__": 1}') as Record<string, unknown>;
    const rebuilt = flatten<number>(given, (x): x is number => typeof x === 'number').rebuild([2]);
    expect(Object.entries(rebuilt as object)).toEqual([['__proto__', 2]]);
    expect(Object.getPrototypeOf(rebuilt)).toBe(Object.prototype);
  });
  test('in another order are another tree', () => {
    expect(() => mapTree((x, y) => mul(x, y), { a: scalar(1), b: scalar(2) }, { b: scalar(1), a: scalar(2) })).toThrow(ArgumentError);
  });
});

describe('what is no tree is refused by name and place', () => {
  test.each<readonly [string, unknown, string]>([
    ['a number', { w: { b: 3 } }, 'at w.b, got the number 3'],
    ['null', [null], 'at 0, got null'],
    ['text', 'w', 'got the string "w"'],
    ['a function', { f: () => 1 }, 'at f, got a function'],
    ['an instance of a class', { d: new Date(0) }, 'at d, got a Date'],
    ['a typed array', [new Float64Array(1)], 'at 0, got an array'],
    ['a map', new Map(), 'got a Map'],
    ['a hole', [, scalar(1)], 'at 0, got undefined'], // eslint-disable-line no-sparse-arrays
  ])('%s', (_what, given, message) => {
    expect(() => leaves(given)).toThrow(ArgumentError);
    expect(() => leaves(given)).toThrow(message);
  });
  test('nor is a promise, which says what to do', () => {
    expect(() => leaves({ w: Promise.resolve() })).toThrow('got a Promise at w. Recording is synchronous');
  });
  test('trees that differ are both described', () => {
    expect(() => mapTree((x) => x, { a: scalar(1) }, [scalar(1)] as Tree)).toThrow('mapTree: the trees differ: { a } and { 0 }');
  });
  test('an empty tree has nothing to differentiate by', () => {
    expect(() => grad((_p: readonly Mat[]) => scalar(1))([])).toThrow('grad: the first argument holds no matrix to differentiate by');
  });
});

test('a branch is an array or a plain object, with or without a prototype', () => {
  expect([[], {}, Object.create(null)].map(isBranch)).toEqual([true, true, true]);
  expect([matrix([[1]]), null, 1, new (class A {})(), () => 1].map(isBranch)).toEqual([false, false, false, false, false]);
});
