import { refusal, type Section } from './section.ts';
import { utf8Text } from './utf8.ts';

/** What JSON can say. Objects come with own keys only, `__proto__` among them. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

const DEEPEST = 128;
/** bytes of memory that a value takes at most, by the letter that starts it: objects with new keys are the dearest */
const OBJECT = 64;
const NEW_KEY = 320;
const ITEM = 24;
const KNOWN_KEYS = 4096; // more are not remembered, and so counted again

/**
 * The JSON in a section. Refused before it is parsed when it is deeper than 128 levels, or when what it describes may take more than `limit`
 * bytes; and when an object has a key twice.
 * @throws DecodeError
 */
export function readJson(file: Section, limit: number): Json {
  const text = utf8Text(file.bytes);
  if (text === undefined) throw refusal(file, 0, 'JSON in UTF-8', 'other bytes');
  const keys = surveyed(file, text, limit);
  const value = parsed(file, text);
  const found = keysIn(value);
  if (found !== keys) throw refusal(file, 0, 'each key of an object once', `${keys - found} keys again`);
  return value;
}

function parsed(file: Section, text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    throw refusal(file, 0, 'JSON', error instanceof Error ? error.message : 'an error');
  }
}

/** How many keys the text has. @throws DecodeError when it is too deep or too large to parse */
function surveyed(file: Section, text: string, limit: number): number {
  const known = new Set<string>();
  let keys = 0;
  let depth = 0;
  let memory = 0;
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at]!;
    if (letter === '"') {
      const end = endOfString(text, at);
      if (end === undefined) break; // the parser says so better
      if (isKey(text, end)) {
        const key = text.slice(at, end);
        keys += 1;
        memory += known.has(key) ? 0 : NEW_KEY;
        if (known.size < KNOWN_KEYS) known.add(key);
      }
      at = end - 1;
    } else if (letter === '{' || letter === '[') {
      depth += 1;
      memory += OBJECT;
    } else if (letter === '}' || letter === ']') depth -= 1;
    else if (letter === ',') memory += ITEM;
    if (depth > DEEPEST) throw refusal(file, 0, `JSON of at most ${DEEPEST} levels`, 'more');
    if (memory > limit) throw refusal(file, 0, `JSON that takes at most ${limit} bytes of memory`, 'more');
  }
  return keys;
}

/** Just behind the closing quote of the string that starts at `at`. */
function endOfString(text: string, at: number): number | undefined {
  for (let i = at + 1; i < text.length; i += 1) {
    const letter = text[i];
    if (letter === '\\') i += 1;
    else if (letter === '"') return i + 1;
  }
  return undefined;
}

function isKey(text: string, end: number): boolean {
  let at = end;
  while (/[ \t\n\r]/.test(text[at] ?? '')) at += 1;
  return text[at] === ':';
}

function keysIn(value: Json): number {
  if (typeof value !== 'object' || value === null) return 0;
  if (Array.isArray(value)) return value.reduce<number>((sum, item: Json) => sum + keysIn(item), 0);
  return Object.values(value as Readonly<Record<string, Json>>).reduce<number>((sum, item) => sum + 1 + keysIn(item), 0);
}
