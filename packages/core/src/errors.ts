import { atCaller } from './callers.ts';

/** What a shape error knows of an operand. */
export interface NamedShape {
  readonly rows: number;
  readonly columns: number;
  readonly label?: string | undefined;
}

export const shapeText = ({ rows, columns }: NamedShape): string => `${String(rows)}x${String(columns)}`;
const labelled = (operand: NamedShape): string =>
  operand.label === undefined ? shapeText(operand) : `${operand.label}: ${shapeText(operand)}`;

/** What every error of Adjoint is. Its stack begins at the line that called Adjoint. */
export class AdjointError extends Error {
  // on the prototype, so that the stack, written while the error is made, begins with it
  override get name(): string {
    return 'AdjointError';
  }
  constructor(message: string) {
    super(message);
    atCaller(this);
  }
  /** The error, its stack without the frames of Adjoint; whole where no other would be left. */
  static atCaller<E extends Error>(error: E): E {
    return atCaller(error);
  }
}

/** Sizes that do not fit: `matmul(x: 5000x400, w1: 401x25): left columns (400) must equal right rows (401)`. */
export class ShapeError extends AdjointError {
  override get name(): 'ShapeError' {
    return 'ShapeError';
  }
  readonly op: string;
  readonly operands: readonly NamedShape[];
  readonly rule: string;
  constructor(op: string, operands: readonly NamedShape[], rule: string) {
    super(`${op}(${operands.map(labelled).join(', ')}): ${rule}`);
    this.op = op;
    this.operands = operands.map(({ rows, columns, label }) => ({ rows, columns, label }));
    this.rule = rule;
  }
}

/** A value of the wrong kind where a matrix, a number or a function of matrices is expected. */
export class ArgumentError extends AdjointError {
  override get name(): 'ArgumentError' {
    return 'ArgumentError';
  }
}

/** A recorded value used where its recording cannot give it: outside, afterwards, or read while only its shape is known. */
export class RecordingError extends AdjointError {
  override get name(): 'RecordingError' {
    return 'RecordingError';
  }
}

/** A matrix without a usable inverse. `reciprocalCondition` is 1 / (‖A‖₁ ‖A⁻¹‖₁): 0 when exactly singular. */
export class SingularMatrixError extends AdjointError {
  override get name(): 'SingularMatrixError' {
    return 'SingularMatrixError';
  }
  readonly op: string;
  readonly reciprocalCondition: number;
  constructor(op: string, operand: NamedShape, reciprocalCondition: number, what = 'the matrix is singular to working precision') {
    const condition = reciprocalCondition > 0 ? ` (reciprocal condition number ${reciprocalCondition.toPrecision(3)})` : '';
    super(
      `${op}(${labelled(operand)}): ${what}${condition}. ` +
        `Add a multiple of identity(${operand.rows}) to it, or remove dependent rows and columns`,
    );
    this.op = op;
    this.reciprocalCondition = reciprocalCondition;
  }
}

/** The first value that turned NaN or infinite, as `detectAnomaly` found it. */
export class AnomalyError extends AdjointError {
  override get name(): 'AnomalyError' {
    return 'AnomalyError';
  }
  /** where it turned: in the function itself or in its gradient */
  readonly phase: 'forward' | 'gradient';
  readonly op: string;
  readonly label: string | undefined;
  /** the caller's line that wrote the op, as in the stack of an error; undefined where there is none */
  readonly line: string | undefined;
  constructor(
    message: string,
    parts: {
      readonly phase: 'forward' | 'gradient';
      readonly op: string;
      readonly label: string | undefined;
      readonly line: string | undefined;
    },
  ) {
    super(message);
    this.phase = parts.phase;
    this.op = parts.op;
    this.label = parts.label;
    this.line = parts.line;
  }
}

/** A derivative that differs from finite differences. */
export class GradientError extends AdjointError {
  override get name(): 'GradientError' {
    return 'GradientError';
  }
}

/** Outside data that is not what it should be: the left side of an `Either`. */
export class DecodeError extends AdjointError {
  override get name(): 'DecodeError' {
    return 'DecodeError';
  }
  readonly source: string;
  readonly place: string;
  readonly expected: string;
  readonly found: string;
  constructor(parts: { readonly source: string; readonly place: string; readonly expected: string; readonly found: string }) {
    super(`${parts.source}: ${parts.place}: expected ${parts.expected}, found ${parts.found}`);
    this.source = parts.source;
    this.place = parts.place;
    this.expected = parts.expected;
    this.found = parts.found;
  }
}
