import type { Program } from '../plan/program.ts';
import type { AppliedEntry, Block } from '../tape/tape.ts';
import { emit, type Piece } from './emit/emit.ts';
import { scratchFor } from './emit/single.ts';
import type { EngineMemory } from './memory/memory.ts';
import { whereIs, createHoldings, giveBack, type Holdings, type Placed } from './memory/placed.ts';
import { createTraffic, type Traffic } from './memory/traffic.ts';
import { type Exports, instantiate, moduleFrom } from './webAssembly.ts';

/** A program in the memory of the engine. */
export interface Instance extends Traffic {
  /** of all programs of this process */
  readonly id: number;
  readonly exports: Exports;
  /** the module that workers compile, which lies at `bytesAt` for them */
  readonly bytes: Uint8Array;
  readonly bytesAt: number;
  readonly pieces: readonly Piece[];
  /** the memory of the calling thread; of the first worker, and how far the next one's is */
  readonly scratch: number;
  readonly helperScratch: readonly [number, number];
  /** gives its memory back at once; nobody may run it any more */
  readonly release: () => void;
  /** never gives its memory back */
  readonly keep: () => void;
}

const abandoned = new FinalizationRegistry<{ readonly engine: EngineMemory; readonly holdings: Holdings }>(({ engine, holdings }) =>
  giveBack(engine, holdings),
);
let instances = 0;

/** A program with memory for itself and for so many workers. @throws AdjointError when there is not enough */
export function createInstance(engine: EngineMemory, program: Program, helpers: number): Instance {
  const holdings = createHoldings();
  try {
    return instanceOf(engine, program, helpers, holdings);
  } catch (error) {
    giveBack(engine, holdings);
    throw error;
  }
}

function instanceOf(engine: EngineMemory, program: Program, helpers: number, holdings: Holdings): Instance {
  const take = (bytes: number): number => {
    const at = engine.take(bytes);
    holdings.regions.add(at);
    return at;
  };
  const isShared = program.steps.some((step) => step.kind === 'blocks' || step.sharedRows > 0);
  const workers = isShared ? helpers : 0;
  const placed: Placed = { engine, program, holdings, take, memory: take(program.memory), slots: take(4 * program.slots.length) };
  const kernelScratch = kernelScratchOf(program);
  const step = Math.ceil((kernelScratch + program.scratch) / 64) * 64;
  const scratch = take(step * (1 + workers));
  const { bytes, pieces } = emit({ program, memory: placed.memory, slots: placed.slots, scratch, kernelScratch, shared: engine.shared });
  const bytesAt = workers > 0 ? take(bytes.length) : 0;
  if (workers > 0) new Uint8Array(engine.memory.buffer, bytesAt, bytes.length).set(bytes);
  instances += 1;
  const exports = instantiate(moduleFrom(bytes), engine.memory, { ...engine.kernels, external: externalOf(placed) });
  const instance: Instance = {
    ...createTraffic(placed),
    id: instances,
    exports,
    bytes,
    bytesAt,
    pieces,
    scratch,
    helperScratch: [scratch + step, step],
    release: () => {
      if (abandoned.unregister(instance)) giveBack(engine, holdings);
    },
    keep: () => void abandoned.unregister(instance),
  };
  abandoned.register(instance, { engine, holdings }, instance);
  return instance;
}

/** Runs the kernel of a node's op on the memory of the engine. */
function externalOf(placed: Placed): (node: number) => void {
  const { engine, program } = placed;
  const { nodes, tape } = program.graph;
  const blockAt = (at: number, rows: number, columns: number, label?: string): Block => ({
    rows,
    columns,
    values: engine.doubles().subarray(at / 8, at / 8 + rows * columns),
    label,
  });
  return (node) => {
    const { ref, reads } = nodes[node]!;
    const { op, args, rows, columns, attributes } = tape.entries[ref] as AppliedEntry;
    const xs = reads.map((view, i) =>
      blockAt(whereIs(placed, view.node) + 8 * view.offset, view.rows, view.columns, tape.entries[args[i]!]!.label),
    );
    op.kernel(blockAt(whereIs(placed, node), rows, columns), xs, attributes);
  };
}

/** Bytes of a thread's memory that the kernels of a program need. */
function kernelScratchOf({ graph, steps }: Program): number {
  const needs = steps.flatMap((step) => {
    const instructions = step.kind === 'blocks' ? step.instructions : [step.instruction];
    const samples = step.kind === 'blocks' ? step.block : undefined;
    return instructions.flatMap((instruction) =>
      instruction.kind === 'loop' ? [] : [scratchFor(graph.nodes[instruction.node]!, samples)],
    );
  });
  return Math.ceil(needs.reduce((most, bytes) => Math.max(most, bytes), 16) / 16) * 16;
}
