/** The learning rate of a step, counted from 0: a pure function. */
export type Schedule = (step: number) => number;

/** A learning rate that depends on how the training goes: a state, and the state that follows it once an epoch is measured. Both pure. */
export interface ReducingSchedule {
  initialize(learningRate: number): ScheduleState;
  /** after an epoch; the lower the value, the better */
  reduce(state: ScheduleState, value: number): ScheduleState;
}

/** Where a `ReducingSchedule` stands. */
export interface ScheduleState {
  readonly learningRate: number;
  /** the lowest value so far; null before the first */
  readonly best: number | null;
  /** epochs since, not counting those of a cooldown */
  readonly stalled: number;
  /** epochs of the cooldown that are left */
  readonly cooldown: number;
}
