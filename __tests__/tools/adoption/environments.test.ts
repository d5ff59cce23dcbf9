import { environments as adopted } from "../../../tools/adoption/environments";
import { environments as examples } from "../../fixtures/environments";

/** Whatever names something: accounts, ARNs, Regions, and texts at keys of names. */
function namesIn(environments: readonly object[]): string[] {
  const json = JSON.stringify(environments);
  const patterns = [
    /\d{12}/g,
    /arn:[^"]+/g,
    /"(?:name|region|bucketName|alias|keyAlias|roleName|externalId)":"[^"]+"/g,
    /"(?:id|managementAccount)":"[^"]+"/g,
  ];
  return [...new Set(patterns.flatMap((pattern) => json.match(pattern) ?? []))];
}

test("the environments of the adoption share no account, name, alias or Region with the examples", () => {
  const known = namesIn(examples);
  expect(known.length).toBeGreaterThan(30);
  expect(namesIn(adopted).filter((name) => known.includes(name))).toEqual([]);
});

test("there is one more of them than of the examples", () => {
  expect(adopted).toHaveLength(examples.length + 1);
});
