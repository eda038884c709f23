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
