/**
 * Strips of `width` (5, 4 or 2) columns of a row-major matrix, one strip after the other: `terms` rows of 8 · width bytes each. All strips of
 * a row are read at once: rows that are far apart may fall out of the caches before another strip needs them.
 */
export function packStrips(to: usize, from: usize, step: usize, terms: i32, width: i32, strips: i32): void {
  const strip = <usize>(terms * width) << 3;
  for (let k = 0; k < terms; k += 1, to += <usize>width << 3, from += step) {
    let target = to;
    let source = from;
    if (width == 5) {
      for (let s = 0; s < strips; s += 1, target += strip, source += 40) {
        v128.store(target, v128.load(source));
        v128.store(target, v128.load(source, 16), 16);
        store<f64>(target, load<f64>(source, 32), 32);
      }
    } else if (width == 4) {
      for (let s = 0; s < strips; s += 1, target += strip, source += 32) {
        v128.store(target, v128.load(source));
        v128.store(target, v128.load(source, 16), 16);
      }
    } else v128.store(target, v128.load(source));
  }
}

/** A strip of four or two columns of the transpose: rows of `step` bytes side by side. */
export function packRows(to: usize, from: usize, step: usize, terms: i32, width: i32): void {
  if (width == 4) {
    packTwoRows(to, from, step, terms, 32);
    packTwoRows(to + 16, from + 2 * step, step, terms, 32);
  } else packTwoRows(to, from, step, terms, 16);
}

function packTwoRows(to: usize, from: usize, step: usize, terms: i32, toStep: usize): void {
  const end = from + (<usize>(terms & ~1) << 3);
  for (; from != end; from += 16, to += 2 * toStep) {
    const first = v128.load(from);
    const second = v128.load(from + step);
    v128.store(to, v128.shuffle<f64>(first, second, 0, 2));
    v128.store(to + toStep, v128.shuffle<f64>(first, second, 1, 3));
  }
  if (terms & 1) {
    store<f64>(to, load<f64>(from));
    store<f64>(to, load<f64>(from + step), 8);
  }
}

/**
 * Lists the terms of a strip of five rows of which not all are zero, in their order: 48 bytes each, five numbers and the place of the row of b,
 * `bStep` further on for each term. Where all are zero, one of them stays. The answer is the end of the list.
 */
export function listTerms(list: usize, a: usize, aRow: usize, aStep: usize, terms: i32, bStep: usize): usize {
  let to = list;
  for (let k = 0, place: u32 = 0; k < terms; k += 1, a += aStep, place += <u32>bStep) {
    const a0 = load<u64>(a), a1 = load<u64>(a + aRow), a2 = load<u64>(a + 2 * aRow), a3 = load<u64>(a + 3 * aRow), a4 = load<u64>(a + 4 * aRow);
    store<u64>(to, a0);
    store<u64>(to, a1, 8);
    store<u64>(to, a2, 16);
    store<u64>(to, a3, 24);
    store<u64>(to, a4, 32);
    store<u32>(to, place, 40);
    if ((a0 | a1 | a2 | a3 | a4) << 1) to += 48; // without the signs: -0 is zero, too
  }
  return to == list ? list + 48 : to;
}

/** Whether none of n numbers is NaN or infinite. */
export function areFinite(x: usize, n: i32): bool {
  let wrong: f64 = 0;
  for (const end = x + (<usize>n << 3); x != end; x += 8) wrong += load<f64>(x) - load<f64>(x);
  return wrong == 0;
}
