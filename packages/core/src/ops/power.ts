import { pow as powOf } from '../scalars/pow.ts';
import { between } from '../tape/domain.ts';
import { equal, greaterEqual, mul, mulZero, sub, where } from './arithmetic.ts';
import { log } from './elementwise.ts';
import { binary, type Broadcasting, type Public } from './families.ts';
import { broadcastToShape } from './shaping.ts';

/**
 * x = left to the power of p = right, entry by entry, as C's pow: pow(x, 0) = 1 whatever x is. The slope by x is p x^(p-1), 0 where p is 0;
 * by p it is x^p log x, 0 where x is 0 and p at least 0.
 */
export const pow: Public<Broadcasting<'pow'>> = binary('pow', powOf, broadcastToShape, {
  vjps: [
    (g, _y, x, p) => mulZero(g, mulZero(p, pow(x, sub(p, 1)))),
    (g, y, x, p) => mulZero(g, where(mul(equal(x, 0), greaterEqual(p, 0)), 0, mulZero(y, log(x)))),
  ],
  domain: { args: [between(0.5, 2), between(-2, 2)] },
  kernel: (out, x, p) => {
    for (let i = 0; i < out.length; i += 1) out[i] = powOf(x[i]!, p[i]!);
  },
});
