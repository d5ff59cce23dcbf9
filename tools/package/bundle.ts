import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, posix, sep } from "node:path";

const DIST = join(__dirname, "..", "..");
const MODULES = join(DIST, "modules");
const PACKAGE = join(DIST, "package");
/** package.json keeps it to the package. */
const BUNDLE = "bundle.js";

/**
 * Writes dist/package/: all compiled modules as one file, and an entry for each module. Node takes longer to find a
 * hundred small files than to run them.
 */
function main(): void {
  const files = readdirSync(MODULES, { recursive: true, encoding: "utf8" })
    .map((file) => file.split(sep).join("/"))
    .filter((file) => file.endsWith(".js") && !file.includes("/handler/"));
  mkdirSync(PACKAGE, { recursive: true });
  writeFileSync(join(PACKAGE, BUNDLE), bundle(files));
  for (const file of files.filter((one) => /^([^/]+\/)?index\.js$/.test(one))) {
    writeFileSync(join(PACKAGE, file.replace("/index.js", ".js")), entry(file));
  }
}

/** A function that loads a file by its path below modules/, as Node's `require` does. */
function bundle(files: readonly string[]): string {
  const functions = files.map((file) => {
    const source = readFileSync(join(MODULES, file), "utf8");
    const linked = source.replace(
      /\brequire\("(\.[^"]*)"\)/g,
      (_, name: string) => `$load("${find(file, name, files)}")`,
    );
    return `"${file}": function (exports, module, __dirname) {\n${linked}\n},\n`;
  });
  return `"use strict";
const { dirname, join } = require("node:path");
const $files = {
${functions.join("")}};
const $loaded = {};
function $load(file) {
  let module = $loaded[file];
  if (module === undefined) {
    module = $loaded[file] = { exports: {} };
    $files[file](module.exports, module, join(__dirname, "..", "modules", dirname(file)));
  }
  return module.exports;
}
module.exports = $load;
`;
}

function find(from: string, name: string, files: readonly string[]): string {
  const path = posix.join(posix.dirname(from), name);
  const found = [`${path}.js`, `${path}/index.js`].find((file) => files.includes(file));
  if (found === undefined) throw new Error(`${from} requires ${name}, which is not among the compiled modules`);
  return found;
}

/** Names each export, so that Node finds them from ES modules too. */
function entry(file: string): string {
  const names = Object.keys(createRequire(__filename)(join(MODULES, file)) as object);
  const exported = names.map(
    (name) =>
      `Object.defineProperty(exports, "${name}", { enumerable: true, get: function () { return all.${name}; } });\n`,
  );
  return `"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
const all = require("./${BUNDLE}")("${file}");
${exported.join("")}`;
}

main();
