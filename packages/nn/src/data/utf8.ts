// The little of the Encoding standard that is used here; `lib` has it with the DOM only.
declare const TextDecoder: new (
  label: string,
  options: { readonly fatal: boolean; readonly ignoreBOM: boolean },
) => { decode(bytes?: Uint8Array, options?: { readonly stream: boolean }): string };
declare const TextEncoder: new () => { encode(text: string): Uint8Array };

/** Decodes UTF-8 piece by piece, a byte order mark included; without a piece it ends. */
export interface Utf8Decoder {
  /** undefined when the bytes are not UTF-8 */
  readonly next: (piece?: Uint8Array) => string | undefined;
}

export function utf8Decoder(): Utf8Decoder {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  return {
    next: (piece) => {
      try {
        return piece === undefined ? decoder.decode() : decoder.decode(piece, { stream: true });
      } catch {
        return undefined; // a TypeError
      }
    },
  };
}

/** The text of these bytes; undefined when they are not UTF-8. */
export function utf8Text(bytes: Uint8Array): string | undefined {
  const { next } = utf8Decoder();
  const text = next(bytes);
  const rest = text === undefined ? undefined : next();
  return rest === undefined ? undefined : `${text}${rest}`;
}

export const utf8Bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
