import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { matrix } from '@adjoint/core';
import { decode } from 'fast-png';
import { describe, expect, test } from 'vitest';
import { readCourseData, toMatrices } from '../../packages/examples/src/data/courseData.ts';
import { readCourseWeights } from '../../packages/examples/src/data/courseWeights.ts';
import { readDigits } from '../../packages/examples/src/digits.ts';
import { matlabFile } from './matlabFile.ts';
import { lastLine, runExample } from './runExample.ts';

const shared = (...names: readonly string[]): string => resolve(import.meta.dirname, '../../../shared/data', ...names);
const courseWeights = shared('ex4', 'ex4weights.mat');
const courseData = shared('ex4', 'ex4data1-rebuilt.mat');
const absent = (path: string): string => `${path} is not here: it has no licence, so it is not part of the repository`;
