// The door to fp-ts.
export { type Either, left, right } from 'fp-ts/lib/Either.js';
export type { TaskEither } from 'fp-ts/lib/TaskEither.js';
