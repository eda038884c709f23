import { createHash } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { type Mat, softmax } from '@adjoint/core';
import {
  adam,
  batches,
  crossEntropyWithLogits,
  dense,
  dropout,
  encodeState,
  fit,
  oneCycle,
  random,
  sequential,
  split,
  tanh,
} from '@adjoint/nn';
import { checkpointFolder, fileSystem } from '@adjoint/nn/node';
import { type Call, interceptedFiles } from './interceptedFiles.ts';

// A small training with everything that has a memory: shuffled batches, noise, a schedule, momentum, the best epoch. Started by tests as
//   node trainee.ts folder [point occurrence | wait milliseconds | epochs count]
// It kills itself at the given occurrence of a point of a write, and prints a hash of its last state and history when it comes to the end.

const [folder = '', point, count] = process.argv.slice(2);
const kill = (): void => void process.kill(process.pid, 'SIGKILL');
const points: Readonly<Record<string, { readonly call: Call; readonly isAfter: boolean }>> = {
  opened: { call: 'create', isAfter: true },
  'half written': { call: 'write', isAfter: true },
  'before sync': { call: 'sync', isAfter: false },
  'before rename': { call: 'rename', isAfter: false },
  'after rename': { call: 'syncFolder', isAfter: false },
  'after sync of the folder': { call: 'remove', isAfter: false },
};
let seen = 0;
let isHalf = false;
const { call, isAfter } = points[point ?? ''] ?? {};
const files = interceptedFiles(fileSystem, (made, bytes) => {
  if (isHalf) kill(); // the call after it: half is written, or the file is open
  if (made === call && (seen += 1) === Number(count)) {
    if (!isAfter) kill();
    isHalf = true;
    return bytes === undefined ? undefined : bytes.length >> 1;
  }
  return undefined;
});

const net = sequential(dense(6, 8, tanh), dropout(0.2), dense(8, 3));
const [first, second, third] = split(random(5), 3);
const x = first!.normal(90, 6, 0, 1).value;
const y = softmax(second!.normal(90, 3, 0, 1).value);
const parameters = net.initialize(third!);

const epochs = point === 'epochs' ? Number(count) : 30;
if (point === 'wait') void setTimeout(Number(count), undefined, { ref: false }).then(kill);
const result = await fit({
  loss: (p, inputs: Mat, targets: Mat, noise?: ReturnType<typeof net.draw>) => crossEntropyWithLogits(net.apply(p, inputs, noise), targets),
  optimizer: adam({ learningRate: 0.01 }),
  schedule: oneCycle({ learningRate: 0.05, steps: 180 }),
  parameters,
  batches: batches(x, y, { size: 16, shuffle: true }),
  draw: (source, rows) => net.draw(source, rows),
  epochs,
  onStep: ({ step }) => {
    if (step === 20) process.stdout.write('running\n');
  },
  seed: 11,
  checkpoint: checkpointFolder(folder, { every: 7 }, files),
});
const { state, history } = result;
process.stdout.write(`${createHash('sha256').update(encodeState({ state, history })).digest('hex')} ${state.step} ${history.length}\n`);
