import { constantRate, cosineDecay, type OnPlateauOptions, oneCycle, onPlateau, type Schedule, stepDecay, warmUp } from '@adjoint/nn';
import * as nn from '@adjoint/nn';
import { describe, expect, test } from 'vitest';
import { reference, type ScheduleCase } from './torch.ts';

const makers = nn as unknown as Readonly<Record<string, (options: unknown) => Schedule>>;
const scheduleOf = ({ schedule, options, cosine }: ScheduleCase): Schedule =>
  cosine === undefined ? makers[schedule]!(options) : warmUp(cosineDecay(cosine), options as unknown as nn.WarmUpOptions);

describe('learning rates agree with PyTorch to 1e-12 of the highest', () => {
  test.each(reference.schedules.map((each) => [`${each.schedule} ${JSON.stringify(each.options)}`, each] as const))(
    '%s',
    (_title, each) => {
      const schedule = scheduleOf(each);
      const highest = Math.max(...each.rates);
      const furthest = Math.max(...each.rates.map((rate, t) => Math.abs(schedule(t) - rate)));
      expect(furthest).toBeLessThan(1e-12 * highest);
    },
  );

  test.each(reference.plateaus.map((each) => [JSON.stringify(each.options), each] as const))('onPlateau %s', (_title, each) => {
    const { initialize, reduce } = onPlateau(each.options as Partial<OnPlateauOptions>);
    let state = initialize(0.5);
    const rates = each.values.map((value) => (state = reduce(state, value)).learningRate);
    rates.forEach((rate, epoch) => expect(Math.abs(rate - each.rates[epoch]!)).toBeLessThan(1e-12 * rate));
  });
});

describe('schedules', () => {
  test('are functions of the step alone, in any order', () => {
    const schedule = oneCycle({ learningRate: 1, steps: 10 });
    const forwards = Array.from({ length: 12 }, (_, t) => schedule(t));
    const backwards = Array.from({ length: 12 }, (_, t) => schedule(11 - t)).toReversed();
    expect(backwards).toEqual(forwards);
  });

  test('stay where they end', () => {
    expect(cosineDecay({ learningRate: 1, steps: 4, least: 0.25 })(9)).toBe(0.25);
    const cycle = oneCycle({ learningRate: 1, steps: 10 });
    expect(cycle(25)).toBe(cycle(9));
    expect(constantRate(0.3)(1e9)).toBe(0.3);
  });

  test('are finite wherever a cycle has its top', () => {
    for (const rising of [0, 0.1, 0.2, 0.5, 0.999])
      for (const steps of [2, 5, 10]) {
        const schedule = oneCycle({ learningRate: 1, steps, rising });
        for (let t = 0; t <= steps; t += 1) expect(schedule(t)).toSatisfy((rate: number) => rate > 0 && rate <= 1 + 1e-15);
      }
  });

  test('a plateau is reduced without changing a state', () => {
    const { initialize, reduce } = onPlateau({ patience: 0 });
    const first = Object.freeze(reduce(initialize(1), 1));
    expect(reduce(first, 2)).toEqual({ learningRate: 0.1, best: 1, stalled: 0, cooldown: 0 });
    expect(first).toEqual({ learningRate: 1, best: 1, stalled: 0, cooldown: 0 });
  });

  test('a plateau of negative values is one too', () => {
    const { initialize, reduce } = onPlateau({ patience: 0 });
    expect([-0.9, -0.9].reduce((state, value) => reduce(state, value), initialize(1)).learningRate).toBe(0.1);
    expect([-0.9, -0.95].reduce((state, value) => reduce(state, value), initialize(1)).learningRate).toBe(1);
  });

  test('refuse what cannot be', () => {
    expect(() => constantRate(-1)).toThrow('constantRate: learningRate is -1: it must be a finite number of at least 0');
    expect(() => stepDecay({ learningRate: 1 } as nn.StepDecayOptions)).toThrow(
      'stepDecay: every is undefined: it must be a whole number of at least 1',
    );
    expect(() => warmUp(0.1 as unknown as Schedule, { steps: 3 })).toThrow(
      'warmUp: the schedule must be a function of the step, got number. Write warmUp(constantRate(0.1), { steps: 100 })',
    );
    expect(() => onPlateau({ factor: 1 })).toThrow('onPlateau: factor is 1: it must be at least 0 and below 1');
  });
});
