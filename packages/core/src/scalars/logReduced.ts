/**
 * base + log(1 + f) + low for √½ <= 1 + f < √2, where base = 0 or |base| > |f|, and low is a small correction.
 * log(1 + f) = f - f²/2 + s (f²/2 + R(s²)) with s = f/(2 + f), R from log((1 + s)/(1 - s)) = 2s + s R(s²)
 * (the form of fdlibm), R minimax (Remez) to 2^-59 relative.
 */
export const logReduced = (base: number, f: number, low: number): number => {
  const s = f / (2 + f);
  const z = s * s;
  const z2 = z * z;
  const a = 0.6666666666666735 + 0.3999999999941191 * z;
  const b = 0.2857142874306238 + 0.22222198498244553 * z;
  const c = 0.18183568500190225 + 0.15313936963706518 * z + z2 * 0.14797151281289536;
  const half = 0.5 * f * f;
  const sum = base + f;
  const lost = f - (sum - base); // exact (Dekker's Fast2Sum)
  return sum - (half - (s * (half + z * (a + z2 * (b + z2 * c))) + (low + lost)));
};
