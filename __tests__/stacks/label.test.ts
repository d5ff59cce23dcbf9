import { readStacks } from "../../cli/model/read";
import { environmentWith } from "../support/environment";
import { synthesizedFolder } from "../support/synthesized-folder";

test("the tool finds the stacks of an environment whose name begins as that of another", () => {
  const { outdir, remove } = synthesizedFolder(environmentWith({ name: "prod" }), environmentWith({ name: "prod-eu" }));
  try {
    const names = (environment: string) => readStacks(outdir, environment).map(({ name }) => name);
    expect(names("prod")).toEqual(["prod-archive", "prod-state", "prod-trail"]);
    expect(names("prod-eu")).toEqual(["prod-eu-archive", "prod-eu-state", "prod-eu-trail"]);
  } finally {
    remove();
  }
});
