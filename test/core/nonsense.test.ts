import * as core from '@adjoint/core';
import { describe, test } from 'vitest';
import { functionsOf, givesSentences } from '../nonsense.ts';

// Whoever calls in JavaScript, or with `any`, gets a sentence too: whatever a public function is given, it answers or throws an AdjointError.

describe.each(functionsOf(core))('%s', (_name, f) => {
  test('answers nonsense with an AdjointError', () => givesSentences(f));
});
