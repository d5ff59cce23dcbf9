import { crc32 } from "./crc";
import { deflateSync, inflateSync } from "node:zlib";

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const MOST_COLORS = 256;

interface Image {
  readonly width: number;
  readonly height: number;
  /** Bytes of a pixel: 3, or 4 with transparency. */
  readonly channels: number;
  readonly pixels: Buffer;
}

/**
 * Reduces a screenshot to its 256 most frequent colors, about a third of its size. Every other color becomes the nearest of
 * these. Pages have few colors, so only shades at the edges of letters are lost.
 * @see https://www.w3.org/TR/png-3/
 */
export function withPalette(png: Buffer): Buffer {
  const { width, height, channels, pixels } = decode(png);
  const colors = Array.from({ length: width * height }, (_, index) => pixels.readUIntBE(index * channels, 3));
  const counts = new Map<number, number>();
  for (const color of colors) counts.set(color, (counts.get(color) ?? 0) + 1);
  const frequent = [...counts].sort(([, one], [, other]) => other - one).map(([color]) => color);
  const palette = frequent.slice(0, MOST_COLORS);
  const indexes = new Map(frequent.map((color) => [color, nearest(color, palette)]));
  const rows = Buffer.alloc((width + 1) * height);
  colors.forEach((color, index) => {
    rows[index + Math.floor(index / width) + 1] = indexes.get(color)!;
  });
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3, 0, 0, 0], 8);
  return Buffer.concat([
    SIGNATURE,
    chunk("IHDR", header),
    chunk("PLTE", Buffer.from(palette.flatMap(parts))),
    chunk("IDAT", deflateSync(rows, { level: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function parts(color: number): [red: number, green: number, blue: number] {
  return [color >> 16, (color >> 8) & 0xff, color & 0xff];
}

function nearest(color: number, palette: readonly number[]): number {
  const own = parts(color);
  const distances = palette.map((other) =>
    parts(other).reduce((sum, part, index) => sum + (part - own[index]!) ** 2, 0),
  );
  return distances.indexOf(Math.min(...distances));
}

function chunk(type: string, data: Buffer): Buffer {
  const content = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  checksum.writeUInt32BE(crc32(content));
  return Buffer.concat([length, content, checksum]);
}

/** Decodes an image from Chromium: 8 bits per channel, no palette, not interlaced. */
function decode(png: Buffer): Image {
  const data: Buffer[] = [];
  for (let at = SIGNATURE.length; at < png.length; at += png.readUInt32BE(at) + 12) {
    const type = png.toString("latin1", at + 4, at + 8);
    if (type === "IDAT") data.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  }
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  const channels = png[25] === 6 ? 4 : 3;
  return { width, height, channels, pixels: unfiltered(inflateSync(Buffer.concat(data)), width * channels, channels) };
}

/** The first byte of each row names its filter: the difference to the pixel on the left, above, or above left. */
function unfiltered(rows: Buffer, rowBytes: number, channels: number): Buffer {
  const count = rows.length / (rowBytes + 1);
  const pixels = Buffer.alloc(rowBytes * count);
  for (let row = 0; row < count; row += 1) {
    const filter = rows[row * (rowBytes + 1)]!;
    for (let column = 0; column < rowBytes; column += 1) {
      const at = row * rowBytes + column;
      const left = column < channels ? 0 : pixels[at - channels]!;
      const above = row === 0 ? 0 : pixels[at - rowBytes]!;
      const aboveLeft = column < channels || row === 0 ? 0 : pixels[at - rowBytes - channels]!;
      pixels[at] = rows[at + row + 1]! + predicted(filter, left, above, aboveLeft);
    }
  }
  return pixels;
}

function predicted(filter: number, left: number, above: number, aboveLeft: number): number {
  const guess = left + above - aboveLeft;
  const byDistance = [left, above, aboveLeft].map((value) => Math.abs(guess - value));
  const closest = [left, above, aboveLeft][byDistance.indexOf(Math.min(...byDistance))]!;
  return [0, left, above, (left + above) >> 1, closest][filter]!;
}
