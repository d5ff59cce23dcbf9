import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { addressesOf, addressesOfConstructs, addressesOfEnvironment } from "../../../tools/api/addresses";

const scratch = mkdtempSync(join(tmpdir(), "audit-trail-addresses-"));
afterAll(() => rmSync(scratch, { recursive: true }));

const DOCUMENT = readFileSync(join(__dirname, "..", "..", "..", "docs", "api.md"), "utf8");
const SHOWN = new Map(
  [...DOCUMENT.matchAll(/```text\n(\S+):\n([^]*?)```/g)].map(([, stack, lines]) => [
    stack!,
    lines!
      .trim()
      .split("\n")
      .map((line) => line.trim()),
  ]),
);

test("addresses are those of resources and outputs", () => {
  const json = { resource: { b: { Two: {}, One: {} } }, output: { arn: {} }, data: { c: { Three: {} } } };
  expect(addressesOf(json)).toEqual(["b.One", "b.Two", "output.arn"]);
});

// A rename destroys what is deployed. Where one must be, it takes a `moved` block, a line in CHANGELOG.md, and `npm run api`.
test("no address and no output differs from docs/api.md", () => {
  const now = [...addressesOfConstructs(scratch), ...addressesOfEnvironment(scratch)];
  expect(new Map(now.map(({ stack, addresses }) => [stack, addresses]))).toEqual(SHOWN);
  expect(SHOWN.get("audit")).toContain("aws_cloudtrail.AuditTrail_6C105666");
});
