import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { missingPackage } from "../../../cli/framework/missing-package";
import { inFolder } from "../../support/app";

const notFound = (name: string) =>
  Object.assign(new Error(`Cannot find module '${name}'\nRequire stack:\n- /x.js`), { code: "MODULE_NOT_FOUND" });

const packageIn = (folder: string) => ({
  folder,
  version: "1.0.0",
  dependencies: { "@aws-sdk/client-s3": "^3.1" },
  devDependencies: { "@cloud-copilot/iam-simulate": "^0.1.173" },
});

test("in a checkout, npm ci gets it, with the development dependencies if it is one", () => {
  inFolder((folder) => {
    writeFileSync(join(folder, "package-lock.json"), "{}");
    const message = (name: string) => missingPackage(notFound(name), packageIn(folder));
    expect(message("@aws-sdk/client-s3/dist/x.js")).toBe(
      `the package @aws-sdk/client-s3 is not installed; run npm ci, in ${folder}`,
    );
    expect(message("@cloud-copilot/iam-simulate")).toBe(
      "the package @cloud-copilot/iam-simulate is not installed (a development dependency); " +
        `run npm ci --include=dev, in ${folder}`,
    );
    expect(message("tslib")).toBe(`the package tslib is not installed; run npm ci, in ${folder}`);
  });
});

test("of an installed package, npm install gets it in the range that is needed", () => {
  inFolder((folder) => {
    expect(missingPackage(notFound("@cloud-copilot/iam-simulate"), packageIn(folder))).toBe(
      "the package @cloud-copilot/iam-simulate is not installed (a development dependency); " +
        'run npm install @cloud-copilot/iam-simulate@"^0.1.173"',
    );
  });
});

test.each([
  ["a file of its own", notFound("./run")],
  ["an absolute path", notFound("/dist/cli/run.js")],
  ["another error", new Error("Cannot find module 'x'")],
])("%s is none", (_, error) => expect(missingPackage(error)).toBeUndefined());
