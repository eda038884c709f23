import { ArgumentError } from '@adjoint/core';
import { crc32 } from '../data/checksum.ts';
import { encodeSafetensors } from '../data/encodeSafetensors.ts';
import { inflationLimit } from '../data/inflate.ts';
import { type Json, readJson } from '../data/json.ts';
import { readSafetensors } from '../data/safetensors.ts';
import { refusal, section, type Section } from '../data/section.ts';
import { utf8Bytes } from '../data/utf8.ts';
import { jsonOf, textOf } from '../textOf.ts';
import { type Parts, putTogether, takeApart } from './stateTree.ts';

/** What a file is for: the parameters alone, or all that training needs to go on. */
export type Kind = 'model' | 'state';

/** What was kept in a file, and what its author said of it. */
export interface Kept {
  readonly kind: Kind;
  readonly value: unknown;
  readonly architecture: Json | undefined;
}

/** of what is written; a file of another one is refused */
export const VERSION = '1';
/** what to write as options of a kept file */
export const remedy = "Write { architecture: { activation: 'tanh' } }";
const CHECKSUM = '00000000';
const BEFORE_CHECKSUM = '{"__metadata__":{"checksum":"';
const CHECKSUM_AT = 8 + BEFORE_CHECKSUM.length;

/**
 * A value as one safetensors file: matrices as tensors, the rest as JSON in the metadata, with a CRC-32 over the whole file (its own eight
 * digits counted as zeros).
 */
export function writeKept(asker: string, { kind, value, architecture }: Kept): Uint8Array {
  const { json, tensors } = takeApart(asker, kind, value);
  const metadata = {
    checksum: CHECKSUM, // first: its place in the file is known
    adjoint: VERSION,
    kind,
    ...(architecture === undefined ? {} : { architecture: architectureText(asker, architecture) }),
    tree: JSON.stringify(json),
  };
  const bytes = encodeSafetensors(tensors, metadata);
  bytes.set(utf8Bytes(hex(crc32(bytes))), CHECKSUM_AT);
  requireReadable(asker, bytes, metadata.tree);
  return bytes;
}

/** @throws ArgumentError unless it is JSON */
function architectureText(asker: string, architecture: Json): string {
  const text = jsonOf(architecture);
  if (text !== undefined) return text;
  throw new ArgumentError(`${asker}: the architecture must be JSON, got ${textOf(architecture)}. ${remedy}`);
}

/** What is written must be read again, whatever bounds reading has. */
function requireReadable(asker: string, { length }: Uint8Array, tree: string): void {
  try {
    readJson(section(utf8Bytes(tree), asker), inflationLimit(length));
  } catch (error) {
    throw new ArgumentError(
      `${asker}: the state has too much beside its matrices: ${String(error)}. Keep numbers in matrices or in lists of numbers`,
    );
  }
}

/** The value in a file that `writeKept` wrote. @throws DecodeError, for a file of another version too */
export function readKept(file: Section): Kept {
  const { bytes, source } = file;
  const { tensors, metadata } = readSafetensors(file);
  const version = metadata.get('adjoint');
  if (version === undefined)
    throw refusal(file, 0, 'a file that Adjoint kept (read others with decodeSafetensors)', 'tensors without its metadata');
  if (version !== VERSION)
    throw refusal(file, 0, `version ${VERSION} of kept files`, `version ${version.slice(0, 60)}. Read it with the Adjoint that wrote it`);
  checkSum(file);
  const kind = metadata.get('kind');
  if (kind !== 'model' && kind !== 'state') throw refusal(file, 0, "the kind 'model' or 'state'", JSON.stringify(kind));
  const jsonIn = (name: string): Json =>
    readJson(section(utf8Bytes(metadata.get(name) ?? ''), source, `metadata '${name}', `), inflationLimit(bytes.length));
  const parts: Parts = { json: jsonIn('tree'), tensors };
  const value = putTogether(parts, kind, (path, expected, found) =>
    refusal(file, 0, `${expected} at ${path}`, (JSON.stringify(found) ?? 'nothing').slice(0, 60)),
  );
  return { kind, value, architecture: metadata.has('architecture') ? jsonIn('architecture') : undefined };
}

const hex = (n: number): string => n.toString(16).padStart(CHECKSUM.length, '0');

function checkSum(file: Section): void {
  const { bytes } = file;
  const behind = CHECKSUM_AT + CHECKSUM.length;
  const declared = String.fromCharCode(...bytes.subarray(CHECKSUM_AT, behind));
  const zeros = utf8Bytes(CHECKSUM);
  const computed = hex(crc32(bytes.subarray(behind), crc32(zeros, crc32(bytes.subarray(0, CHECKSUM_AT)))));
  if (computed !== declared) throw refusal(file, CHECKSUM_AT, `the checksum ${computed} of the file`, JSON.stringify(declared));
}
