const SPLITTER = 2 ** 27 + 1;

/** left * right - product, exactly, where product is the rounded left * right (Dekker 1971; Veltkamp's splitting), for |left|, |right| < 2^970. */
export const productError = (left: number, right: number, product: number): number => {
  const l = left * SPLITTER;
  const leftHigh = l - (l - left);
  const leftLow = left - leftHigh;
  const r = right * SPLITTER;
  const rightHigh = r - (r - right);
  const rightLow = right - rightHigh;
  return leftLow * rightLow - (product - leftHigh * rightHigh - leftLow * rightHigh - leftHigh * rightLow);
};
