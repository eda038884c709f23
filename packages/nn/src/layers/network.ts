import type { Fits, Mat } from '@adjoint/core';
import type { Activation } from './activation.ts';
import type { NoiseLayer } from './dropout.ts';
import type { Layer } from './layer.ts';

// any: parameters are whatever each layer makes of them, and its own apply checks
export type AnyLayer = Layer<any, any, any, any>;
/** A function of a batch; a method's type, so that one that wants its columns literal is taken too */
type Plain = { of(x: Mat): Mat }['of'];
/** What a network is a row of: layers, dropout, functions of a batch. */
export type Part = AnyLayer | NoiseLayer | Plain;

/** The parameters of each part, `[]` of a function. */
export type ParamsOf<Parts extends readonly unknown[]> = {
  readonly [I in keyof Parts]: Parts[I] extends Layer<infer P, any, any, any> ? P : readonly [];
};
/** The noise of each part, `[]` where nothing is drawn. */
export type NoiseOf<Parts extends readonly unknown[]> = {
  readonly [I in keyof Parts]: Parts[I] extends Layer<any, any, any, infer N> ? N : Parts[I] extends NoiseLayer ? Mat : readonly [];
};

// Asked with infer, and of what has `outputs`, never of a naked size: so callers that are generic over sizes pass.
type Gives<N extends number> = { readonly outputs: N };
type Keeping = Activation | NoiseLayer;
type WidthOf<X> = X extends { readonly columns: infer N extends number } ? N : number;

/** The columns that a part takes, unknown where it keeps whatever shape comes */
type InputsOf<P> = P extends { readonly inputs: infer N extends number }
  ? N
  : P extends Keeping
    ? number
    : P extends (x: infer X) => Mat
      ? WidthOf<X>
      : number;
/** The columns that a function gives */
type FunctionWidth<P> = P extends (x: never) => infer Y ? WidthOf<Y> : number;

/** Parts, one place to the right: the part before each */
type Shifted<Parts extends readonly unknown[]> = readonly [Gives<number>, ...Parts];
/** The columns that come to a part: of the one before it, or where that keeps the shape those that come to it */
type Come<Parts extends readonly unknown[], I> = I extends keyof Shifted<Parts>
  ? Shifted<Parts>[I] extends { readonly outputs: infer N extends number }
    ? N
    : Shifted<Parts>[I] extends Keeping
      ? Come<Shifted<Parts>, I>
      : FunctionWidth<Shifted<Parts>[I]>
  : number;

/** The parts, with a sentence in place of each whose size does not meet the one before. */
export type Chained<Parts extends readonly unknown[]> = {
  readonly [I in keyof Parts]: Fits<
    Come<Parts, I>,
    InputsOf<Parts[I]>,
    Parts[I],
    `sequential: this layer takes ${InputsOf<Parts[I]>} inputs, but the layer before it gives ${Come<Parts, I>}`
  >;
};
/** The columns that a network takes: those of its first part that says how many */
export type First<Parts extends readonly unknown[]> = Parts extends readonly [infer P, ...infer Rest]
  ? P extends Keeping
    ? First<Rest>
    : InputsOf<P>
  : number;
/** The columns that a network gives: those of its last part that changes them. */
export type Last<Parts extends readonly unknown[]> = Parts extends readonly [...infer Rest, infer P]
  ? P extends { readonly outputs: infer N extends number }
    ? N
    : P extends Keeping
      ? Last<Rest>
      : FunctionWidth<P>
  : number;
