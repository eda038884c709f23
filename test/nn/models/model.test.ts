import { ArgumentError, matrix, type Mat } from '@adjoint/core';
import {
  decodeModel,
  decodeSafetensors,
  decodeState,
  dense,
  encodeModel,
  encodeSafetensors,
  encodeState,
  random,
  sequential,
  tanh,
} from '@adjoint/nn';
import { describe, expect, test } from 'vitest';
import { changes, prefixes, refusalOf, rightOf, withoutStacks } from '../data/outcomes.ts';

const net = sequential(dense(4, 3, tanh), dense(3, 2));
const p0 = net.initialize(random(7));
const architecture = { layers: [4, 3, 2], activation: 'tanh' };
const bytes = encodeModel(p0, { architecture });
const refusal = (file: Uint8Array, like: unknown = p0, options = {}) =>
  refusalOf(decodeModel(file, 'net.safetensors', like as typeof p0, options));
const numbersOf = (x: Mat) => ({ rows: x.rows, columns: x.columns, values: x.toFloat64Array() });

test('a model is read as it was kept, bit for bit, and computes the same', () => {
  const parameters = rightOf(decodeModel(bytes, 'net.safetensors', p0, { architecture }));
  expect(parameters.map(({ w, b }) => [numbersOf(w), numbersOf(b)])).toEqual(p0.map(({ w, b }) => [numbersOf(w), numbersOf(b)]));
  const x = matrix([[0.1, 0.2, 0.3, 0.4]]);
  expect(net.apply(parameters, x).toArray()).toEqual(net.apply(p0, x).toArray());
});

test('other programs find its tensors under the names of the tree', () => {
  const { tensors, metadata } = rightOf(decodeSafetensors(bytes, 'net.safetensors'));
  expect([...tensors.keys()]).toEqual(['model.0.w', 'model.0.b', 'model.1.w', 'model.1.b']);
  expect(tensors.get('model.0.w')).toEqual({ sizes: [4, 3], values: p0[0].w.toFloat64Array() });
  expect(metadata.get('adjoint')).toBe('1');
});

test('keys come back in the order of the tree that is asked for', () => {
  const [a, b] = [matrix([[1]]), matrix([[2]])];
  expect(Object.keys(rightOf(decodeModel(encodeModel({ a, b }), 'x', { b, a })))).toEqual(['b', 'a']);
});

test('keys that could be mistaken are kept apart', () => {
  const [one, two, three] = [matrix([[1]]), matrix([[2]]), matrix([[3]])];
  const tree = { 'a.b': one, a: { b: two }, ['__proto__']: three, __metadata__: one, 'a~1b': three };
  const found = rightOf(decodeModel(encodeModel(tree), 'x', tree));
  expect(JSON.stringify(found)).toBe(JSON.stringify(tree));
  expect(Object.getPrototypeOf(found)).toBe(Object.prototype);
});

describe('a model of another architecture is refused with what differs', () => {
  test.each([
    [
      'sizes',
      sequential(dense(4, 5), dense(5, 2)).initialize(random(1)),
      {},
      'parameters.0.w is 4x3, not 4x5; parameters.0.b is 1x3, not 1x5; parameters.1.w is 3x2, not 5x2',
    ],
    ['more layers', [...p0, p0[1]], {}, 'parameters.2 is missing, not an object'],
    ['fewer layers', [p0[0]], {}, 'parameters.1 is an object, not missing'],
    ['another form', { w: p0[0].w }, {}, 'parameters is a list of 2, not an object'],
    [
      'another name',
      [{ w: p0[0].w, bias: p0[0].b }, p0[1]],
      {},
      'parameters.0.bias is missing, not 1x3; parameters.0.b is 1x3, not missing',
    ],
    ['another activation', p0, { architecture: { ...architecture, activation: 'relu' } }, 'architecture.activation is "tanh", not "relu"'],
    ['more in the architecture', p0, { architecture: { ...architecture, dropout: 0.5 } }, 'architecture.dropout is missing, not 0.5'],
  ])('%s', (_, like, options, difference) => {
    expect(refusal(bytes, like, options)).toBe(
      `net.safetensors: byte 0: expected a model of this architecture, found another: ${difference}`,
    );
  });
  test('and many differences are cut short', () => {
    const like = Array.from({ length: 9 }, () => matrix([[1]]));
    expect(refusal(encodeModel(like.map(() => matrix([[1, 2]]))), like)).toMatch(/; and 4 more$/);
  });
});

describe('a file that is none of ours is refused', () => {
  const text = Buffer.from(bytes).toString('latin1');
  const written = (changed: string): Uint8Array => new Uint8Array(Buffer.from(changed, 'latin1'));
  test.each([
    [
      'of another version',
      written(text.replace('"adjoint":"1"', '"adjoint":"2"')),
      'expected version 1 of kept files, found version 2. Read it with the Adjoint that wrote it',
    ],
    [
      'of tensors alone',
      encodeSafetensors({ w: matrix([[1]]) }),
      'expected a file that Adjoint kept (read others with decodeSafetensors), found tensors without its metadata',
    ],
    [
      'of a training state',
      encodeState({ parameters: p0 }),
      'expected the parameters of a model, found a training state. Read it with decodeState',
    ],
  ])('%s', (_, file, message) => expect(refusal(file)).toContain(message));
  test('and a model is no training state', () => {
    expect(refusalOf(decodeState(bytes, 'x'))).toContain(
      'expected a training state, found the parameters of a model. Read it with decodeModel',
    );
  });
});

test('a file that is cut, or with any byte another, is refused', () => {
  withoutStacks(() => {
    for (const cut of prefixes(bytes)) refusal(cut);
    for (let at = 0; at < bytes.length; at += 1) for (const bit of [1, 2, 16, 128]) refusal(bytes.with(at, bytes[at]! ^ bit));
    for (const { file } of changes(bytes, 0, 60)) refusal(file);
  });
});

describe('parameters that are not finite', () => {
  const bad = [
    {
      w: matrix([
        [1, 2],
        [3, NaN],
      ]),
      b: matrix([[0, 1]]),
    },
  ];
  test('are refused, and the message says where they are and what to write', () => {
    expect(() => encodeModel(bad)).toThrow(
      new ArgumentError(
        "encodeModel: parameters.0.w holds NaN in row 1, column 1. Keep the last finite parameters, or pass { nonFinite: 'allow' }",
      ),
    );
    expect(() => encodeState({ step: 3, best: { parameters: bad } })).toThrow('encodeState: best.parameters.0.w holds NaN');
  });
  test('are kept when asked for', () => {
    const found = rightOf(decodeModel(encodeModel(bad, { nonFinite: 'allow' }), 'x', bad));
    expect(found[0]!.w.toFloat64Array()).toEqual(Float64Array.of(1, 2, 3, NaN));
    encodeState({ parameters: bad }, { nonFinite: 'allow' });
  });
});
