import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import * as core from '@adjoint/core';
import { kindsOf, kinksOf, resultShapes, shapeText } from './ops.ts';
import {
  type Docstring,
  docstringOf,
  type Exported,
  exports,
  findDeclaration,
  membersOf,
  type Parameter,
  type Signature,
  signatureOf,
} from './sources.ts';

// Writes docs/reference.md from the registry and from the docstrings of the sources.

/** Where the reference stands. */
export const path: string = resolve(import.meta.dirname, '../docs/reference.md');

const values = core as unknown as Readonly<Record<string, unknown>>;
const opOf = (name: string): core.Op | undefined => (values[name] as { readonly op?: core.Op } | undefined)?.op;
/** The functions among the exports; classes are none. */
export const functions: readonly Exported[] = exports.filter(
  ({ name, isType }) => !isType && typeof values[name] === 'function' && !/^[A-Z]/.test(name),
);

/** A function's docstring, or that of the interface which is its type. */
export function documentationOf(exported: Exported): Docstring | undefined {
  const type = signatureOf(exported)?.type;
  return docstringOf(exported) ?? (type === undefined ? undefined : docstringOf(type));
}

/** The whole page. */
export function reference(): string {
  const sections = [...new Set(exports.map(({ section }) => section))];
  return [
    '# Reference',
    '',
    'Every public name of `@adjoint/core`. This page is made of the registry of ops and of the docstrings by `scripts/reference.ts`.',
    '',
    'Shapes are rows x columns; equal letters are equal sizes. Where arguments broadcast, a number may stand for a 1x1 matrix. y is the',
    'result, g its cotangent; a slope is the factor by which g is multiplied, entry by entry. A *derived* op is an ordinary function of',
    'other ops and has no rule of its own; the others are primitive. [Numerics](numerics.md) tells of accuracy and of orders of addition.',
    '',
    ...sections.flatMap(sectionText),
  ].join('\n');
}

function sectionText(section: string): readonly string[] {
  const members = exports.filter((each) => each.section === section);
  const callable = members.filter((each) => functions.includes(each));
  const classes = members.filter(({ name, isType }) => !isType && /^[A-Z]/.test(name));
  const types = members.filter((each) => each.isType && docstringOf(each) !== undefined);
  const others = members.filter((each) => !each.isType && !callable.includes(each) && !classes.includes(each));
  const list = (title: string, names: readonly Exported[]) =>
    names.length === 0 ? [] : [...(title === '' ? [] : [title, '']), ...names.map(line), ''];
  return [`## ${section}`, '', ...callable.flatMap(functionText), ...list('', [...others, ...classes]), ...list('Types:', types)];
}
const line = (exported: Exported): string => `- \`${exported.name}\`: ${docstringOf(exported)?.summary ?? ''}`;

function functionText(exported: Exported): readonly string[] {
  const { name } = exported;
  const signature = signatureOf(exported);
  const own = documentationOf(exported);
  const op = opOf(name);
  const isOp = exported.section.startsWith('Ops');
  const errors = [...(own?.errors ?? []), ...(signature?.type === undefined ? [] : (docstringOf(signature.type)?.errors ?? []))];
  const kinks = op === undefined ? undefined : kinksOf(op);
  return [
    `### ${name}`,
    '',
    `\`${callText(name, signature)}\`${isOp ? `: ${shapesText(op, signature)}` : ''}`,
    '',
    own?.summary ?? '',
    '',
    ...(docstringOf(exported) === undefined && signature?.type !== undefined ? memberLines(name, signature.type) : []),
    ...(isOp ? [`- ${kindsOf(name, op).join(', ')}`] : []),
    ...(kinks === undefined ? [] : [`- kinks: ${kinks}`]),
    ...[...new Set(errors)].map((error) => `- throws ${error}`),
    ...(isOp || errors.length > 0 ? [''] : []),
  ];
}

const memberLines = (name: string, type: Exported): readonly string[] => [
  ...membersOf(type).map(
    ({ name: member, parameters, docstring }) =>
      `- \`${name}${member === '' ? '' : `.${member}`}(${listed(parameters)})\`: ${docstring.summary}${docstring.errors.map((error) => ` Throws ${error}.`).join('')}`,
  ),
  '',
];
const listed = (parameters: readonly Parameter[]): string =>
  parameters.map(({ name, isOptional }) => `${name}${isOptional ? '?' : ''}`).join(', ');
const callText = (name: string, signature: Signature | undefined): string =>
  `${name}(${listed(signature?.parameters ?? [])})${signature?.returned === undefined ? '' : `(${listed(signature.returned)})`}`;

/** The arguments' shapes and the result's, in words. */
function shapesText(op: core.Op | undefined, signature: Signature | undefined): string {
  const { parameters = [], result, type } = signature ?? {};
  const rename = lettersOf(parameters);
  const isPacked = result !== undefined && findDeclaration(result.replace(/<[^]*/, ''))?.name.startsWith('Mat') === false;
  const matrices = parameters.flatMap((parameter, i) => {
    const args = isPacked ? [] : (op?.domain.args ?? []);
    if (op?.variadic === true) return [`${args.map(({ rows, columns }) => shapeText(rows, columns)).join(', ')}, ...`];
    const shape = args[i] === undefined ? shapeOfType(parameter.type, rename) : shapeText(args[i].rows, args[i].columns);
    return shape === undefined ? [] : [`${parameter.name} ${shape}`];
  });
  const given = isPacked ? `\`${result.replace(/<[^]*/, '')}\`` : resultText(op, signature!, rename);
  const broadcasts = type?.name === 'Broadcasting' || type?.name === 'Where' ? ', which broadcast' : '';
  return `${matrices.join(', ')}${broadcasts}${given === undefined ? '' : `; gives ${given}`}`;
}

function resultText(op: core.Op | undefined, { parameters, result, type }: Signature, rename: Letters): string | undefined {
  const names = parameters.map(({ name }) => name);
  if (type?.name === 'Reduction') return '1x1; with axis 0 1 x n, with axis 1 m x 1';
  if (names.includes('rows') && names.includes('columns')) return 'rows x columns';
  if (op === undefined) return result === 'Scalar' ? '1x1' : shapeOfType(result ?? '', rename);
  const isExample = names.some((name) => name === 'place' || name === 'ranges' || name.startsWith('...'));
  return `${isExample ? 'for example ' : ''}${resultShapes(op).join(', ')}`;
}

type Letters = (size: string) => string;
/** Sizes that `Fits` ties have one letter; R and C are m and n. */
function lettersOf(parameters: readonly Parameter[]): Letters {
  const ties = parameters.flatMap(({ type }) => [...type.matchAll(/Fits<\s*(\w+),\s*(\w+),/g)]);
  const tied = new Map(ties.map(([, a, b]) => (/\d/.test(b!) ? [a!, b!] : [b!, a!])));
  const letters: Readonly<Record<string, string>> = { R: 'm', C: 'n' };
  return (size) => {
    const first = tied.get(size) ?? size;
    return letters[first] ?? first.toLowerCase();
  };
}
/** The shape of the first matrix in a type: `Mat<R, C>` is m x n. */
function shapeOfType(type: string, rename: Letters): string | undefined {
  const [, square] = /Square<[^,]*, (\w+), \w+>/.exec(type) ?? [];
  const [, rows = square, columns = square] = /(?:Mat|Operand)<(\w+), (\w+)>/.exec(type) ?? [];
  if (rows !== undefined) return shapeText(rename(rows), rename(columns!));
  return /^BroadcastsWith|^OneOr/.test(type) ? 'that broadcasts' : /^Mat$/.test(type) ? 'of any shape' : undefined;
}

if (import.meta.main) {
  const written = reference();
  const isNew = written !== readFileSync(path, { encoding: 'utf8', flag: 'a+' });
  if (isNew) writeFileSync(path, written);
  console.log(isNew ? `wrote ${path}` : `${path} is what it should be`);
}
