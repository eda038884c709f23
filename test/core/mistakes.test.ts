import { AdjointError, detectAnomaly, grad, log, matmul, ones, ShapeError, sum } from '@adjoint/core';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { callersLine } from '../../packages/core/src/callers.ts';
import { firstFrame, type Mistake, thrownBy } from './mistakes/mistake.ts';
import { mistakesOfArguments } from './mistakes/ofArguments.ts';
import { mistakesOfFunctions } from './mistakes/ofFunctions.ts';
import { mistakesOfNumbers } from './mistakes/ofNumbers.ts';
import { mistakesOfOptions } from './mistakes/ofOptions.ts';
import { mistakesOfRecording } from './mistakes/ofRecording.ts';
import { mistakesOfResults } from './mistakes/ofResults.ts';
import { mistakesOfShape } from './mistakes/ofShape.ts';
import { mistakesOfTapes } from './mistakes/ofTapes.ts';
import { mistakesOfTrees } from './mistakes/ofTrees.ts';

const tables: Readonly<Record<string, readonly Mistake[]>> = {
  ofArguments: mistakesOfArguments,
  ofFunctions: mistakesOfFunctions,
  ofNumbers: mistakesOfNumbers,
  ofOptions: mistakesOfOptions,
  ofRecording: mistakesOfRecording,
  ofResults: mistakesOfResults,
  ofShape: mistakesOfShape,
  ofTapes: mistakesOfTapes,
  ofTrees: mistakesOfTrees,
};

describe.each(Object.entries(tables))('mistakes %s', (file, table) => {
  test.each(table)('%s', (_title, error, message, make) => {
    const thrown = thrownBy(make);
    expect(thrown.message).toBe(message);
    expect(thrown.constructor).toBe(error);
    expect(firstFrame(thrown)).toContain(join(import.meta.dirname, 'mistakes', `${file}.ts`));
  });
});

test('there are many of them, each another', () => {
  const titles = Object.values(tables).flatMap((table) => table.map(([title]) => title));
  expect(titles.length).toBeGreaterThanOrEqual(200);
  expect(new Set(titles).size).toBe(titles.length);
});

describe('the stack of an error', () => {
  const mistake = () => matmul(ones(2, 3), ones(2, 3) as never);
  test('begins with its name and message, and then the line of the caller', () => {
    const { stack, message } = thrownBy(mistake);
    expect(stack!.startsWith(`ShapeError: ${message}\n    at `)).toBe(true);
    expect(stack).not.toContain('/packages/core/src/');
  });
  test('leads through the functions of the caller, and not through those between', () => {
    const inner = () => grad(() => sum(mistake()))(1);
    const frames = thrownBy(() => grad(() => inner())(1))
      .stack!.split('\n')
      .filter((line) => line.includes(import.meta.filename));
    expect(frames.length).toBeGreaterThanOrEqual(4);
  });
  test('finds the caller under more frames of ours than an engine keeps', () => {
    const deep = (n: number): unknown => (n === 0 ? mistake() : grad(() => deep(n - 1) as never)(1));
    expect(firstFrame(thrownBy(() => deep(8)))).toContain(import.meta.filename);
  });
  test('is no longer than the engine was asked for', () => {
    const limit = Error.stackTraceLimit;
    try {
      Error.stackTraceLimit = 2;
      expect(thrownBy(mistake).stack!.split('\n')).toHaveLength(3);
      expect(Error.stackTraceLimit).toBe(2);
      Error.stackTraceLimit = 0;
      expect(thrownBy(mistake).stack!.split('\n')).toHaveLength(1);
    } finally {
      Error.stackTraceLimit = limit;
    }
  });
  test('stays whole where nobody else would be left', () => {
    const error = Object.assign(new ShapeError('matmul', [], 'rule'), {
      stack: 'Error\n    at shape (/packages/core/src/ops/products.ts:1:2)',
    });
    expect(thrownWithoutCapture(error).stack).toContain('products.ts:1:2');
  });
  test.each([
    [
      'Firefox',
      'shape@http://host/packages/core/src/ops/products.ts:23:13\nuser@http://host/app.js:3:25\n',
      'user@http://host/app.js:3:25',
    ],
    [
      'Safari',
      'shape@http://host/packages/nn/src/layers/layer.ts:23:13\nmap@[native code]\nuser@http://host/app.js:3:25',
      'user@http://host/app.js:3:25',
    ],
  ])('is understood as %s writes it', (_browser, stack, expected) => {
    expect(thrownWithoutCapture(Object.assign(new TypeError('message'), { stack })).stack).toBe(expected);
  });
  test('of an anomaly begins there too, and the error knows the line that wrote the op', () => {
    const thrown = thrownBy(() => detectAnomaly((x: never) => sum(log(x)))(0 as never)) as Error & { readonly line: string };
    expect(firstFrame(thrown)).toContain(import.meta.filename);
    expect(thrown.line).toContain(import.meta.filename);
    expect(callersLine()).toContain(import.meta.filename);
  });
});

/** As in engines that have neither a limit nor a way to capture again. */
function thrownWithoutCapture(error: Error): Error {
  const before = { stackTraceLimit: Error.stackTraceLimit, captureStackTrace: Error.captureStackTrace.bind(Error) };
  try {
    Object.assign(Error, { stackTraceLimit: undefined, captureStackTrace: undefined });
    return AdjointError.atCaller(error);
  } finally {
    Object.assign(Error, before);
  }
}
