/** The folders of core and nn as they stand in stacks: /packages/core/src/, or /@adjoint/core/dist/. None where a bundler has renamed files. */
const ownFolders: readonly string[] = (() => {
  const [, before, after] = /(\/[^/\s]+\/)core(\/[^/\s]+\/)callers\.[jt]s/.exec(new Error('here').stack ?? '') ?? [];
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

/** The error, its stack without the frames of Adjoint, so that it begins at the line that called us; whole where no other would be left. */
export function atCaller<E extends Error>(error: E): E {
  const frames = framesOf(error);
  const stack = error.stack ?? '';
  const lines = [headOf(error, stack), ...frames].filter((line) => line !== '');
  if (frames.length > 0) Object.defineProperty(error, 'stack', { value: lines.join('\n'), writable: true, configurable: true });
  return error;
}
