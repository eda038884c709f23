/** What an op is told besides its arguments: sizes, places, axes. */
export type Attributes = Readonly<Record<string, number | string>>;
