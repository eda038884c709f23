/** Hands out parts of a memory and takes them back: the first gap that fits, else at the end. All in bytes. */
export interface Space {
  readonly take: (bytes: number) => number;
  readonly give: (at: number) => void;
  /** how far the memory reaches */
  readonly end: () => number;
}

const alignment = 16;

export function createSpace(start = 0): Space {
  const gaps: { at: number; bytes: number }[] = []; // in order, never touching
  const taken = new Map<number, number>();
  let end = start;
  const extended = (bytes: number): number => {
    const last = gaps.at(-1);
    const at = last !== undefined && last.at + last.bytes === end ? gaps.pop()!.at : end;
    end = at + bytes;
    return at;
  };
  return {
    take(wanted) {
      const bytes = Math.max(alignment, Math.ceil(wanted / alignment) * alignment);
      const fitting = gaps.findIndex((gap) => gap.bytes >= bytes);
      const gap = gaps[fitting];
      const at = gap === undefined ? extended(bytes) : gap.at;
      if (gap !== undefined) {
        gap.at += bytes;
        gap.bytes -= bytes;
        if (gap.bytes === 0) gaps.splice(fitting, 1);
      }
      taken.set(at, bytes);
      return at;
    },
    give(at) {
      const bytes = taken.get(at)!;
      taken.delete(at);
      let next = gaps.findIndex((gap) => gap.at > at);
      if (next < 0) next = gaps.length;
      const [before, after] = [gaps[next - 1], gaps[next]];
      const joinsBefore = before !== undefined && before.at + before.bytes === at;
      const joinsAfter = after !== undefined && at + bytes === after.at;
      if (joinsBefore && joinsAfter) {
        before.bytes += bytes + after.bytes;
        gaps.splice(next, 1);
      } else if (joinsBefore) before.bytes += bytes;
      else if (joinsAfter) {
        after.at = at;
        after.bytes += bytes;
      } else gaps.splice(next, 0, { at, bytes });
    },
    end: () => end,
  };
}
