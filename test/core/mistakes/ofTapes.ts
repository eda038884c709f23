import { ArgumentError, ShapeError } from '@adjoint/core';
import { type Mistake, untyped } from './mistake.ts';

const { add, differentiate, interpret, named, ones, print, record, scalar, serialize, simplify, spec, square } = untyped;
const x = named('x', ones(5, 4));
const tape = record(add, spec(2, 2, 'a'), spec(2, 2));

/** Specs, tapes and their inputs. */
export const mistakesOfTapes: readonly Mistake[] = [
  [
    'a spec of size 0',
    ShapeError,
    'spec(0x3): sizes are whole numbers of at least 1, but rows is 0. There are no empty matrices: leave out what is empty',
    () => spec(0, 3),
  ],
  [
    'a matrix where a spec belongs',
    ArgumentError,
    'record: the arguments after the function must be specs, or trees of them, got a 5x4 matrix. Write spec(5, 4) for a matrix of this shape',
    () => record(square, x),
  ],
  [
    'sizes where a spec belongs',
    ArgumentError,
    'record: the arguments after the function must be specs, or trees of them, got the number 2. Write spec(rows, columns) for each matrix',
    () => record(square, [2, 3]),
  ],
  [
    'no specs',
    ArgumentError,
    'square: argument 0 is undefined: is an argument missing? Pass a matrix, or a number for a 1x1 matrix',
    () => record((p: any) => square(p)),
  ],
  [
    'too few inputs',
    ArgumentError,
    'interpret: the tape has 2 inputs, got 1. Give one matrix for each of [a, 1]',
    () => interpret(tape, [ones(2, 2)]),
  ],
  [
    'an input of another shape',
    ShapeError,
    'interpret(2x3): input a was recorded as 2x2. Record the function again for this shape',
    () => interpret(tape, [ones(2, 3), ones(2, 2)]),
  ],
  [
    'an input that is a number',
    ArgumentError,
    'interpret: expected a matrix, got the number 3. Wrap it with scalar(v)',
    () => interpret(record(square, spec(1, 1)), [3]),
  ],
  [
    'an input outside a list',
    ArgumentError,
    'interpret: the inputs must be an array, got a 1x1 matrix. Write interpret(tape, [x])',
    () => interpret(record(square, spec(1, 1)), scalar(3)),
  ],
  [
    'no inputs at all',
    ArgumentError,
    'interpret: the inputs must be an array, got undefined. Write interpret(tape, [x])',
    () => interpret(tape),
  ],
  [
    'a function where a tape belongs',
    ArgumentError,
    'interpret: expected a tape, got a function. Make one with record(f, spec(rows, columns))',
    () => interpret(square, [x]),
  ],
  [
    'a printed function',
    ArgumentError,
    'print: expected a tape, got a function. Make one with record(f, spec(rows, columns))',
    () => print(square),
  ],
  ['an unknown format', ArgumentError, 'print: format must be one of text, dot, mermaid, got svg', () => print(tape, { format: 'svg' })],
  [
    'a simplified function',
    ArgumentError,
    'simplify: expected a tape, got a function. Make one with record(f, spec(rows, columns))',
    () => simplify(square),
  ],
  [
    'a differentiated function',
    ArgumentError,
    'differentiate: expected a tape, got a function. Make one with record(f, spec(rows, columns))',
    () => differentiate(square),
  ],
  [
    'a derivative by an input that is not there',
    ArgumentError,
    'differentiate: wrt names input 2, the tape has inputs 0 to 1',
    () => differentiate(tape, { wrt: [2] }),
  ],
  [
    'a serialized function',
    ArgumentError,
    'serialize: expected a tape, got a function. Make one with record(f, spec(rows, columns))',
    () => serialize(square),
  ],
];
