// The door to fp-ts.
export { chain, type Either, left, map, right, tryCatch } from 'fp-ts/lib/Either.js';
export { pipe } from 'fp-ts/lib/function.js';
