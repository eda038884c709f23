const LONGEST = 80;

/** The JSON of a value; undefined when it has none. */
export function jsonOf(x: unknown): string | undefined {
  try {
    return JSON.stringify(x);
  } catch {
    return undefined; // of a bigint, or an object that holds itself, a TypeError
  }
}

/** A value as an error shows it: the start of its JSON, or what it is. */
export function textOf(x: unknown): string {
  if (typeof x === 'function') return 'a function';
  if (typeof x === 'bigint') return `${x}n`;
  return (jsonOf(x) ?? (typeof x === 'object' ? 'an object that is no JSON' : String(x))).slice(0, LONGEST);
}
