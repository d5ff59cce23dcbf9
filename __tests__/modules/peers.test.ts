import { readFileSync } from "node:fs";
import { join } from "node:path";
import { peerProblem, PEERS } from "../../modules/peers";

const installed = (name: string, packageJson: () => unknown) =>
  peerProblem([{ name, range: ">=10.4.2 <11.0.0", packageJson }]);

test("the ranges are those of package.json", () => {
  const { peerDependencies, peerDependenciesMeta } = JSON.parse(
    readFileSync(join(__dirname, "..", "..", "package.json"), "utf8"),
  ) as Record<string, Record<string, unknown>>;
  const required = Object.entries(peerDependencies!).filter(([name]) => !Object.hasOwn(peerDependenciesMeta!, name));
  expect(Object.fromEntries(PEERS.map(({ name, range }) => [name, range]))).toEqual(Object.fromEntries(required));
});

test.each(["10.4.2", "10.4.3", "10.10.0", "10.99.1-pre.3"])("%s is within >=10.4.2 <11.0.0", (version) => {
  expect(installed("constructs", () => ({ version }))).toBeUndefined();
});

test.each(["10.4.1", "10.3.99", "9.9.9", "11.0.0", "11.0.0-pre.1", "100.0.0"])("%s is not", (version) => {
  expect(installed("constructs", () => ({ version }))).toBe(
    `cdktf-audit-trail requires constructs >=10.4.2 <11.0.0 (found ${version}); ` +
      'run npm install "constructs@>=10.4.2 <11.0.0"',
  );
});

test("all that are wrong are in one line", () => {
  const missing = () => {
    throw new Error("Cannot find module");
  };
  const old = { name: "old", range: ">=2.0.0 <3.0.0", packageJson: () => ({ version: "1.0.0" }) } as const;
  const none = { name: "none", range: ">=1.0.0 <2.0.0", packageJson: missing } as const;
  expect(peerProblem([old, none])).toBe(
    "cdktf-audit-trail requires old >=2.0.0 <3.0.0 (found 1.0.0), none >=1.0.0 <2.0.0 (found none); " +
      'run npm install "old@>=2.0.0 <3.0.0" "none@>=1.0.0 <2.0.0"',
  );
});
