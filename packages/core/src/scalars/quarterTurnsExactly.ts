const FRACTION_BITS = 1280n;

// 2/π to 1280 bits and π/2 to 200, as whole numbers
const TWO_OVER_PI =
  0xa2f9836e4e441529fc2757d1f534ddc0db6295993c439041fe5163abdebbc561b7246e3a424dd2e006492eea09d1921cfe1deb1cb129a73ee88235f52ebb4484e99c7026b45f7e413991d639835339f49c845f8bbdf9283b1ff897ffde05980fef2f118b5a0a6d1f6d367ecf27cb09b74f463f669e5fea2d7527bac7ebe5f17b3d0739f78a5292ea6bfb5fb11f8d5d0856033046fc7b6babf0cfbc209af4361dn;
const HALF_PI = 0x1921fb54442d18469898cc51701b839a252049c1114cf98e804n;
const KEPT_BITS = 200n;

const bits = new Float64Array(1);
const word = new BigUint64Array(bits.buffer);

/** quarterTurns for |x| >= 1, without a bound: x * 2/π modulo 4 in whole numbers (Payne and Hanek's idea, without the windows). */
export const quarterTurnsExactly = (x: number, remainder: Float64Array): number => {
  bits[0] = Math.abs(x);
  const exponent = Number(word[0]! >> 52n) - 1075;
  if (!(exponent < 972)) return (remainder.fill(NaN), 0); // ±Infinity, NaN
  const mantissa = (word[0]! & 0xfffffffffffffn) | 0x10000000000000n;
  const shifted = exponent < 0 ? (mantissa * TWO_OVER_PI) >> BigInt(-exponent) : (mantissa * TWO_OVER_PI) << BigInt(exponent);
  const turns = BigInt.asUintN(Number(FRACTION_BITS) + 2, shifted);

  const n = (turns + (1n << (FRACTION_BITS - 1n))) >> FRACTION_BITS;
  const fraction = (turns - (n << FRACTION_BITS)) >> (FRACTION_BITS - KEPT_BITS);
  const product = fraction * HALF_PI;
  const high = Number(product);
  const sign = x < 0 ? -1 : 1;
  const unit = sign * 2 ** (-2 * Number(KEPT_BITS));
  remainder[0] = high * unit;
  remainder[1] = Number(product - BigInt(high)) * unit;
  return (sign * Number(n)) & 3;
};
