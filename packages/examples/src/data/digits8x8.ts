import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { matrix } from '@adjoint/core';
import { decodeCsv, numpyRandom } from '@adjoint/nn';
import { type Labelled, oneHotOf } from './labelled.ts';
import { valueOf } from './valueOf.ts';

const file = new URL('digits8x8.csv.gz', import.meta.url);
const TEST = 360;

/** Handwritten digits of 8x8 pixels from 0 (white) to 16, as scikit-learn has them: ATTRIBUTION.md says whose they are. */
export interface Digits8x8 {
  readonly train: Labelled<64>;
  readonly test: Labelled<64>;
}

/** Split as scikit-learn's `train_test_split(x, y, test_size=0.2, random_state=1)` does: 1437 rows to train with, 360 to test. */
export function readDigits8x8(): Digits8x8 {
  const { sizes, values } = valueOf(decodeCsv(gunzipSync(readFileSync(file)), 'digits8x8.csv.gz'));
  const order = numpyRandom(1).permutation(sizes[0]).value;
  const rowsAt = (chosen: readonly number[]): Labelled<64> => {
    const pixels = chosen.flatMap((row) => [...values.subarray(row * 65, row * 65 + 64)]);
    return { x: matrix.of(chosen.length, 64, pixels), y: oneHotOf(chosen.map((row) => values[row * 65 + 64]!)) };
  };
  return { train: rowsAt(order.slice(TEST)), test: rowsAt(order.slice(0, TEST)) };
}
