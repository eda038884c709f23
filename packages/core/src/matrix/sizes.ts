// Decimal arithmetic on sizes: TS cannot add literals, but it can rewrite their digits. Cost: one step per digit.
type Count<D extends string> = D extends '0'
  ? []
  : D extends '1'
    ? [0]
    : D extends '2'
      ? [0, 0]
      : D extends '3'
        ? [0, 0, 0]
        : D extends '4'
          ? [0, 0, 0, 0]
          : D extends '5'
            ? [0, 0, 0, 0, 0]
            : D extends '6'
              ? [0, 0, 0, 0, 0, 0]
              : D extends '7'
                ? [0, 0, 0, 0, 0, 0, 0]
                : D extends '8'
                  ? [0, 0, 0, 0, 0, 0, 0, 0]
                  : D extends '9'
                    ? [0, 0, 0, 0, 0, 0, 0, 0, 0]
                    : [];
type Reverse<S extends string, Done extends string = ''> = S extends `${infer D}${infer Rest}` ? Reverse<Rest, `${D}${Done}`> : Done;
/** [digit, carry] of A + B + carry */
type DigitSum<A extends string, B extends string, Carry extends unknown[]> = [...Count<A>, ...Count<B>, ...Carry] extends readonly [
  0,
  0,
  0,
  0,
  0,
  0,
  0,
  0,
  0,
  0,
  ...infer Rest,
]
  ? [Rest['length'], [0]]
  : [[...Count<A>, ...Count<B>, ...Carry]['length'], []];
type AddReversed<A extends string, B extends string, Carry extends unknown[], Done extends string> = A extends `${infer A0}${infer As}`
  ? B extends `${infer B0}${infer Bs}`
    ? DigitSum<A0, B0, Carry> extends [infer D extends number, infer Next extends unknown[]]
      ? AddReversed<As, Bs, Next, `${D}${Done}`>
      : never
    : DigitSum<A0, '0', Carry> extends [infer D extends number, infer Next extends unknown[]]
      ? AddReversed<As, '', Next, `${D}${Done}`>
      : never
  : B extends `${infer B0}${infer Bs}`
    ? DigitSum<'0', B0, Carry> extends [infer D extends number, infer Next extends unknown[]]
      ? AddReversed<'', Bs, Next, `${D}${Done}`>
      : never
    : Carry extends [0]
      ? `1${Done}`
      : Done;
type ToNumber<S extends string> = S extends `${infer N extends number}` ? N : number;
/** A + B when both are known, `number` when either is not */
export type Plus<A extends number, B extends number> = number extends A | B
  ? number
  : ToNumber<AddReversed<Reverse<`${A}`>, Reverse<`${B}`>, [], ''>>;
/** the sum of all */
export type Total<Sizes extends readonly number[], Done extends number = 0> = Sizes extends readonly [
  infer First extends number,
  ...infer Rest extends readonly number[],
]
  ? Total<Rest, Plus<Done, First>>
  : Sizes extends readonly []
    ? Done
    : number;

// difference: A - B >= 0, by adding the nines' complement of B
type Nine<D extends string> = D extends '0'
  ? '9'
  : D extends '1'
    ? '8'
    : D extends '2'
      ? '7'
      : D extends '3'
        ? '6'
        : D extends '4'
          ? '5'
          : D extends '5'
            ? '4'
            : D extends '6'
              ? '3'
              : D extends '7'
                ? '2'
                : D extends '8'
                  ? '1'
                  : '0';
type SubReversed<A extends string, B extends string, Carry extends unknown[], Done extends string> = A extends `${infer A0}${infer As}`
  ? B extends `${infer B0}${infer Bs}`
    ? DigitSum<A0, Nine<B0>, Carry> extends [infer D extends number, infer Next extends unknown[]]
      ? SubReversed<As, Bs, Next, `${D}${Done}`>
      : never
    : DigitSum<A0, '9', Carry> extends [infer D extends number, infer Next extends unknown[]]
      ? SubReversed<As, '', Next, `${D}${Done}`>
      : never
  : B extends ''
    ? Carry extends [0]
      ? Trim<Done>
      : 'negative'
    : 'negative';
type Trim<S extends string> = S extends `0${infer Rest}` ? (Rest extends '' ? '0' : Trim<Rest>) : S;
/** A - B, `number` when either is unknown or the result is negative */
export type Minus<A extends number, B extends number> = number extends A | B
  ? number
  : ToNumber<SubReversed<Reverse<`${A}`>, Reverse<`${B}`>, [0], ''>>;

// Long multiplication of sizes: one step per digit of B, each of at most four sums.
type Twice<A extends number> = Plus<A, A>;
type TimesDigit<A extends number, D extends string> = D extends '0'
  ? 0
  : D extends '1'
    ? A
    : D extends '2'
      ? Twice<A>
      : D extends '3'
        ? Plus<A, Twice<A>>
        : D extends '4'
          ? Twice<Twice<A>>
          : D extends '5'
            ? Plus<A, Twice<Twice<A>>>
            : D extends '6'
              ? Twice<Plus<A, Twice<A>>>
              : D extends '7'
                ? Plus<A, Twice<Plus<A, Twice<A>>>>
                : D extends '8'
                  ? Twice<Twice<Twice<A>>>
                  : D extends '9'
                    ? Plus<A, Twice<Twice<Twice<A>>>>
                    : never;
type Tenfold<A extends number> = A extends 0 ? 0 : `${A}0` extends `${infer N extends number}` ? N : never;
type TimesDigits<A extends number, Digits extends string, Done extends number> = Digits extends `${infer D}${infer Rest}`
  ? TimesDigits<A, Rest, Plus<Tenfold<Done>, TimesDigit<A, D>>>
  : Done;
/** A · B when both are known, `number` when either is not */
export type Times<A extends number, B extends number> = number extends A | B ? number : TimesDigits<A, `${B}`, 0>;
/** How many entries a matrix of R rows and C columns has: n where one of them is 1 and the other n */
export type Entries<R extends number, C extends number> = [R] extends [1] ? C : [C] extends [1] ? R : Times<R, C>;
