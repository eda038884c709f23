import * as core from '@adjoint/core';

/** Something that users write, and the error that it gives. */
export type Mistake = readonly [title: string, error: abstract new (...given: never) => Error, message: string, make: () => unknown];

/** The public functions without their types, which refuse most mistakes before they run. */
export const untyped = core as any;

const isFrame = /:\d+:\d+\)?$/;
/** The first frame of a stack that says a place. */
export const firstFrame = ({ stack, message }: Error): string | undefined =>
  stack!
    .slice(stack!.indexOf(message) + message.length)
    .split('\n')
    .find((line) => isFrame.test(line));

/** What a mistake throws. */
export function thrownBy(make: () => unknown): Error {
  try {
    make();
  } catch (error) {
    return error as Error;
  }
  throw new Error('nothing was thrown');
}
