import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openDraft, writeWhole } from "../../../cli/framework/output";
import { UserError } from "../../../cli/framework/user-error";
import { inFolder } from "../../support/app";

test("writes a new file", () => {
  inFolder((folder) => {
    writeWhole(join(folder, "a.md"), "text");
    expect(readFileSync(join(folder, "a.md"), "utf8")).toBe("text");
    expect(readdirSync(folder)).toEqual(["a.md"]);
  });
});

test("replaces a file, keeps its mode and leaves nothing else behind", () => {
  inFolder((folder) => {
    const file = join(folder, "a.md");
    writeFileSync(file, "a longer text than the new one");
    chmodSync(file, 0o600);
    writeWhole(file, "new");
    expect(readFileSync(file, "utf8")).toBe("new");
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(["a.md"]);
  });
});

test("writes through a link", () => {
  inFolder((folder) => {
    writeFileSync(join(folder, "real.md"), "old");
    symlinkSync("real.md", join(folder, "link.md"));
    writeWhole(join(folder, "link.md"), "new");
    expect(readFileSync(join(folder, "real.md"), "utf8")).toBe("new");
    expect(readdirSync(folder).sort()).toEqual(["link.md", "real.md"]);
  });
});

test("writes into a device and does not replace it", () => {
  writeWhole("/dev/null", "text");
  expect(statSync("/dev/null").isCharacterDevice()).toBe(true);
});

test.each([
  ["in a folder that is not there", "docs/a.md", "its folder does not exist"],
  ["in a file", "file/a.md", "a file is in the place of a folder"],
  ["that is a folder", "folder", "it is a folder"],
])("a file %s is a problem, and nothing is left behind", (_, path, reason) => {
  inFolder((base) => {
    mkdirSync(join(base, "folder"));
    writeFileSync(join(base, "file"), "old");
    const file = join(base, path);
    expect(() => writeWhole(file, "new")).toThrow(new UserError(`${file} cannot be written: ${reason}`));
    expect(readdirSync(base).sort()).toEqual(["file", "folder"]);
    expect(readFileSync(join(base, "file"), "utf8")).toBe("old");
  });
});

describe("a draft", () => {
  test("replaces the file when it is complete", () => {
    inFolder((folder) => {
      const file = join(folder, "result");
      writeFileSync(file, "old");
      const draft = openDraft(file);
      draft.write("new ");
      expect(readFileSync(file, "utf8")).toBe("old");
      draft.write("text");
      draft.complete();
      draft.discard();
      expect(readFileSync(file, "utf8")).toBe("new text");
    });
  });

  test("leaves nothing behind when it is discarded", () => {
    inFolder((folder) => {
      const draft = openDraft(join(folder, "result"));
      draft.write("text");
      draft.discard();
      expect(readdirSync(folder)).toEqual([]);
    });
  });

  test("of a folder that does not exist is a mistake", () => {
    expect(() => openDraft("/nowhere/result")).toThrow(
      new UserError("/nowhere/result cannot be written: its folder does not exist"),
    );
  });
});
