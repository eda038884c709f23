import { crc32, deflateRawSync } from 'node:zlib';

/** A zip file of one deflated file; written here a second time, independently of the reader. `size` is what its headers declare. */
export function deflatedZip(name: string, bytes: Uint8Array, size = bytes.length): Uint8Array {
  const packed = deflateRawSync(bytes, { level: 1 });
  const title = Buffer.from(name);
  const fields = Buffer.alloc(26); // version, flags, method, time, date, checksum, sizes, lengths
  fields.writeUInt16LE(20, 0);
  fields.writeUInt16LE(8, 4);
  fields.writeUInt32LE(crc32(bytes), 10);
  fields.writeUInt32LE(packed.length, 14);
  fields.writeUInt32LE(size, 18);
  fields.writeUInt16LE(title.length, 22);
  const start = Buffer.concat([Buffer.from('PK\x03\x04'), fields, title, packed]);
  const directory = Buffer.concat([Buffer.from('PK\x01\x02\x14\0'), fields, Buffer.alloc(14), title]);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06');
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(start.length, 16);
  return new Uint8Array(Buffer.concat([start, directory, end]));
}
