/** Keeps states as they come, and has the newest of an earlier run: `checkpointFolder` of '@adjoint/nn/node', or one's own. */
export interface Keeper {
  /** The states that `start` gives from the kept one, or from the beginning when there is none; passed on as they are, some of them kept. Where it ends before they do, the training is `aborted`. */
  readonly through: <S>(start: (kept: S | undefined) => AsyncIterable<S>) => AsyncIterable<S>;
}
