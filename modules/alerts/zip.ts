/** A file of an archive. */
interface Entry {
  readonly name: string;
  readonly text: string;
}

const VERSION = 20;
/** January 1, 1980, the first day that the format supports. */
const DATE = 0x21;
/** Made on Unix: the mode is in the upper half of the external attributes. */
const UNIX = 3 << 8;
const READABLE_FILE = (0o100644 << 16) >>> 0;

/**
 * A ZIP archive without compression. It holds nothing but names and contents: no dates, no owners.
 *
 * @see https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
 */
export function zip(entries: readonly Entry[]): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, text } of entries) {
    const [path, data] = [Buffer.from(name), Buffer.from(text)];
    // Version needed, flags, method, time, date, checksum, sizes, length of the name, extra fields.
    const common = numbers([VERSION, 2], [0, 2], [0, 2], [0, 2], [DATE, 2], [crc32(data), 4]);
    const sizes = numbers([data.length, 4], [data.length, 4], [path.length, 2], [0, 2]);
    const local = Buffer.concat([numbers([0x04034b50, 4]), common, sizes, path, data]);
    // Comment, disk, internal and external attributes, where the file begins.
    const place = numbers([0, 2], [0, 2], [0, 2], [READABLE_FILE, 4], [offset, 4]);
    directory.push(numbers([0x02014b50, 4], [UNIX | VERSION, 2]), common, sizes, place, path);
    locals.push(local);
    offset += local.length;
  }
  const index = Buffer.concat(directory);
  const count = entries.length;
  const end = numbers([0x06054b50, 4], [0, 2], [0, 2], [count, 2], [count, 2], [index.length, 4], [offset, 4], [0, 2]);
  return Buffer.concat([...locals, index, end]);
}

/** Little-endian numbers of 2 or 4 bytes. */
function numbers(...fields: readonly (readonly [value: number, bytes: 2 | 4])[]): Buffer {
  return Buffer.concat(
    fields.map(([value, bytes]) => {
      const buffer = Buffer.alloc(bytes);
      buffer.writeUIntLE(value, 0, bytes);
      return buffer;
    }),
  );
}

/** Node's own `zlib.crc32` came with Node 22. */
function crc32(data: Buffer): number {
  let crc = -1;
  for (const byte of data) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}
