// The door to fp-ts.
export { chain, type Either, isLeft, isRight, left, map, match, right } from 'fp-ts/lib/Either.js';
export { pipe } from 'fp-ts/lib/function.js';
