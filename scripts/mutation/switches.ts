/** Mutants by id, and how often each was reached. */
export type Hits = Record<string, number>;

/** What the instrumented code reads and writes. */
export interface Switches {
  activeMutant?: string | undefined;
  hitCount?: number | undefined;
  hitLimit?: number | undefined;
  currentTestId?: string | undefined;
  mutantCoverage?: { static: Hits; perTest: Record<string, Hits> };
}

const here = globalThis as { __stryker__?: Switches };
export const switches: Switches = (here.__stryker__ ??= {});
