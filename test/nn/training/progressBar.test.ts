import { adam, fit, progressBar, trainingBar } from '@adjoint/nn';
import { describe, expect, test } from 'vitest';
import { data, loss, p0, validation } from './problem.ts';

/** Keeps what is written. */
function paper(isTTY: boolean) {
  const written: string[] = [];
  return { isTTY, written, write: (text: string) => written.push(text) };
}
const escape = '\u001B';
const plain = (text: string): string => text.replaceAll(new RegExp(`${escape}\\[\\d*[mK]`, 'g'), '');

describe('a progress bar', () => {
  test('on a terminal draws one line over itself, with the time that is left', () => {
    let time = 0;
    const output = paper(true);
    const bar = progressBar(output, { total: 8, now: () => time });
    bar.show(0, 'begun');
    time = 3000;
    bar.show(2, 'loss 1');
    time = 12_000;
    bar.show(8, 'loss 0');
    bar.end();
    expect(output.written.map(plain)).toEqual([
      `\r  ${'━'.repeat(24)}  0/8   begun`,
      `\r  ${'━'.repeat(24)}  2/8   loss 1   9 s left`,
      `\r  ${'━'.repeat(24)}  8/8   loss 0   0 s left`,
      '\r',
    ]);
    expect(output.written[1]).toContain(`\u001B[32m${'━'.repeat(6)}\u001B[0m\u001B[2m${'━'.repeat(18)}\u001B[0m`);
    expect(output.written.every((text) => text.endsWith('\u001B[K'))).toBe(true);
  });

  test('draws at most every 50 ms, and the end in any case', () => {
    let time = 0;
    const output = paper(true);
    const bar = progressBar(output, { total: 1000, now: () => (time += 1) });
    for (let done = 1; done <= 1000; done += 1) bar.show(done, '');
    expect(output.written.length).toBeLessThanOrEqual(22);
    expect(output.written.at(-1)).toContain('1000/1000');
  });

  test('elsewhere writes twenty lines in all', () => {
    const output = paper(false);
    const bar = progressBar(output, { total: 1000 });
    for (let done = 0; done <= 1000; done += 1) bar.show(done, `loss ${done}`);
    bar.end();
    expect(output.written.length).toBe(20);
    expect(output.written[0]).toBe('    50/1000   loss 50\n');
    expect(output.written.at(-1)).toBe('  1000/1000   loss 1000\n');
  });

  test('without an end counts', () => {
    const output = paper(true);
    progressBar(output, { total: Infinity }).show(7, 'loss 1');
    expect(output.written.map(plain)).toEqual([`\r  ${'━'.repeat(24)}  7   loss 1`]);
  });

  test('of a training shows epoch, loss and what was measured, and ends with it', async () => {
    const output = paper(true);
    let time = 0;
    const onStep = trainingBar(output, { epochs: 2, batches: data, now: () => (time += 100) });
    const metrics = { rows: (_p: typeof p0, batch: { readonly rows: number }) => batch.rows };
    const { state } = await fit({
      loss,
      optimizer: adam(),
      parameters: p0,
      batches: data,
      epochs: 2,
      seed: 1,
      validation,
      metrics,
      onStep,
    });
    const lines = output.written.map(plain);
    expect(lines.length).toBe(7);
    expect(lines[0]).toMatch(/ {2}1\/6 {3}epoch 1 {3}loss \d\.\d+ {3}1 s left$/);
    expect(lines[5]).toContain(
      `6/6   epoch 2   loss ${state.loss!.toPrecision(4)}   validation ${state.measured!.validationLoss!.toPrecision(4)}   rows 3.571`,
    );
    expect(lines[6]).toBe('\r');
  });
});
