import { valuesOf } from '../matrix/denseMatrix.ts';
import type { Graph } from '../plan/nodes.ts';
import type { Loop } from '../plan/program.ts';
import { isAll } from '../plan/schedule.ts';
import type { View } from '../plan/view.ts';
import { type Address, addressOf, type Frame, isLong, pushAddress, pushAmount } from './frame.ts';
import type { Code } from './instructions.ts';

/** Something that a loop reads or writes, with the steps in entries. */
interface Stream {
  readonly address: Address;
  readonly rowStep: number;
  readonly columnStep: number;
}
/** Where an argument of a node comes from: a node of the loop, a number, what is loaded. */
type Source = { readonly node: number } | { readonly number: number } | { readonly load: number };

interface Written {
  readonly frame: Frame;
  readonly loop: Loop;
  readonly sources: readonly (readonly Source[])[];
  readonly loads: readonly Stream[];
  /** locals of loads that are the same all over the loop */
  readonly hoisted: ReadonlyMap<number, number>;
  readonly stores: readonly { readonly node: number; readonly stream: Stream }[];
}
/** Two entries, or the last one of a row. */
type Lanes = 'pair' | 'single';

/** Entries up to which a loop is written out. */
const unrolled = ({ program }: Frame): number => (isLong(program) ? 2 : 16);

const worthCalling = 64; // entries
const inOnePiece: ReadonlySet<string> = new Set(['exp', 'log', 'sigmoid', 'tanh', 'softplus']);

/** The kernel that computes all of a loop, where it is nothing but that. */
export function loopKernelOf({ nodes }: Graph, loop: Loop): string | undefined {
  const [node] = loop.nodes;
  const { work } = nodes[node!]!;
  if (loop.nodes.length !== 1 || work.kind !== 'elementwise' || loop.rows * loop.columns < worthCalling) return undefined;
  const [argument, name] = work.form;
  return work.form.length === 2 && argument === 0 && typeof name === 'string' && inOnePiece.has(name) ? `${name}Loop` : undefined;
}

/** Writes a loop over the entries of elementwise nodes: two at a time, every node of the loop in registers. */
export function emitLoop(frame: Frame, loop: Loop): void {
  const written = prepared(frame, loop);
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
  const sourceOf = (view: View): Source => {
    const from = nodes[view.node]!;
    if (inLoop.has(view.node) && isAll(view, from)) return { node: view.node };
    const entry = tape.entries[from.ref]!;
    if (from.work.kind === 'constant' && entry.kind === 'constant' && from.rows * from.columns === 1)
      return { number: valuesOf(entry.value)[0]! };
    const key = [view.node, view.offset, view.rowStep, view.columnStep].join();
    const known = keys.get(key);
    if (known === undefined) keys.set(key, views.length);
    return { load: known ?? views.push(view) - 1 };
  };
  const sources = loop.nodes.map((index) => nodes[index]!.reads.map(sourceOf));
  const loads = views.map((view): Stream => ({ address: addressOf(frame, view, view.rowStep), rowStep: view.rowStep, columnStep: view.columnStep }));
  const hoisted = new Map<number, number>();
  loads.forEach((stream, load) => {
    if (stream.rowStep !== 0 || stream.columnStep !== 0) return;
    const local = code.local('v128');
    pushBase(code, stream.address);
    code.memory('v128.load64_splat', stream.address.offset).set(local);
    hoisted.set(load, local);
  });
  const stores = loop.stores.map((node) => {
    const stream = { address: addressOf(frame, { node, offset: 0 }, loop.columns), rowStep: loop.columns, columnStep: 1 };
    return { node, stream };
  });
  return { frame, loop, sources, loads, hoisted, stores };
}

const pushBase = (code: Code, { local }: Address): void => void (local === undefined ? code.i32(0) : code.get(local));

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
  if (whole !== undefined && written.hoisted.size === 0) return emitWhole(written, whole);
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
  code.i32(1).op('i32.and').when(() => {
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
      if (rowStep !== 0) code.get(address.local!).i32(8 * rowStep).op('i32.add').set(address.local!);
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
  written.loads.forEach(({ address, columnStep }, load) => {
    if (columnStep !== 0 || hoisted.has(load)) return;
    const local = code.local('v128');
    pushBase(code, address);
    code.memory('v128.load64_splat', address.offset).set(local);
    hoisted.set(load, local);
  });
  const row = { ...written, hoisted };
  const pairs = loop.columns - (loop.columns % 2);
  code.i32(0).set(at).repeat(() => {
    emitEntries(row, 'pair', { local: at });
    code.get(at).i32(16).op('i32.add').tee(at).i32(8 * pairs).op('i32.ne');
  });
  if (pairs < loop.columns) emitEntries(row, 'single', { entry: pairs });
}

/** Which entries of the row: counted, or by the bytes in a local. */
type Position = { readonly entry: number } | { readonly local: number };

/** Puts the changing part of an address on the stack; the rest of it is returned. */
function pushEntry(code: Code, { address, columnStep }: Stream, position: Position): number {
  if ('entry' in position) {
    pushBase(code, address);
    return address.offset + 8 * columnStep * position.entry;
  }
  code.get(position.local);
  if (columnStep !== 1) code.i32(columnStep).op('i32.mul');
  if (address.local !== undefined) code.get(address.local).op('i32.add');
  return address.offset;
}

function emitLoad(code: Code, stream: Stream, lanes: Lanes, position: Position): void {
  const { columnStep } = stream;
  if (lanes === 'pair' && columnStep === 1) code.memory('v128.load', pushEntry(code, stream, position));
  else if (lanes === 'single' || columnStep === 0) code.memory('v128.load64_splat', pushEntry(code, stream, position));
  else {
    pushEntry(code, stream, position);
    const offset = pushEntry(code, stream, position);
    code.memory('v128.load64_splat', offset).memory('v128.load64_lane', offset + 8 * columnStep, 1);
  }
}

/** Computes all nodes of the loop for two entries or one. */
function emitEntries({ frame, loop, sources, loads, hoisted, stores }: Written, lanes: Lanes, position: Position): void {
  const { code, program, kernel } = frame;
  const loaded = new Map(hoisted);
  const locals = new Map<number, number>();
  const ready = (source: Source): void => {
    if (!('load' in source) || loaded.has(source.load)) return;
    const local = code.local('v128');
    emitLoad(code, loads[source.load]!, lanes, position);
    code.set(local);
    loaded.set(source.load, local);
  };
  const push = (source: Source): void => {
    if ('number' in source) code.constant(source.number);
    else code.get('load' in source ? loaded.get(source.load)! : locals.get(source.node)!);
  };
  loop.nodes.forEach((index, place) => {
    const { work } = program.graph.nodes[index]!;
    if (work.kind !== 'elementwise') return;
    sources[place]!.forEach(ready);
    for (const word of work.form) {
      if (typeof word === 'number') push(sources[place]![word]!);
      else if (typeof word !== 'string') code.constant(word.constant);
      else if (word.includes('.')) code.op(word);
      else code.call(kernel(word));
    }
    const local = code.local('v128');
    code.set(local);
    locals.set(index, local);
  });
  for (const { node, stream } of stores) {
    const offset = pushEntry(code, stream, position);
    code.get(locals.get(node)!);
    if (lanes === 'pair') code.memory('v128.store', offset);
    else code.memory('v128.store64_lane', offset, 0);
  }
}
