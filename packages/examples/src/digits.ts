import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { add, AdjointError, compile, item, type Mat, type Scalar } from '@adjoint/core';
import { binaryCrossEntropy, dense, iterations, l2, type MinimizeResult, type MinimizeState, numpyRandom, sequential, sigmoid } from '@adjoint/nn';
import { type Command, file, flag, helpFor, numberFromZero, positiveNumber, readOptions, wholeNumber } from './commandLine.ts';
import { type CourseData, digitOfColumn, readCourseData } from './data/courseData.ts';
import { COURSE_PARAMETERS, type CourseWeights, cutWeights, readCourseWeights } from './data/courseWeights.ts';
