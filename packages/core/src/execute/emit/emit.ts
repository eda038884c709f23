import type { Blocks, Instruction, Program } from '../../plan/program.ts';
import { bytesOf } from '../../plan/program.ts';
import { type FunctionBody, type FunctionType, type Import, moduleOf, type ValueType } from './binary.ts';
import { emitLoop, loopKernelOf } from './loop.ts';
import { emitSingle } from './single.ts';
import { emitTiny } from './tiny.ts';
import { addressIn, type Addresses, type Amount, type Frame, known, pushAddress, pushAmount } from './frame.ts';
import { Code } from './code.ts';

/** What a thread runs: a piece of the program in one go, or a share of `units`. */
export type Piece = { readonly kind: 'serial'; readonly name: string } | SharedPiece;
export interface SharedPiece {
  readonly kind: 'shared';
  readonly name: string;
  readonly units: number;
  /** units that should stay together: the rows of a tile */
  readonly tile: number;
}

/** A program as a module of WebAssembly, for one place in the memory of the engine. */
export interface Emitted {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** in the order in which they run; `run` is all of them on one thread */
  readonly pieces: readonly Piece[];
}

const i32s = (count: number): FunctionType => ({ parameters: Array.from({ length: count }, (): ValueType => 'i32'), results: [] });
const ofVectors: FunctionType = { parameters: ['v128'], results: ['v128'] };
const kernelTypes: ReadonlyMap<string, FunctionType> = new Map([
  ['productNN', i32s(9)],
  ['productTN', i32s(10)],
  ['productNT', i32s(9)],
  ['sumAlongRows', i32s(4)],
  ['sumOverRows', i32s(6)],
  ['addChunks', i32s(5)],
  ['softmaxRows', i32s(4)],
  ['logSoftmaxRows', i32s(4)],
  ['logSumExpRows', i32s(4)],
  ...['expLoop', 'sigmoidLoop'].map((name) => [name, i32s(3)] as const),
]);
const external = 0; // the number of the function that calls the kernels of ops

/** The kernels that a program needs. */
function kernelsOf({ graph, steps }: Program): readonly string[] {
  const names = new Set<string>(steps.some(({ kind }) => kind === 'blocks') ? ['addChunks'] : []);
  for (const { work } of graph.nodes) {
    if (work.kind === 'product') for (const name of ['productNN', 'productTN', 'productNT']) names.add(name);
    if (work.kind === 'sum') for (const name of ['sumAlongRows', 'sumOverRows']) names.add(name);
    if (work.kind === 'rowwise') names.add(work.kernel);
    if (work.kind === 'elementwise') for (const word of work.form) if (typeof word === 'string' && !word.includes('.')) names.add(word);
  }
  for (const instruction of steps.flatMap((step) => (step.kind === 'blocks' ? step.instructions : [step.instruction]))) {
    const whole = instruction.kind === 'loop' ? loopKernelOf(graph, instruction) : undefined;
    if (whole !== undefined) names.add(whole);
  }
  return [...names];
}

/** Where a program lies, and the memory of the thread that called. */
export interface Placement extends Addresses {
  readonly scratch: number;
  readonly shared: boolean;
  /** of each function that is imported */
  readonly numberOf: ReadonlyMap<string, number>;
}

export function emit(given: Omit<Placement, 'numberOf'>): Emitted {
  const { program } = given;
  const imports: readonly Import[] = [
    { name: 'external', type: i32s(1) },
    ...kernelsOf(program).map((name) => ({ name, type: kernelTypes.get(name) ?? ofVectors })),
  ];
  const placement: Placement = { ...given, numberOf: new Map(imports.map(({ name }, number) => [name, number])) };
  const functions: FunctionBody[] = [];
  const add = (body: FunctionBody): number => imports.length + functions.push(body) - 1;
  const pieces: Piece[] = [];
  const run = new Code(0);
  let serial: number[] = [];
  const closeSerial = (): void => {
    if (serial.length === 0) return;
    const name = `piece${pieces.length}`;
    const code = new Code(0);
    for (const number of serial) code.call(number);
    run.call(add(functionOf(code, 0, name)));
    pieces.push({ kind: 'serial', name });
    serial = [];
  };
  const share = (code: Code, units: number, tile: number): void => {
    closeSerial();
    const name = `piece${pieces.length}`;
    pushAmount(run, known(placement.scratch));
    run
      .i32(0)
      .i32(units)
      .call(add(functionOf(code, 3, name)));
    pieces.push({ kind: 'shared', name, units, tile });
  };
  for (const step of program.steps) {
    if (step.kind === 'blocks') {
      share(blocksCode(placement, step, add), Math.ceil(step.rows / step.chunk), 1);
      serial.push(...finishing(placement, step, add));
    } else if (step.sharedRows === 0) serial.push(add(serialFunction(placement, step.instruction)));
    else share(sharedCode(placement, step.instruction), step.sharedRows, tileRows);
  }
  closeSerial();
  add(functionOf(run, 0, 'run'));
  return { bytes: moduleOf(imports, functions, placement.shared), pieces };
}

const tileRows = 5; // of the products of packages/core/kernels

const functionOf = (code: Code, parameters: number, exported?: string): FunctionBody => ({
  type: i32s(parameters),
  locals: code.locals,
  code: code.bytes,
  exported,
});

function frameOf(placement: Placement, code: Code, how: Partial<Frame>): Frame {
  return {
    ...placement,
    code,
    kernel: (name) => placement.numberOf.get(name)!,
    scratch: known(placement.scratch),
    from: known(0),
    count: known(0),
    sums: known(0),
    resume: known(0),
    sumsAt: new Map(),
    ...how,
  };
}

const rowsOf = ({ graph }: Program, instruction: Instruction): number =>
  instruction.kind === 'loop' ? instruction.rows : graph.nodes[instruction.node]!.rows;

function emitInstruction(frame: Frame, instruction: Instruction): void {
  if (instruction.kind === 'loop') emitLoop(frame, instruction);
  else if (instruction.kind === 'external') frame.code.i32(instruction.node).call(external);
  else emitSingle(frame, instruction.node);
}

/** An instruction for all of its rows, on the thread that called. */
function serialFunction(placement: Placement, instruction: Instruction): FunctionBody {
  const code = new Code(0);
  const frame = frameOf(placement, code, { count: known(rowsOf(placement.program, instruction)) });
  if (instruction.kind === 'loop' || !emitTiny(frame, instruction.node)) emitInstruction(frame, instruction);
  return functionOf(code, 0);
}

/** An instruction for some of its rows: (scratch, from, to). */
function sharedCode(placement: Placement, instruction: Instruction): Code {
  const code = new Code(3);
  const count = code.local('i32');
  code.get(2).get(1).op('i32.sub').set(count);
  emitInstruction(frameOf(placement, code, { scratch: { local: 0 }, from: { local: 1 }, count: { local: count } }), instruction);
  return code;
}

type Add = (body: FunctionBody) => number;

/** All instructions for the blocks of some chunks: (scratch, from, to). */
function blocksCode(placement: Placement, blocks: Blocks, add: Add): Code {
  const numbers = blocks.instructions.map((instruction) => add(blockFunction(placement, blocks, instruction)));
  const code = new Code(3);
  const [row, end, count, sums, resume] = [code.local('i32'), code.local('i32'), code.local('i32'), code.local('i32'), code.local('i32')];
  const chunk = (): void => {
    code.get(1).i32(blocks.chunk).op('i32.mul').set(row);
    code.get(row).i32(blocks.chunk).op('i32.add').set(end);
    atMost(code, end, () => code.i32(blocks.rows));
    pushAmount(code, { local: 1 }, blocks.sumsBytes);
    code
      .i32(placement.memory + blocks.sumsAt)
      .op('i32.add')
      .set(sums);
    code.i32(0).set(resume).repeat(block);
    code.get(1).i32(1).op('i32.add').tee(1).get(2).op('i32.ne');
  };
  const block = (): void => {
    code.get(end).get(row).op('i32.sub').set(count);
    atMost(code, count, () => code.i32(blocks.block));
    for (const number of numbers) code.get(0).get(row).get(count).get(sums).get(resume).call(number);
    code.i32(1).set(resume).get(row).get(count).op('i32.add').tee(row).get(end).op('i32.ne');
  };
  return code.repeat(chunk);
}

/** Makes a local the smaller of itself and a limit. */
function atMost(code: Code, local: number, pushLimit: () => void): void {
  code.get(local);
  pushLimit();
  code.get(local);
  pushLimit();
  code.op('i32.lt_s').op('select').set(local);
}

/** One instruction for one block: (scratch, from, count, sums, resume). */
function blockFunction(placement: Placement, blocks: Blocks, instruction: Instruction): FunctionBody {
  const code = new Code(5);
  const local = (index: number): Amount => ({ local: index });
  const sumsAt = new Map(blocks.sums.map(({ node, at }) => [node, at]));
  const how = { scratch: local(0), from: local(1), count: local(2), sums: local(3), resume: local(4), sumsAt };
  emitInstruction(frameOf(placement, code, how), instruction);
  return functionOf(code, 5);
}

/** Adds the chunks of each sum over samples. */
function finishing(placement: Placement, { sums, sumsAt, sumsBytes, rows, chunk }: Blocks, add: Add): readonly number[] {
  return sums.map(({ node, at }) => {
    const code = new Code(0);
    const frame = frameOf(placement, code, {});
    const size = bytesOf(placement.program.graph.nodes[node]!) / 8;
    pushOut(frame, node);
    code
      .i32(placement.memory + sumsAt + at)
      .i32(sumsBytes)
      .i32(Math.ceil(rows / chunk))
      .i32(size);
    code.call(frame.kernel('addChunks'));
    return add(functionOf(code, 0));
  });
}

function pushOut(frame: Frame, node: number): void {
  pushAddress(frame.code, addressIn(frame, { node, offset: 0 }, 0));
}
