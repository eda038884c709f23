import { AdjointError } from '@adjoint/core';

/** What was being done when keeping a file failed. */
export type SaveStep =
  | 'make the folder'
  | 'list the folder'
  | 'open'
  | 'write'
  | 'sync'
  | 'close'
  | 'rename'
  | 'sync the folder'
  | 'remove';

/** A file that could not be kept. What was there before is whole, unless `step` is 'sync the folder' or later: then the new file is there. */
export class SaveError extends AdjointError {
  override get name(): 'SaveError' {
    return 'SaveError';
  }
  readonly path: string;
  readonly step: SaveStep;
  /** the system's code, as ENOSPC for a full disk */
  readonly code: string;
  constructor(path: string, step: SaveStep, cause: unknown) {
    const { code = 'unknown', message = String(cause) } = (cause ?? {}) as { readonly code?: string; readonly message?: string };
    super(
      `${path}: could not ${step}${step.includes(' ') ? '' : ' it'}: ${message}. ${isNewThere(step) ? 'It is there; what failed came after it' : 'What was kept before is whole'}`,
    );
    this.path = path;
    this.step = step;
    this.code = code;
  }
}

const isNewThere = (step: SaveStep): boolean => step === 'sync the folder' || step === 'remove';
