/** What a shape error knows of an operand. */
export interface NamedShape {
  readonly rows: number;
  readonly columns: number;
  readonly label?: string | undefined;
}

export const shapeText = ({ rows, columns }: NamedShape): string => `${rows}x${columns}`;
const labelled = (operand: NamedShape): string =>
  operand.label === undefined ? shapeText(operand) : `${operand.label}: ${shapeText(operand)}`;

// ---- stacks begin at the line of whoever called us

/** The folders of core and nn as they stand in stacks: /packages/core/src/, or /@adjoint/core/dist/. None where a bundler has renamed files. */
const ownFolders: readonly string[] = (() => {
  const [, before, after] = /(\/[^/\s]+\/)core(\/[^/\s]+\/)errors\.[jt]s/.exec(new Error('here').stack ?? '') ?? [];
  return before === undefined ? [] : ['core', 'nn'].map((name) => `${before}${name}${after}`);
})();
const captured = 512; // frames to look through: ours may fill the ten that engines keep

/** The frames of a stack that have a line and are not ours; V8, Firefox and Safari end them alike. */
const callersFrames = (frames: string): readonly string[] =>
  frames.split('\n').filter((frame) => /:\d+\)?$/.test(frame) && !ownFolders.some((folder) => frame.includes(folder)));

/** What V8 has beside the standard. */
interface Capturing {
  readonly stackTraceLimit?: unknown;
  captureStackTrace?(error: Error): void;
}
function framesOf(error: Error): readonly string[] {
  const { stackTraceLimit: limit } = Error as Capturing;
  if (ownFolders.length === 0 || limit === 0) return [];
  const isLimited = typeof limit === 'number' && Reflect.set(Error, 'stackTraceLimit', Math.max(limit, captured));
  if (isLimited) (Error as Capturing).captureStackTrace?.(error);
  const stack = error.stack ?? ''; // V8 writes it now
  if (isLimited) Reflect.set(Error, 'stackTraceLimit', limit);
  const frames = callersFrames(stack.slice(headOf(error, stack).length));
  return isLimited ? frames.slice(0, limit) : frames;
}
/** V8 puts name and message before the frames, others do not. */
function headOf({ message }: Error, stack: string): string {
  const at = stack.indexOf(message);
  return at < 0 ? '' : stack.slice(0, at + message.length);
}

/** The innermost line that is not ours, as it stands in stacks; undefined where it cannot be told. */
export const callersLine = (): string | undefined => framesOf(new Error('line'))[0];

/** What every error of Adjoint is. Its stack begins at the line that called Adjoint. */
export class AdjointError extends Error {
  // on the prototype, so that the stack, written while the error is made, begins with it
  override get name(): string {
    return 'AdjointError';
  }
  constructor(message: string) {
    super(message);
    AdjointError.atCaller(this);
  }
  /** The error, its stack without the frames of Adjoint; whole where no other would be left. */
  static atCaller<E extends Error>(error: E): E {
    const frames = framesOf(error);
    const stack = error.stack ?? '';
    const lines = [headOf(error, stack), ...frames].filter((line) => line !== '');
    if (frames.length > 0) Object.defineProperty(error, 'stack', { value: lines.join('\n'), writable: true, configurable: true });
    return error;
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
