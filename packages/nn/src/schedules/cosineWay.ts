import { cos, item, scalar } from '@adjoint/core';

/** From one number to another along half a cosine; `part` is how much of the way is done, of [0, 1]. */
export const cosineWay = (from: number, to: number, part: number): number =>
  to + ((from - to) * (1 + item(cos(scalar(Math.PI * part))))) / 2;
