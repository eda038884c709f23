import { compile, item, mapTree, type Mat, matrix, mul, type Scalar, sub, valueAndGrad } from '@adjoint/core';
import { binaryCrossEntropy, dense, numpyRandom, sequential, sigmoid } from '@adjoint/nn';
import { type Command, flag, helpFor, readOptions, wholeNumber } from './commandLine.ts';
import { lossCurve } from './figures/lossCurve.ts';
import { print } from './figures/print.ts';
import { table } from './figures/table.ts';
import { title } from './figures/title.ts';
