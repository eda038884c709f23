import { registry } from '@adjoint/core';
import { expect, test } from 'vitest';
import { tangents } from './forwardMode.ts';
import { oracle } from './oracle.ts';

const names = registry.map(({ name }) => name).toSorted();

test('every op of the registry has one name of its own', () => expect(new Set(names).size).toBe(names.length));
test('every op of the registry has a line in the oracle, and no line is left over', () =>
  expect(Object.keys(oracle).toSorted()).toEqual(names));
test('every op of the registry has a line in forward mode, and no line is left over', () =>
  expect(Object.keys(tangents).toSorted()).toEqual(names));
