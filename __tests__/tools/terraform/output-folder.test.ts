import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { OutputError, readStacks } from "../../../tools/terraform/output-folder";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "output-folder-test-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

const manifest = (stacks: object) => JSON.stringify({ version: "0.21.0", stacks });
const devTrail = { "dev-trail": { name: "dev-trail", workingDirectory: "stacks/dev-trail" } };

test("reads every stack that the manifest names, and no other", () => {
  write("manifest.json", manifest(devTrail));
  write("stacks/dev-trail/cdk.tf.json", '{"resource":{}}');
  write("stacks/left-over/cdk.tf.json", "{}");
  expect(readStacks(folder)).toEqual([
    { name: "dev-trail", folder: join(folder, "stacks/dev-trail"), terraform: { resource: {} } },
  ]);
});

describe("output that cannot be read is an error that names the file", () => {
  const problem = () => {
    try {
      readStacks(folder);
    } catch (error) {
      if (error instanceof OutputError) return error.message.replaceAll(folder, "out");
    }
    return "no OutputError";
  };

  test("no manifest", () => {
    expect(problem()).toBe("out/manifest.json is missing: run npm run synth first");
  });

  test("a manifest cut short", () => {
    write("manifest.json", '{"stacks": {');
    expect(problem()).toBe("out/manifest.json is no JSON object: run npm run synth again");
  });

  test("a manifest that is JSON but no object", () => {
    write("manifest.json", "[]");
    expect(problem()).toBe("out/manifest.json is no JSON object: run npm run synth again");
  });

  test("a manifest without stacks", () => {
    write("manifest.json", manifest({}));
    expect(problem()).toBe("out/manifest.json names no stack");
  });

  test("a stack without a folder", () => {
    write("manifest.json", manifest({ "dev-trail": {} }));
    expect(problem()).toBe("out/manifest.json names no folder for dev-trail");
  });

  test("a stack that was never written", () => {
    write("manifest.json", manifest(devTrail));
    expect(problem()).toBe("out/stacks/dev-trail/cdk.tf.json is missing: run npm run synth first");
  });

  test("a stack in whose place stands a folder", () => {
    write("manifest.json", manifest(devTrail));
    write("stacks/dev-trail/cdk.tf.json/file", "");
    expect(problem()).toBe("out/stacks/dev-trail/cdk.tf.json cannot be read: run npm run synth first");
  });
});
