import type { DenseMatrix } from '../matrix/denseMatrix.ts';
import { type Recorded, Recorder, type Rewrite } from '../tape/recorder.ts';
import { argsOf, type Entry, liveEntries, type Op, type Ref, requireTape, type Tape } from '../tape/tape.ts';
import { matchArgs } from './pattern.ts';
import type { IsReadOnce, Rule } from './rule.ts';
import { rules } from './rules.ts';
import { after, before } from './structure.ts';

const byOp = new Map<Op, readonly Rule[]>();
for (const rule of rules) byOp.set(rule.match.op, [...(byOp.get(rule.match.op) ?? []), rule]);

// Rewrites of rewrites: along a chain of products a sum travels one link a time. Deeper, what is there stays as it is; a test sees
// to it that no two rules undo each other.
const deepest = 100;

/** A rewriting for one recording: the first rule that applies, whose result goes through the rules again. */
function rewriter(isReadOnce: IsReadOnce, used?: (rule: string) => void): Rewrite {
  let depth = 0;
  const first: Rewrite = (recorder, op, args, attributes) => {
    const structural = (list: typeof before) => {
      for (const rule of list) {
        const become = rule.become(recorder, op, args, attributes, isReadOnce);
        if (become !== undefined) return reported(rule.name, become as Recorded);
      }
      return undefined;
    };
    const expression = () => {
      for (const rule of byOp.get(op) ?? []) {
        const bound = matchArgs(rule.match, args);
        if (bound !== undefined && (rule.when?.(bound, attributes, isReadOnce) ?? true))
          return reported(rule.name, recorder.lift(rule.become(bound, attributes)));
      }
      return undefined;
    };
    return structural(before) ?? expression() ?? structural(after);
  };
  const reported = (rule: string, become: Recorded): Recorded => {
    used?.(rule);
    return become;
  };
  return (recorder, op, args, attributes) => {
    if (depth > deepest) return undefined;
    depth += 1;
    try {
      return first(recorder, op, args, attributes);
    } finally {
      depth -= 1;
    }
  };
}

/** A simplified tape, and for each entry of the original that was merely copied, where it stands now. */
export interface Simplified {
  readonly tape: Tape;
  readonly copies: readonly (Ref | undefined)[];
}

/** One pass from first to last: every entry is rebuilt through the rules with arguments that are simplified already, then what nothing needs is dropped. */
export function simplifyWithCopies(tape: Tape, used?: (rule: string) => void): Simplified {
  requireTape('simplify', tape);
  const live = liveEntries(tape);
  const readers = countReaders(tape, live);
  const reads: number[] = []; // of entries of the new tape, by entries of the old one
  const recorder = new Recorder({ rewrite: rewriter(({ ref }) => (reads[ref] ?? 1) <= 1, used) });
  for (const ref of tape.inputs) live[ref] = 1;
  const handles: Recorded[] = [];
  const isCopy: boolean[] = [];
  tape.entries.forEach((entry, ref) => {
    if (live[ref] === 0) return;
    const handle = copied(recorder, entry, handles);
    handles[ref] = handle;
    reads[handle.ref] = (reads[handle.ref] ?? 0) + readers[ref]!;
    isCopy[ref] =
      entry.kind !== 'applied' || (entry.args.every((arg) => isCopy[arg]) && appliesAlike(recorder.entries[handle.ref]!, entry, handles));
    if (entry.label !== undefined) recorder.label(handle, entry.label);
  });
  const rebuilt = recorder.close(tape.outputs.map((ref) => handles[ref]!)).tape;
  const kept = dropDead(rebuilt);
  return { tape: kept.tape, copies: tape.entries.map((_, ref) => (isCopy[ref] === true ? kept.places[handles[ref]!.ref] : undefined)) };
}

/**
 * The same outputs, and the same derivatives, from fewer or better conditioned entries. Labels go with what replaces their entry.
 * Applied again it may find a little more, since entries that nothing needs no longer count as readers; then it comes to rest.
 */
export const simplify = (tape: Tape): Tape => simplifyWithCopies(tape).tape;

/** Known values of a tape's entries, moved to the entries of the simplified tape that compute the same. */
export function moveKnown(
  known: readonly (DenseMatrix | undefined)[],
  copies: readonly (Ref | undefined)[],
): readonly (DenseMatrix | undefined)[] {
  const moved: (DenseMatrix | undefined)[] = [];
  copies.forEach((to, from) => {
    if (to !== undefined) moved[to] = known[from];
  });
  return moved;
}

function copied(recorder: Recorder, entry: Entry, handles: readonly Recorded[]): Recorded {
  if (entry.kind === 'input') return recorder.input(entry);
  if (entry.kind === 'constant') return recorder.lift(entry.value);
  return recorder.append(
    entry.op,
    entry.args.map((arg) => handles[arg]!),
    entry.attributes,
  );
}

const appliesAlike = (now: Entry, entry: Extract<Entry, { kind: 'applied' }>, handles: readonly Recorded[]): boolean =>
  now.kind === 'applied' && now.op === entry.op && now.args.every((arg, i) => arg === handles[entry.args[i]!]!.ref);

/** For each entry, how often live entries and outputs read it. */
function countReaders({ entries, outputs }: Tape, live: Uint8Array): Int32Array {
  const readers = new Int32Array(entries.length);
  entries.forEach((entry, ref) => {
    if (live[ref] === 1) for (const arg of argsOf(entry)) readers[arg]! += 1;
  });
  for (const ref of outputs) readers[ref]! += 1;
  return readers;
}

/** The tape without entries that no output needs; inputs stay. */
function dropDead(tape: Tape): { readonly tape: Tape; readonly places: readonly (Ref | undefined)[] } {
  const live = liveEntries(tape);
  for (const ref of tape.inputs) live[ref] = 1;
  const places: (Ref | undefined)[] = [];
  const entries: Entry[] = [];
  tape.entries.forEach((entry, ref) => {
    if (live[ref] === 0) return;
    places[ref] = entries.length;
    entries.push(entry.kind === 'applied' ? { ...entry, args: entry.args.map((arg) => places[arg]!) } : entry);
  });
  const moved = (refs: readonly Ref[]) => refs.map((ref) => places[ref]!);
  return { tape: { entries, inputs: moved(tape.inputs), outputs: moved(tape.outputs) }, places };
}
