import { valuesOf } from '../../matrix/denseMatrix.ts';
import type { Graph } from '../../plan/nodes.ts';
import type { Loop } from '../../plan/program.ts';
import { isAll } from '../../plan/schedule.ts';
import type { View } from '../../plan/view.ts';
import type { ConstantEntry } from '../../tape/tape.ts';
import { addressIn, type Frame, isLong, pushAddress, pushAmount, pushBase } from './frame.ts';
import { emitEntries, splat, type Stream, type Written } from './entries.ts';
import { createLoopValues } from './loopValues.ts';

/** Entries up to which a loop is written out. */
const unrolled = ({ program }: Frame): number => (isLong(program) ? 2 : 16);
const worthCalling = 64; // entries

/** The kernel that computes all of a loop, where it is nothing but that. */
export function loopKernelOf({ nodes }: Graph, loop: Loop): string | undefined {
  const work = nodes[loop.nodes[0] ?? -1]?.work;
  if (loop.nodes.length !== 1 || work?.kind !== 'elementwise' || loop.rows * loop.columns < worthCalling) return undefined;
  return work.inOnePiece;
}

/** Writes a loop over the entries of elementwise nodes: two at a time, every node of the loop in registers. */
export function emitLoop(frame: Frame, loop: Loop): void {
  emitWritten(prepared(frame, loop));
}

/** Writes the copying of a view to a place within a node: where it begins, and its rows. */
export function emitCopy(frame: Frame, view: View, to: Stream): void {
  const values = createLoopValues();
  const value = values.load(0);
  const [node, { rows, columns }] = [-1, view];
  const load = { address: addressIn(frame, view, view.rowStep), rowStep: view.rowStep, columnStep: view.columnStep };
  emitWritten({
    frame,
    loop: { kind: 'loop', rows, columns, nodes: [], stores: [] },
    values: values.values,
    valueOf: new Map([[node, value]]),
    loads: [load],
    hoisted: new Map(),
    stores: [{ node, stream: to }],
  });
}

function emitWritten(written: Written): void {
  const { loop } = written;
  const streams = [...written.loads, ...written.stores.map(({ stream }) => stream)];
  if (streams.every((stream) => isNumber(stream) || isFlat(loop, stream))) emitFlat(flattened(written));
  else emitRows(written);
}

const isNumber = ({ rowStep, columnStep }: Stream): boolean => rowStep === 0 && columnStep === 0;
/** Whether the entries lie one after the other, from row to row. */
const isFlat = ({ rows, columns }: Loop, { rowStep, columnStep }: Stream): boolean =>
  (rows === 1 || rowStep === columns) && (columns === 1 || columnStep === 1);

function flattened(written: Written): Written {
  const flat = (stream: Stream): Stream => (isNumber(stream) ? stream : { ...stream, columnStep: 1 });
  return {
    ...written,
    loads: written.loads.map(flat),
    stores: written.stores.map(({ node, stream }) => ({ node, stream: flat(stream) })),
  };
}

function prepared(frame: Frame, loop: Loop): Written {
  const { code, program } = frame;
  const { nodes, tape } = program.graph;
  const inLoop = new Set(loop.nodes);
  const keys = new Map<string, number>();
  const views: View[] = [];
  const all = createLoopValues();
  const valueOf = new Map<number, number>();
  const read = (view: View): number => {
    const from = nodes[view.node]!;
    if (inLoop.has(view.node) && isAll(view, from)) return valueOf.get(view.node)!;
    const entry = tape.entries[from.ref]!;
    if (from.work.kind === 'constant' && entry.kind === 'constant' && from.rows * from.columns === 1)
      return all.number(constantNumber(entry));
    const key = [view.node, view.offset, view.rowStep, view.columnStep].join();
    const known = keys.get(key) ?? views.push(view) - 1;
    keys.set(key, known);
    return all.load(known);
  };
  for (const index of loop.nodes) {
    const { work, reads } = nodes[index]!;
    if (work.kind === 'elementwise') valueOf.set(index, all.form(work.form, reads.map(read)));
  }
  const loads = views.map((view): Stream => ({
    address: addressIn(frame, view, view.rowStep),
    rowStep: view.rowStep,
    columnStep: view.columnStep,
  }));
  const hoisted = new Map<number, number>();
  loads.forEach((stream, load) => {
    if (isNumber(stream)) hoisted.set(load, splat(code, stream));
  });
  const stores = loop.stores.map((node) => {
    const stream = { address: addressIn(frame, { node, offset: 0 }, loop.columns), rowStep: loop.columns, columnStep: 1 };
    return { node, stream };
  });
  return { frame, loop, values: all.values, valueOf, loads, hoisted, stores };
}

const constantNumber = ({ value }: ConstantEntry): number => valuesOf(value)[0]!;

/** A loop that is one kernel only, over entries that follow each other: the kernel has it in one piece. */
function emitWhole({ frame, loop, loads, stores }: Written, kernel: string): void {
  const { code, count } = frame;
  for (const { address } of [stores[0]!.stream, loads[0]!]) pushAddress(code, address);
  pushAmount(code, count, loop.columns);
  code.call(frame.kernel(kernel));
}

/** Every matrix of the loop is read and written from its first entry to its last. */
function emitFlat(written: Written): void {
  const { frame, loop } = written;
  const { code, count } = frame;
  const whole = loopKernelOf(frame.program.graph, loop);
  if (whole !== undefined && written.loads.length === 1 && written.hoisted.size === 0) return emitWhole(written, whole);
  if ('known' in count && count.known * loop.columns <= unrolled(frame)) {
    const entries = count.known * loop.columns;
    for (let at = 0; at < entries; at += 2) emitEntries(written, at + 1 < entries ? 'pair' : 'single', { entry: at });
    return;
  }
  const [at, end] = [code.local('i32'), code.local('i32')];
  const isEven = loop.columns % 2 === 0 || ('known' in count && (count.known * loop.columns) % 2 === 0);
  code.i32(0).set(at);
  pushAmount(code, count, 8 * loop.columns);
  if (!isEven) code.i32(-16).op('i32.and');
  code.set(end);
  const body = (): void => {
    code.repeat(() => {
      emitEntries(written, 'pair', { local: at });
      code.get(at).i32(16).op('i32.add').tee(at).get(end).op('i32.ne');
    });
  };
  if (isEven) return body();
  code.get(end).when(body);
  pushAmount(code, count, loop.columns);
  code
    .i32(1)
    .op('i32.and')
    .when(() => {
      code.get(end).set(at);
      emitEntries(written, 'single', { local: at });
    });
}

/** Row by row. */
function emitRows(written: Written): void {
  const { code, count } = written.frame;
  const moving = (stream: Stream): Stream => {
    if (stream.rowStep === 0) return stream;
    const local = code.local('i32');
    pushBase(code, stream.address);
    code.set(local);
    return { ...stream, address: { ...stream.address, local } };
  };
  const loads = written.loads.map(moving);
  const stores = written.stores.map(({ node, stream }) => ({ node, stream: moving(stream) }));
  const row: Written = { ...written, loads, stores };
  const left = code.local('i32');
  pushAmount(code, count);
  code.set(left).repeat(() => {
    emitRow(row);
    for (const { address, rowStep } of [...loads, ...stores.map(({ stream }) => stream)])
      if (rowStep !== 0)
        code
          .get(address.local!)
          .i32(8 * rowStep)
          .op('i32.add')
          .set(address.local!);
    code.get(left).i32(1).op('i32.sub').tee(left);
  });
}

function emitRow(written: Written): void {
  const { frame, loop } = written;
  const { code } = frame;
  if (loop.columns <= unrolled(frame)) {
    for (let j = 0; j < loop.columns; j += 2) emitEntries(written, j + 1 < loop.columns ? 'pair' : 'single', { entry: j });
    return;
  }
  const at = code.local('i32');
  const hoisted = new Map(written.hoisted);
  written.loads.forEach((stream, load) => {
    if (stream.columnStep === 0 && !hoisted.has(load)) hoisted.set(load, splat(code, stream));
  });
  const row = { ...written, hoisted };
  const pairs = loop.columns - (loop.columns % 2);
  code
    .i32(0)
    .set(at)
    .repeat(() => {
      emitEntries(row, 'pair', { local: at });
      code
        .get(at)
        .i32(16)
        .op('i32.add')
        .tee(at)
        .i32(8 * pairs)
        .op('i32.ne');
    });
  if (pairs < loop.columns) emitEntries(row, 'single', { entry: pairs });
}
