import { parseArguments } from "../../../tools/provider-lock/arguments";

test("by default the lock file is for CI runners and laptops, and keeps its versions", () => {
  expect(parseArguments([])).toEqual({
    platforms: ["linux_amd64", "linux_arm64", "darwin_arm64"],
    upgrade: false,
    fsMirror: undefined,
    netMirror: undefined,
    help: false,
  });
});

test("platforms, a mirror and an upgrade are taken", () => {
  expect(parseArguments(["windows_amd64", "--fs-mirror", "/mirror", "--upgrade"])).toMatchObject({
    platforms: ["windows_amd64"],
    fsMirror: "/mirror",
    upgrade: true,
  });
});

test.each([
  [["linux/amd64"], 'PLATFORM must be like linux_amd64, got "linux/amd64" (see --help)'],
  [["--platform=linux_amd64"], "unknown option --platform (see --help)"],
  [["--upgrad"], "unknown option --upgrad; did you mean --upgrade? (see --help)"],
  [["--fs-mirror"], "--fs-mirror requires a value: --fs-mirror DIR (see --help)"],
])("%j is refused in one line", (args, message) => {
  expect(() => parseArguments(args)).toThrow(message);
});
