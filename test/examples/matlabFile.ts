/** A MATLAB v5 file of doubles, little endian, uncompressed (MAT-File Format, "Level 5 MAT-Files"). */
export function matlabFile(variables: Readonly<Record<string, readonly (readonly number[])[]>>): Uint8Array {
  const header = Buffer.alloc(128, ' ');
  header.writeUInt16LE(0x0100, 124);
  header.write('IM', 126);
  return Buffer.concat([header, ...Object.entries(variables).map(([name, rows]) => variable(name, rows))]);
}

function variable(name: string, rows: readonly (readonly number[])[]): Buffer {
  const columns = rows[0]!.length;
  const byColumns = Float64Array.from({ length: rows.length * columns }, (_, i) => rows[i % rows.length]![Math.floor(i / rows.length)]!);
  return element(
    14,
    Buffer.concat([
      element(6, words(6, 0)), // a full array of doubles
      element(5, words(rows.length, columns)),
      element(1, Buffer.from(name)),
      element(9, Buffer.from(byColumns.buffer)),
    ]),
  );
}

/** A tag of 8 bytes, the data, and zeros up to a multiple of 8. */
const element = (type: number, data: Buffer): Buffer =>
  Buffer.concat([words(type, data.length), data, Buffer.alloc((8 - (data.length % 8)) % 8)]);

function words(...values: readonly number[]): Buffer {
  return Buffer.from(Uint32Array.from(values).buffer);
}
