import { DecodeError } from '@adjoint/core';
import { expect, test } from 'vitest';
import { changes, prefixes, withoutStacks } from '../nn/data/outcomes.ts';
import { formats } from './formats.ts';

const ENDS = 128; // bytes at the start and at the end: headers, and the directory of a zip file

test.each(formats)('$name: every beginning of a file, and every other byte in its headers, is read or refused', ({ files, decode }) => {
  let refused = 0;
  const judge = (file: Uint8Array): void => {
    const outcome = decode(file);
    if (outcome._tag === 'Right') return;
    if (!(outcome.left instanceof DecodeError)) throw outcome.left;
    refused += 1;
  };
  withoutStacks(() => {
    for (const file of files.slice(0, 3)) {
      for (const cut of prefixes(file.subarray(0, 20_000))) judge(cut);
      for (const { file: changed } of changes(file, 0, Math.min(ENDS, file.length))) judge(changed);
      for (const { file: changed } of changes(file, Math.max(ENDS, file.length - ENDS), file.length)) judge(changed);
    }
  });
  expect(refused).toBeGreaterThan(500);
});
