import type { Method } from './method.ts';
import { truncatedNewton, type TruncatedNewtonOptions } from './truncatedNewton.ts';

/** Every method by the name that callers give it. A new method is one file and one line here. */
export const methods: { readonly tnc: Method<TruncatedNewtonOptions> } = { tnc: truncatedNewton };

export type MethodName = keyof typeof methods;
