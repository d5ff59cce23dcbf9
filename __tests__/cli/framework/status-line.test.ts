import { StatusLine } from "../../../cli/framework/status-line";

function terminal(isTTY: boolean, term: string) {
  const written: string[] = [];
  const line = new StatusLine({ isTTY, columns: 20, write: (part: string) => written.push(part) }, term);
  return { line, written };
}

test("replaces the line before, and goes away once", () => {
  const { line, written } = terminal(true, "xterm");
  line.clear();
  line.show("1 of 2");
  line.show("2 of 2");
  line.clear();
  line.clear();
  expect(written).toEqual(["\r\u001b[K1 of 2", "\r\u001b[K2 of 2", "\r\u001b[K"]);
});

test("never takes a second line", () => {
  const { line, written } = terminal(true, "xterm");
  line.show("x".repeat(50));
  expect(written).toEqual([`\r\u001b[K${"x".repeat(19)}`]);
});

test.each([
  ["a pipe", false, "xterm"],
  ["a terminal that cannot erase", true, "dumb"],
])("is hidden in %s", (_, isTTY, term) => {
  const { line, written } = terminal(isTTY, term);
  line.show("1 of 2");
  line.clear();
  expect(written).toEqual([]);
});
