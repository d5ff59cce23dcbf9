import { displayWidth, wrap } from "../../../cli/render/width";

test.each([
  ["", 0],
  ["role/prod-audit", 15],
  ["é", 1],
  ["e\u0301", 1],
  ["\u0301", 0],
  ["日本", 4],
  ["한글", 4],
  ["ＡＢ", 4],
  ["🙂", 2],
  ["🇩🇪", 2],
  ["❤\ufe0f", 2],
  ["→ · …", 5],
])("%j takes %d columns", (text, width) => expect(displayWidth(text)).toBe(width));

test.each([
  ["one two three", 7, ["one two", "three"]],
  ["one two", 7, ["one two"]],
  ["arn:aws:s3:::logs/AWSLogs", 13, ["arn:aws:s3:::", "logs/AWSLogs"]],
  ["see arn:aws:s3:::logs", 12, ["see arn:aws:", "s3:::logs"]],
  ["abcdefghij", 4, ["abcd", "efgh", "ij"]],
  ["日本語", 4, ["日本", "語"]],
])("%j in %d columns is %j", (text, width, lines) => expect(wrap(text, width)).toEqual(lines));
