import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { missingPackage } from "../../../cli/framework/missing-package";
import { inFolder } from "../../support/app";

const notFound = (name: string) =>
  Object.assign(new Error(`Cannot find module '${name}'\nRequire stack:\n- /x.js`), { code: "MODULE_NOT_FOUND" });

const packageIn = (folder: string) => ({
  folder,
  version: "1.0.0",
  dependencies: { valibot: "^1.5" },
  peerDependencies: {
    "@aws-sdk/client-s3": "^3.1",
    "@aws-sdk/client-iam": "^3.2",
    "@aws-sdk/client-kms": "^3.3",
    cdktf: "^0",
  },
  devDependencies: { "@cloud-copilot/iam-simulate": "^0.1.173" },
});

test("in a checkout, npm ci gets it, with the development dependencies if it is one", () => {
  inFolder((folder) => {
    writeFileSync(join(folder, "package-lock.json"), "{}");
    const message = (name: string) => missingPackage(notFound(name), packageIn(folder));
    expect(message("valibot/dist/x.js")).toBe(`the package valibot, which is not installed; run npm ci, in ${folder}`);
    expect(message("@cloud-copilot/iam-simulate")).toBe(
      "the package @cloud-copilot/iam-simulate, a development dependency that is not installed; " +
        `run npm ci --include=dev in ${folder}`,
    );
    expect(message("tslib")).toBe(`the package tslib, which is not installed; run npm ci, in ${folder}`);
  });
});

test("of an installed package, npm install gets it in the range that is required", () => {
  inFolder((folder) => {
    expect(missingPackage(notFound("valibot"), packageIn(folder))).toBe(
      'the package valibot, which is not installed; run npm install valibot@"^1.5"',
    );
  });
});

test("of an installed package, npm install gets all peers of one scope that are missing", () => {
  inFolder((folder) => {
    const installed = join(folder, "node_modules", "@aws-sdk", "client-iam");
    mkdirSync(installed, { recursive: true });
    writeFileSync(join(installed, "index.js"), "");
    expect(missingPackage(notFound("@aws-sdk/client-s3"), packageIn(folder))).toBe(
      'packages that are not installed; run npm install @aws-sdk/client-s3@"^3.1" @aws-sdk/client-kms@"^3.3"',
    );
  });
});

test.each([
  ["a file of its own", notFound("./run")],
  ["an absolute path", notFound("/dist/cli/run.js")],
  ["another error", new Error("Cannot find module 'x'")],
])("%s is none", (_, error) => expect(missingPackage(error)).toBeUndefined());
