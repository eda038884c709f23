/** Whole numbers below n, the same for the same seed (xorshift). */
export type Below = (n: number) => number;
export function belowFrom(seed: number): Below {
  let word = (seed * 2654435761) | 1;
  return (n) => {
    word ^= word << 13;
    word ^= word >>> 17;
    word ^= word << 5;
    return (word >>> 0) % n;
  };
}

const telling = [0, 1, 0x20, 0x22, 0x2c, 0x30, 0x39, 0x5b, 0x7b, 0x7f, 0x80, 0xfe, 0xff]; // ends of ranges, and letters of JSON and CSV
const words = [0, 1, 0x7fffffff, 0x80000000, 0xffffffff, 0x10000, 0x01000000];

type Change = (file: Uint8Array, below: Below) => Uint8Array;
const joined = (...parts: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));
const place = (file: Uint8Array, below: Below): number => {
  const head = Math.min(file.length, 256); // headers are at the start, and in zip files at the end
  const kind = below(4);
  return kind < 2 ? below(head) : kind === 2 ? Math.max(0, file.length - 1 - below(head)) : below(file.length);
};
const replaced = (file: Uint8Array, at: number, bytes: readonly number[]): Uint8Array => {
  const changed = file.slice();
  bytes.forEach((byte, i) => {
    if (at + i < changed.length) changed[at + i] = byte;
  });
  return changed;
};

const changes: readonly Change[] = [
  (file, below) => {
    const at = place(file, below);
    return replaced(file, at, [(file[at] ?? 0) ^ (1 << below(8))]);
  },
  (file, below) => replaced(file, place(file, below), [below(256)]),
  (file, below) => replaced(file, place(file, below), [telling[below(telling.length)]!]),
  (file, below) => {
    const word = words[below(words.length)]!;
    const bytes = [word & 255, (word >>> 8) & 255, (word >>> 16) & 255, word >>> 24];
    return replaced(file, place(file, below), below(2) === 0 ? bytes : bytes.toReversed());
  },
  (file, below) => file.subarray(0, below(file.length + 1)),
  (file, below) => {
    const at = place(file, below);
    return joined(file.subarray(0, at), file.subarray(at + 1 + below(16)));
  },
  (file, below) => {
    const at = place(file, below);
    return joined(
      file.subarray(0, at),
      Uint8Array.from({ length: 1 + below(16) }, () => below(256)),
      file.subarray(at),
    );
  },
  (file, below) => {
    const [from, at] = [place(file, below), place(file, below)];
    return joined(file.subarray(0, at), file.subarray(from, from + 1 + below(64)), file.subarray(at));
  },
];

/** A file with one to four things wrong with it. */
export function mutate(file: Uint8Array, below: Below): Uint8Array {
  let changed = file;
  for (let left = 1 + below(4); left > 0; left -= 1) if (changed.length > 0) changed = changes[below(changes.length)]!(changed, below);
  return changed;
}
