import { changed, type TrainingState, type TrainingStatus } from './state.ts';

/** The state with the reason why it is the last. */
export const ended = <P>(state: TrainingState<P>, status: TrainingStatus, message: string): TrainingState<P> =>
  changed(state, (draft) => {
    draft.status = status;
    draft.message = message;
  });

export const aborted = <P>(state: TrainingState<P>): TrainingState<P> =>
  ended(state, 'aborted', `The signal was aborted after step ${state.step}.`);
