import { deflateSync, inflateSync } from "node:zlib";
import { commentPage } from "../../tools/screenshots/comment";
import { crc32 } from "../../tools/screenshots/crc";
import { withPalette } from "../../tools/screenshots/png";

/** Chunks of a PNG by their type. */
function chunksOf(png: Buffer): Record<string, Buffer> {
  const found: Record<string, Buffer> = {};
  for (let at = 8; at < png.length; at += png.readUInt32BE(at) + 12) {
    const end = at + 8 + png.readUInt32BE(at);
    expect(png.readUInt32BE(end)).toBe(crc32(png.subarray(at + 4, end)));
    found[png.toString("latin1", at + 4, at + 8)] = png.subarray(at + 8, end);
  }
  return found;
}

/** A PNG of RGB pixels, whose rows already have their filters. */
function pngOf(width: number, rows: readonly (readonly number[])[]): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const content = Buffer.concat([Buffer.from(type), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(content));
    return Buffer.concat([length, content, sum]);
  };
  const header = Buffer.from([0, 0, 0, width, 0, 0, 0, rows.length, 8, 2, 0, 0, 0]);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const data = deflateSync(Buffer.from(rows.flat()));
  return Buffer.concat([signature, chunk("IHDR", header), chunk("IDAT", data), chunk("IEND", Buffer.alloc(0))]);
}

test("the checksum is the one of the PNG specification", () => expect(crc32(Buffer.from("IEND"))).toBe(0xae426082));

test("a picture with a palette has the pixels it had, whatever the filters of its rows", () => {
  const png = pngOf(2, [
    [0, 10, 20, 30, 40, 50, 60], // as they are
    [1, 1, 2, 3, 9, 9, 9], // to the left: 1 2 3, 10 11 12
    [2, 9, 18, 27, 30, 39, 48], // above: 10 20 30, 40 50 60
    [3, 5, 0, 0, 0, 0, 0], // mean: 10 10 15, 25 30 37
    [4, 0, 10, 15, 15, 20, 23], // nearest of the three: 10 20 30, 40 50 60
  ]);
  const { IHDR, PLTE, IDAT } = chunksOf(withPalette(png));
  expect([...IHDR!.subarray(8)]).toEqual([8, 3, 0, 0, 0]);
  const color = (index: number) => [...PLTE!.subarray(index * 3, index * 3 + 3)].join(" ");
  const rows = inflateSync(IDAT!);
  const pixels = [0, 1, 2, 3, 4].map((row) => [1, 2].map((column) => color(rows[row * 3 + column]!)));
  expect(pixels).toEqual([
    ["10 20 30", "40 50 60"],
    ["1 2 3", "10 11 12"],
    ["10 20 30", "40 50 60"],
    ["10 10 15", "25 30 37"],
    ["10 20 30", "40 50 60"],
  ]);
});

test("a comment shows tables, the first statement open and its changed lines in color", () => {
  const page = commentPage(
    "| a |\n| --- |\n| b |\n\n<details><summary>s</summary>\n\n```diff\n  x\n- y\n```\n\n</details>\n",
  );
  expect(page).toContain("<td>b</td>");
  expect(page).toContain("<details open><summary>s</summary>");
  expect(page).toContain('<span class="removed">- y\n</span>');
});
