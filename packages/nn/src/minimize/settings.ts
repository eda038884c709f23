import { ArgumentError } from '@adjoint/core';
import type { MethodOptions } from './method.ts';

/** Says of a value what it must be, unless it is. */
type Rule = (value: unknown) => string | undefined;

const wholeFrom =
  (least: number): Rule =>
  (value) =>
    (Number.isInteger(value) && Number(value) >= least) || value === Infinity
      ? undefined
      : `a whole number of at least ${least}, or Infinity`;
const fromZero: Rule = (value) => (typeof value === 'number' && value >= 0 ? undefined : 'at least 0');
const positive: Rule = (value) => (typeof value === 'number' && value > 0 ? undefined : 'positive, or Infinity');

const rules: Readonly<Record<string, Rule>> = {
  maxEvaluations: wholeFrom(1),
  maxIterations: wholeFrom(1),
  maxInnerSteps: wholeFrom(1),
  memory: wholeFrom(0),
  maxSeconds: positive,
  gradientTolerance: fromZero,
  valueTolerance: fromZero,
};

/**
 * The options of a method, those not given as by default.
 * @throws ArgumentError for an option that the method does not know or a value that makes no sense
 */
export const settingsFrom = <Options extends MethodOptions>(method: string, defaults: Options, options: Partial<Options>): Options => {
  for (const [name, value] of Object.entries(options)) {
    if (!Object.hasOwn(defaults, name))
      throw new ArgumentError(`minimize: ${method} has no option ${name}. Its options are ${Object.keys(defaults).join(', ')}`);
    const expected = rules[name]?.(value);
    if (expected !== undefined) throw new ArgumentError(`minimize: ${name} is ${String(value)}: it must be ${expected}`);
  }
  return { ...defaults, ...options };
};
