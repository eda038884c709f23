import { DecodeError, type Mat, matrix } from '@adjoint/core';
import type { DenseParams } from '@adjoint/nn';
import { readMatlab } from './readMatlab.ts';

export type CourseWeights = readonly [DenseParams<400, 25>, DenseParams<25, 10>];

/** The course counts 25·401 + 10·26 parameters: a bias stands before the weights of each unit. */
export const COURSE_PARAMETERS = 10_285;

/** One vector cut by rows into Theta1 (25x401) and Theta2 (10x26). */
export function cutWeights(vector: Mat<1, typeof COURSE_PARAMETERS>): CourseWeights {
  const values = vector.toFloat64Array();
  return [fromTheta(values.subarray(0, 25 * 401), 400, 25), fromTheta(values.subarray(25 * 401), 25, 10)];
}

/** Theta1 and Theta2 of a MATLAB file. @throws DecodeError */
export function readCourseWeights(path: string): CourseWeights {
  const { Theta1, Theta2 } = readMatlab(path, ['Theta1', 'Theta2']);
  for (const [name, { rows, columns }, expected] of [
    ['Theta1', Theta1, '25x401'],
    ['Theta2', Theta2, '10x26'],
  ] as const) {
    if (`${rows}x${columns}` !== expected) throw new DecodeError({ source: path, place: name, expected, found: `${rows}x${columns}` });
  }
  return [fromTheta(Theta1.values, 400, 25), fromTheta(Theta2.values, 25, 10)];
}

/** Theta, outputs x (1 + inputs), has the biases in its first column: b is that column as a row, w the transpose of the rest. */
function fromTheta<In extends number, Out extends number>(theta: Float64Array, inputs: In, outputs: Out): DenseParams<In, Out> {
  const b = new Float64Array(outputs);
  const w = new Float64Array(inputs * outputs);
  for (let unit = 0; unit < outputs; unit += 1) {
    const row = theta.subarray(unit * (1 + inputs), (unit + 1) * (1 + inputs));
    b[unit] = row[0]!;
    for (let input = 0; input < inputs; input += 1) w[input * outputs + unit] = row[1 + input]!;
  }
  return { w: matrix.of(inputs, outputs, w), b: matrix.of(1, outputs, b) };
}
