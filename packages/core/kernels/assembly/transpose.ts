const band = 8; // rows that are read side by side: eight numbers fill a line of the cache
const block = 64; // columns, so that few pages are written at a time

/** out (columns x rows) = xᵀ, x rows x columns. */
export function transpose(out: usize, x: usize, rows: i32, columns: i32): void {
  const row = <usize>columns << 3;
  const outRow = <usize>rows << 3;
  for (let j = 0; j < columns; j += block, out += block * outRow, x += block << 3) {
    const width = min(block, columns - j);
    for (let i = 0, to = out, from = x; i < rows; i += band, to += band << 3, from += band * row) {
      transposeBand(to, from, min(band, rows - i), width, outRow, row);
    }
  }
}

/** `height` rows of x, by squares of two rows and two columns. */
function transposeBand(out: usize, x: usize, height: i32, columns: i32, outRow: usize, row: usize): void {
  const pairs = (<usize>height & ~1) * row;
  let j = 0;
  for (; j + 2 <= columns; j += 2, x += 16, out += outRow << 1) {
    let to = out;
    let from = x;
    for (const end = x + pairs; from != end; from += row << 1, to += 16) {
      const first = v128.load(from);
      const second = v128.load(from + row);
      v128.store(to, v128.shuffle<f64>(first, second, 0, 2));
      v128.store(to + outRow, v128.shuffle<f64>(first, second, 1, 3));
    }
    if (height & 1) {
      store<f64>(to, load<f64>(from));
      store<f64>(to + outRow, load<f64>(from, 8));
    }
  }
  if (j < columns) {
    for (const end = out + (<usize>height << 3); out != end; out += 8, x += row) store<f64>(out, load<f64>(x));
  }
}
