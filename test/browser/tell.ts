/** What a page tells the test. */
export type Told = { readonly found: unknown; readonly error?: never } | { readonly error: string };

/** Tells the test what a page has found, or what was thrown. */
export async function tell(find: () => Promise<unknown>): Promise<void> {
  const told = await find().then(
    (found): Told => ({ found }),
    (error: unknown): Told => ({ error: String((error as Error).stack ?? error) }),
  );
  await fetch('/tell', { method: 'POST', body: JSON.stringify(told) });
}
