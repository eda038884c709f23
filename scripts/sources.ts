import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

// A small reading of core's source text: what index.ts exports, where it is declared, under which docstring, with which parameters.

const folder = resolve(import.meta.dirname, '../packages/core/src');
const texts: ReadonlyMap<string, string> = new Map(
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .sort()
    .map((path) => [path.replaceAll('\\', '/'), readFileSync(join(folder, path), 'utf8')]),
);

/** A name that index.ts exports. */
export interface Exported {
  readonly name: string;
  /** the comment above it in index.ts */
  readonly section: string;
  readonly isType: boolean;
  readonly text: string;
}

/** All names that index.ts exports, in its order. */
export const exports: readonly Exported[] = readIndex(texts.get('index.ts')!);

function readIndex(index: string): readonly Exported[] {
  let section = '';
  return [...index.matchAll(/^\/\/ (.*)$|^export (type )?\{([^}]*)\} from '\.\/([^']*)';$/gm)].flatMap(([, comment, type, names, path]) => {
    if (comment !== undefined) section = comment;
    const list = (names ?? '').split(',').map((name) => name.trim());
    return list
      .filter((name) => name !== '')
      .map((name) => ({
        name: name.replace(/^type /, ''),
        section,
        isType: type !== undefined || name.startsWith('type '),
        text: texts.get(path!)!,
      }));
  });
}

/** What stands in a docstring, by its parts. */
export interface Docstring {
  readonly summary: string;
  readonly errors: readonly string[];
}

const declarationOf = (name: string, what = 'const|function\\*?|class|interface|type'): RegExp =>
  new RegExp(`^export (?:abstract )?(?:${what}) ${name}(?![\\w$])`, 'm');

/** The docstring that ends right above the declaration. */
export function docstringOf({ name, text }: Pick<Exported, 'name' | 'text'>): Docstring | undefined {
  const at = declarationOf(name).exec(text)?.index;
  if (at === undefined) return undefined;
  const [, comment] = /\/\*\*((?:(?!\*\/)[^])*)\*\/\s*$/.exec(text.slice(0, at)) ?? [];
  return comment === undefined ? undefined : parsed(comment);
}
function parsed(comment: string): Docstring {
  const [summary, ...errors] = comment
    .replace(/^\s*\* ?/gm, '')
    .split('@throws ')
    .map((part) => part.trim());
  return { summary: isFenced(summary!) ? summary! : oneLine(summary!), errors: errors.map(oneLine) };
}
const isFenced = (text: string): boolean => text.includes('```');
const oneLine = (text: string): string => text.replace(/\s+/g, ' ');

/** A function's parameters, and those of the function that it gives, if it gives one. */
export interface Signature {
  readonly parameters: readonly Parameter[];
  readonly returned: readonly Parameter[] | undefined;
  /** the result's type, where it is a name with or without arguments */
  readonly result: string | undefined;
  /** the interface that is the function's type */
  readonly type: Exported | undefined;
}
export interface Parameter {
  readonly name: string;
  readonly isOptional: boolean;
  readonly type: string;
}

/** The signature of an exported function; undefined where there is no function. */
export function signatureOf({ name, text }: Exported): Signature | undefined {
  const at = declarationOf(name, 'const|function\\*?').exec(text);
  if (at === null) return undefined;
  const after = text.slice(at.index + at[0].length);
  if (!after.startsWith(':')) return callSignature(after.replace(/^ = /, ''));
  const declared = after
    .slice(1, topLevel(after, ' = '))
    .trim()
    .replace(/^Public<\s*/, '');
  if (/^[<(]/.test(declared)) return callSignature(declared);
  const [type] = /^\w+/.exec(declared)!;
  const alias = new RegExp(`^type ${type}<[^>]*> = `, 'm').exec(text);
  return alias === null ? ofInterface(type) : callSignature(text.slice(alias.index + alias[0].length));
}

function ofInterface(name: string): Signature | undefined {
  const found = findDeclaration(name, 'interface');
  if (found === undefined) return undefined;
  const body = found.text.slice(declarationOf(name, 'interface').exec(found.text)!.index);
  const start = /\n  (?=[<(])/.exec(body);
  const signature = start === null ? undefined : callSignature(body.slice(start.index + 3));
  return signature === undefined ? undefined : { ...signature, type: found };
}

/** The members of an interface that have docstrings, by their names; its call has the name ''. */
export function membersOf({
  name,
  text,
}: Exported): readonly { readonly name: string; readonly docstring: Docstring; readonly parameters: readonly Parameter[] }[] {
  const from = text.slice(declarationOf(name, 'interface').exec(text)!.index);
  const body = from.slice(0, closing(from, from.indexOf('{')));
  return [...body.matchAll(/\/\*\*((?:(?!\*\/)[^])*)\*\/\n  (\w*)(?=[<(])/g)].map((match) => ({
    name: match[2]!,
    docstring: parsed(match[1]!),
    parameters: callSignature(body.slice(match.index + match[0].length))?.parameters ?? [],
  }));
}

/** Where core declares a name, exported or not from index.ts. */
export function findDeclaration(name: string, what = 'interface'): Exported | undefined {
  for (const text of texts.values()) if (declarationOf(name, what).test(text)) return { name, text, section: '', isType: true };
  return undefined;
}

/** From `<...>(parameters): result` or `<...>(parameters) => result`. */
function callSignature(from: string): Signature | undefined {
  const open = from.startsWith('<') ? closing(from, 0) + 1 : 0;
  if (from[open] !== '(') return undefined;
  const close = closing(from, open);
  const result = from.slice(close + 1).replace(/^\s*(?:=>|:)\s*/, '');
  return {
    parameters: parametersOf(from.slice(open + 1, close)),
    returned: /^[<(]/.test(result) ? callSignature(result)?.parameters : undefined,
    result: resultOf(result),
    type: undefined,
  };
}

function resultOf(text: string): string | undefined {
  const [name] = /^\w+/.exec(text) ?? [];
  return name === undefined || text[name.length] !== '<' ? name : text.slice(0, closing(text, name.length) + 1);
}

const parametersOf = (text: string): readonly Parameter[] =>
  splitAt(text, ',').map((part) => {
    const typeFrom = topLevel(part, ':');
    const defaultFrom = topLevel(part, ' = ');
    const name = part.slice(0, Math.min(typeFrom, defaultFrom)).trim();
    return {
      name: name.startsWith('{') ? 'options' : name.replace('?', ''),
      isOptional: name.endsWith('?') || defaultFrom < part.length,
      type: part.slice(typeFrom + 1, defaultFrom).trim(),
    };
  });

// brackets nest; the arrow of a function type is none
const opening = '([{<';
const closingOf = ')]}>';
function* atTopLevel(text: string): Generator<number> {
  let depth = 0;
  for (let i = 0; i < text.length; i += 1) {
    if (opening.includes(text[i]!)) depth += 1;
    else if (closingOf.includes(text[i]!) && text[i - 1] !== '=') depth -= 1;
    else if (depth === 0) yield i;
    if (depth < 0) return;
  }
}
function closing(text: string, open: number): number {
  let depth = 0;
  for (let i = open; i < text.length; i += 1) {
    if (opening.includes(text[i]!)) depth += 1;
    else if (closingOf.includes(text[i]!) && text[i - 1] !== '=') depth -= 1;
    if (depth === 0) return i;
  }
  return text.length;
}
function topLevel(text: string, what: string): number {
  for (const i of atTopLevel(text)) if (text.startsWith(what, i)) return i;
  return text.length;
}
function splitAt(text: string, separator: string): readonly string[] {
  const parts: string[] = [];
  let from = 0;
  for (const i of atTopLevel(text)) {
    if (text[i] !== separator) continue;
    parts.push(text.slice(from, i));
    from = i + 1;
  }
  return [...parts, text.slice(from)].filter((part) => part.trim() !== '');
}
