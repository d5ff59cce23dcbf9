import { readFileSync } from "node:fs";
import { join } from "node:path";

interface Lock {
  readonly packages: Readonly<Record<string, { readonly dev?: true; readonly license?: string }>>;
}

const { packages } = JSON.parse(readFileSync(join(__dirname, "..", "package-lock.json"), "utf8")) as Lock;
const underAgpl = Object.entries(packages).filter(([, { license = "" }]) => license.includes("AGPL"));

test("no package under the AGPL is installed without the development dependencies", () => {
  expect(underAgpl.filter(([, { dev }]) => dev !== true).map(([path]) => path)).toEqual([]);
});

test("packages under the AGPL are those of the IAM simulator, the second oracle of the tests", () => {
  const names = underAgpl.map(([path]) => path.replace("node_modules/", ""));
  expect(names).toEqual(["@cloud-copilot/iam-policy", "@cloud-copilot/iam-simulate", "@cloud-copilot/iam-utils"]);
});
