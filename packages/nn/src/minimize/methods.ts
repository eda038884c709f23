import { truncatedNewton } from './truncatedNewton.ts';

/** Every method by the name that callers give it. A new method is one file and one line here. */
export const methods: { readonly tnc: typeof truncatedNewton } = { tnc: truncatedNewton };

export type MethodName = keyof typeof methods;
