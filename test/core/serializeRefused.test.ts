import { describe, expect, test } from 'vitest';
import { applying, called, entriesOf, refusedAt } from './hostileTexts.ts';

describe('refused, with its place', () => {
  test.each<readonly [string, string, string]>([
    ['an unknown op', applying('matmull', {}), 'tape.entries[1].op'],
    ['an op called __proto__', applying('__proto__', {}), 'tape.entries[1].op'],
    ['an op called constructor', applying('constructor', {}), 'tape.entries[1].op'],
    ['a reference to itself', applying('neg', {}, [2, 3], [1]), 'tape.entries[1].args[0]'],
    ['a reference forward', applying('neg', {}, [2, 3], [5]), 'tape.entries[1].args[0]'],
    ['a negative reference', applying('neg', {}, [2, 3], [-1]), 'tape.entries[1].args[0]'],
    ['a fractional reference', applying('neg', {}, [2, 3], [0.5]), 'tape.entries[1].args[0]'],
    ['too few arguments', applying('neg', {}, [2, 3], []), 'tape.entries[1].args'],
    ['too many arguments', applying('neg', {}, [2, 3], [0, 0]), 'tape.entries[1].args'],
    ['no arguments of an op that takes any number', applying('concatRows', {}, [2, 3], []), 'tape.entries[1].args'],
    ['a shape that does not fit', applying('inverse', {}), 'tape.entries[1]'],
    ['an attribute that is missing', applying('broadcastTo', { rows: 2 }), 'tape.entries[1].attributes'],
    ['an attribute under another name', applying('broadcastTo', { rows: 2, width: 3 }), 'tape.entries[1].attributes'],
    ['attributes that are missing', applying('sumTo', undefined), 'tape.entries[1].attributes'],
    ['an attribute that the op does not have', applying('neg', { axis: 1 }), 'tape.entries[1].attributes'],
    ['the attribute __proto__', applying('neg', JSON.parse('{"__proto__": 1}')), 'tape.entries[1].attributes'],
    ['an attribute that is a boolean', applying('softmax', { axis: true }), 'tape.entries[1].attributes.axis'],
    ['an attribute that is null', applying('softmax', { axis: null }), 'tape.entries[1].attributes.axis'],
    ['an axis of 7', applying('softmax', { axis: 7 }), 'tape.entries[1]'],
    ['a fractional axis', applying('logSoftmax', { axis: 0.5 }), 'tape.entries[1]'],
    ['an axis that is text', applying('softmax', { axis: { text: '1' } }), 'tape.entries[1]'],
    ['a cumulative sum along axis 2', applying('cumulativeSum', { axis: 2, reverse: 0 }), 'tape.entries[1]'],
    ['a cumulative sum in half a direction', applying('cumulativeSum', { axis: 1, reverse: 0.5 }), 'tape.entries[1]'],
    ['a fractional offset', applying('tril', { offset: 0.5 }), 'tape.entries[1]'],
    ['an offset of NaN', applying('triu', { offset: 'NaN' }), 'tape.entries[1]'],
    ['a slice from row 0.5', applying('slice', { row: 0.5, column: 0, rows: 1, columns: 3 }), 'tape.entries[1]'],
    ['a slice from row -1', applying('slice', { row: -1, column: 0, rows: 1, columns: 3 }), 'tape.entries[1]'],
    ['a slice from text', applying('slice', { row: { text: '1' }, column: 0, rows: 1, columns: 3 }), 'tape.entries[1]'],
    ['a pad at column 0.5', applying('pad', { row: 0, column: 0.5, rows: 5, columns: 5 }), 'tape.entries[1]'],
    ['half a row', applying('reshape', { rows: 0.5, columns: 12 }), 'tape.entries[1]'],
    ['0 rows', applying('sumTo', { rows: 0, columns: 3 }), 'tape.entries[1]'],
    ['1e300 rows', applying('broadcastTo', { rows: 1e300, columns: 3 }, [1, 3]), 'tape.entries[1]'],
    ['2⁴⁰ classes', applying('oneHot', { classes: 2 ** 40 }, [2, 1]), 'tape.entries[1]'],
    ['a number where a tape belongs', applying('call', { forward: 1, backward: 2 }), 'tape.entries[1]'],
    ['an input of no rows', entriesOf({ input: [0, 3] }), 'tape.entries[1].input'],
    ['an input of 2⁴⁰ entries', entriesOf({ input: [2 ** 20, 2 ** 20] }), 'tape.entries[1].input'],
    ['an input of 1e300 rows', entriesOf({ input: [1e300, 1] }), 'tape.entries[1].input'],
    ['a constant of fewer numbers than its shape', entriesOf({ constant: [65_536, 65_536], values: [1] }), 'tape.entries[1].values'],
    ['a constant of text', entriesOf({ constant: [1, 1], values: ['one'] }), 'tape.entries[1].values[0]'],
    ['a label that is none', entriesOf({ constant: [1, 1], values: [1], label: { toString: 'x' } }), 'tape.entries[1].label'],
    ['an entry that is a list', entriesOf([]), 'tape.entries[1]'],
    ['an input that is not listed', entriesOf({ input: [1, 1] }), 'tape.inputs'],
    ['inputs in another order', called.replace('"inputs":[0,1,2]', '"inputs":[1,0,2]'), 'tape.entries[2].attributes.backward.tape.inputs'],
  ])('%s', (_what, text, place) => {
    expect(refusedAt(text)).toBe(place);
  });
  test.each<readonly [string, (tape: any) => void]>([
    ['a forward without outputs', ({ forward }) => (forward.tape.outputs = [])],
    ['a forward with two', ({ forward }) => (forward.tape.outputs = [0, 0])],
    ['a backward without outputs', ({ backward }) => (backward.tape.outputs = [])],
    ['a backward with an output too many', ({ backward }) => backward.tape.outputs.push(0)],
    ['a backward of other shapes', ({ backward }) => (backward.tape.entries[0].input = [1, 1])],
    ['a backward that takes fewer arguments', ({ backward }) => (backward.tape = JSON.parse(applying('neg', {}, [2, 2])))],
  ])('a call with %s', (_what, damage) => {
    const parsed = JSON.parse(called);
    const at = parsed.entries.findIndex(({ op }: { readonly op?: string }) => op === 'call');
    damage(parsed.entries[at].attributes);
    expect(refusedAt(JSON.stringify(parsed))).toMatch(new RegExp(`^tape\\.entries\\[${at}\\]`));
  });
});
