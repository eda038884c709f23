import { bitsOf } from './bits.ts';
import { type Outcome, outcomeOf } from './outcome.ts';
import { tell } from './tell.ts';
import { trained } from './training.ts';

/** What a browser tells the test. */
export interface DataReport {
  /** what became of each file, by its name */
  readonly outcomes: Readonly<Record<string, Outcome>>;
  /** what `trained` gave, in bits */
  readonly trained: unknown;
}

const fetched = async (name: string): Promise<Uint8Array<ArrayBuffer>> =>
  new Uint8Array(await (await fetch(`/files/${encodeURIComponent(name)}`)).arrayBuffer());

void tell(async (): Promise<DataReport> => {
  const names = JSON.parse(new TextDecoder().decode(await fetched('names'))) as readonly string[];
  const outcomes: Record<string, Outcome> = {};
  for (const name of names) outcomes[name] = await outcomeOf(await fetched(name), name);
  return { outcomes, trained: bitsOf(await trained()) };
});
