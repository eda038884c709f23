import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DecodeError } from '@adjoint/core';
import { describe, expect, test } from 'vitest';
import { main as digits } from '../../packages/examples/src/digits.ts';
import { matlabFile } from './matlabFile.ts';
import { runExample } from './runExample.ts';

const folder = mkdtempSync(join(tmpdir(), 'adjoint-'));
function saved(name: string, bytes: Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}
const matlab = (name: string, variables: Readonly<Record<string, readonly (readonly number[])[]>>): string =>
  saved(name, matlabFile(variables));
const filled = (rows: number, columns: number, value = 0): number[][] =>
  Array.from({ length: rows }, () => Array.from({ length: columns }, () => value));

const damaged = saved('text.mat', Buffer.from('not a MATLAB file'.repeat(20)));
const cut = saved('cut.mat', matlabFile({ Theta1: filled(25, 401), Theta2: filled(10, 26) }).subarray(0, 5000));
const small = matlab('small.mat', { Theta1: filled(25, 400), Theta2: filled(10, 26) });
const nan = matlab('nan.mat', { Theta1: filled(25, 401), Theta2: filled(10, 26, NaN) });
const narrow = matlab('narrow.mat', { X: filled(3, 399), y: filled(3, 1, 1) });
const short = matlab('short.mat', { X: filled(3, 400), y: filled(2, 1, 1) });
const zero = matlab('zero.mat', { X: filled(3, 400), y: [[1], [0], [2]] });

describe.concurrent('what is wrong is one line on stderr and status 2, and nothing is written:', () => {
  test.each<[readonly string[], string]>([
    [[], 'examples: command: expected digits or xor or exercise or exercises, found none'],
    [['digit'], 'examples: command: expected digits or xor or exercise or exercises, found "digit"'],
    [['digits', '--lambda', '-1'], 'digits: --lambda: expected a number of at least 0, found "-1"'],
    [['digits', '--weights', 'nothing.mat'], 'nothing.mat: file: expected a file that can be read, found nothing of that name'],
    [['digits', '--data', damaged], `${damaged}: byte`],
    [['xor', '--iterations', '1e3'], 'xor: --iterations: expected a whole number from 1 to 1000000, found "1e3"'],
  ])('%j', async (args, message) => {
    const { status, stdout, stderr, folder: ranIn } = await runExample(...args);
    expect(stderr.slice(0, message.length)).toBe(message);
    expect(stderr.indexOf('\n')).toBe(stderr.length - 1);
    expect([status, stdout, existsSync(join(ranIn, 'out'))]).toEqual([2, '', false]);
  });
});

describe('the command line', () => {
  test.each<[readonly string[], string]>([
    [
      ['--lamda', '3'],
      'digits: options: expected one of --init, --lambda, --evaluations, --seed, --weights, --data, --json, --help, found "--lamda"',
    ],
    [
      ['-l', '3'],
      'digits: options: expected one of --init, --lambda, --evaluations, --seed, --weights, --data, --json, --help, found "-l"',
    ],
    [['--lambda', 'ten'], 'digits: --lambda: expected a number of at least 0, found "ten"'],
    [['--lambda', ''], 'digits: --lambda: expected a number of at least 0, found ""'],
    [['--lambda', '1e999'], 'digits: --lambda: expected a number of at least 0, found "1e999"'],
    [['--lambda'], 'digits: --lambda: expected a number of at least 0, found no value'],
    [['--init', '0'], 'digits: --init: expected a number greater than 0, found "0"'],
    [['--evaluations', '0'], 'digits: --evaluations: expected a whole number from 1 to 1000000, found "0"'],
    [['--seed=1.5'], 'digits: --seed: expected a whole number from 0 to 4294967295, found "1.5"'],
    [['--weights', '--json'], 'digits: --weights: expected the name of a file, found no value'],
    [['--json=1'], 'digits: --json: expected no value, found "1"'],
    [['--no-json'], 'digits: options: expected one of'],
    [['--', 'a\nb'], 'digits: arguments: expected options only, found "a\\nb"'],
    [['--__proto__', '1'], 'digits: options: expected one of'],
    [['--data', folder], `${folder}: file: expected a file that can be read, found a folder`],
    [['--weights', cut], `${cut}: byte`],
    [['--weights', narrow], `${narrow}: variables: expected Theta1 and Theta2, found "X", "y"`],
    [['--weights', small], `${small}: Theta1: expected 25x401, found 25x400`],
    [['--weights', nan], `${nan}: Theta2, row 1, column 1: expected a finite number, found NaN`],
    [['--data', narrow], `${narrow}: X: expected rows of 400 pixels, found 3x399`],
    [['--data', short], `${short}: y: expected 3x1, a label for each row of X, found 2x1`],
    [['--data', zero], `${zero}: y, row 2: expected a label from 1 to 10 (10 is the digit 0), found 0`],
  ])('refuses %j', (args, message) => {
    const refusal = (): void => digits(args);
    expect(refusal).toThrow(DecodeError);
    expect(refusal).toThrow(message);
  });
});

describe.concurrent('help', () => {
  test.each([
    ['--help', 'pnpm xor'],
    ['digits', '--weights FILE'],
    ['xor', '--iterations N'],
  ])('of %s names what there is', async (name, line) => {
    const { status, stdout, stderr } = await runExample(name, ...(name === '--help' ? [] : ['--', '--help']));
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toContain(line);
    expect(Math.max(...stdout.split('\n').map((each) => each.length))).toBeLessThan(80);
  });
});
