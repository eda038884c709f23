import { ArgumentError } from '@adjoint/core';

/** @throws ArgumentError unless the parameters, and the noise if there is any, of a network of so many layers are arrays of so many */
export function requireList(length: number, parameters: unknown, noise: unknown): void {
  if (!Array.isArray(parameters) || parameters.length !== length)
    throw new ArgumentError(
      `apply: the parameters of this network must be an array of ${length}, one per layer. Make them with initialize(random(seed))`,
    );
  if (noise !== undefined && (!Array.isArray(noise) || noise.length !== length))
    throw new ArgumentError(
      `apply: the noise of this network must be an array of ${length}, one per layer. Make it with draw(random(seed), x.rows)`,
    );
}
