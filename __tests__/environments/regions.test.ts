import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { REGIONS } from "../../environments/regions";
import { isRegion } from "../../modules/limits/formats";

/** Regions in the endpoint data of the installed AWS SDK, of the partitions that this project has ARNs for. */
function regionsOfSdk(): string[] {
  const { resolve } = createRequire(require.resolve("@aws-sdk/client-s3"));
  const source = readFileSync(resolve("@aws-sdk/core/client"), "utf8");
  return [...source.matchAll(/"([a-z-]+-\d)": \{\s+"?description"?:/g)].map(([, code]) => code!).filter(isRegion);
}

test("every Region is of a partition that this project has ARNs for, and listed once", () => {
  expect(REGIONS.filter((region) => !isRegion(region))).toEqual([]);
  expect(new Set(REGIONS).size).toBe(REGIONS.length);
});

test("every Region that the installed AWS SDK knows is listed", () => {
  const known = regionsOfSdk();
  expect(known).toEqual(expect.arrayContaining(["us-east-1", "cn-north-1", "us-gov-west-1"]));
  expect(known.filter((region) => !REGIONS.includes(region))).toEqual([]);
});
