import { paint, PLAIN, terminalOf } from "../../../cli/render/terminal";

const TTY = { isTTY: true, columns: 132 };

test("a terminal is as wide as it says, or 80 columns, and at least 40", () => {
  expect(terminalOf(TTY, {}).width).toBe(132);
  expect(terminalOf({ isTTY: true }, {}).width).toBe(80);
  expect(terminalOf({ isTTY: true, columns: 0 }, {}).width).toBe(80);
  expect(terminalOf({ isTTY: true, columns: 12 }, {}).width).toBe(40);
});

test("a pipe has no width and no colors", () => expect(terminalOf({ columns: 132 }, {})).toEqual(PLAIN));

test.each([
  [true, {}, true],
  [true, { TERM: "xterm-256color", NO_COLOR: "" }, true],
  [true, { NO_COLOR: "1" }, false],
  [true, { TERM: "dumb" }, false],
  [true, { FORCE_COLOR: "0" }, false],
  [true, { FORCE_COLOR: "1", NO_COLOR: "1" }, true],
  [false, { FORCE_COLOR: "1" }, true],
  [false, { FORCE_COLOR: "false" }, false],
])("on a terminal: %s, with %j: colors %s", (isTTY, env, color) =>
  expect(terminalOf({ isTTY }, env as NodeJS.ProcessEnv).color).toBe(color),
);

test("a tone is a color, where there are colors", () => {
  expect(paint("fail", "bad", { ...PLAIN, color: true })).toBe("\u001b[31mfail\u001b[39m");
  expect(paint("fail", "bad", PLAIN)).toBe("fail");
  expect(paint("fail", undefined, { ...PLAIN, color: true })).toBe("fail");
});
