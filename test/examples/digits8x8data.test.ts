import { sum } from '@adjoint/core';
import { expect, test } from 'vitest';
import { readDigits8x8 } from '../../packages/examples/src/data/digits8x8.ts';

const { train, test: unseen } = readDigits8x8();

test('the digits of 8x8 pixels are 1437 to train with and 360 to test with, one label each', () => {
  expect([train.x.rows, train.y.rows, unseen.x.rows, unseen.y.rows]).toEqual([1437, 1437, 360, 360]);
  for (const { y } of [train, unseen]) expect(new Set(sum(y, { axis: 1 }).toFloat64Array())).toEqual(new Set([1]));
});

test('the split is that of scikit-learn with random_state 1: so many of each digit to test with', () => {
  expect([...sum(unseen.y, { axis: 0 }).toFloat64Array()]).toEqual([43, 35, 36, 41, 38, 30, 37, 37, 29, 34]);
});

test('pixels are whole numbers from 0 to 16', () => {
  const values = [...train.x.toFloat64Array(), ...unseen.x.toFloat64Array()];
  expect([Math.min(...values.slice(0, 50_000)), Math.max(...values.slice(0, 50_000))]).toEqual([0, 16]);
  expect(values.every((value) => Number.isInteger(value) && value >= 0 && value <= 16)).toBe(true);
});
