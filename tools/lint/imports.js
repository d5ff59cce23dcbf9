const { builtinModules } = require("node:module");
const { dirname, join, relative, sep } = require("node:path");
const { FOLDERS } = require("./folders");

const ROOT = join(__dirname, "..", "..");

/** The path of a file's row: `cli/commands/verify` for `cli/commands/*`. Undefined if the file is in another row. */
function pathIn(folder, file) {
  const parts = folder.split("/");
  const own = file.split("/").slice(0, parts.length);
  return parts.every((part, index) => part === "*" || part === own[index]) ? own.join("/") : undefined;
}

function isWithin(file, path) {
  return file === path || file.startsWith(`${path}/`);
}

/** The row of a file, and its path. Undefined for a file without a row, such as a test. */
function rowOf(file) {
  const folders = Object.keys(FOLDERS)
    .map((folder) => ({ folder, path: pathIn(folder, file) }))
    .filter(({ path }) => path !== undefined);
  return folders.sort((a, b) => b.path.length - a.path.length)[0];
}

/** Why a file may not import this; undefined if it may. Paths are relative to the repository, without extensions. */
function problemOf(file, specifier) {
  const home = rowOf(file);
  if (!home) return undefined;
  const { folders, packages } = FOLDERS[home.folder];
  if (!specifier.startsWith(".")) {
    const isAllowed = (name) => specifier === name || specifier.startsWith(`${name}/`);
    const isBuiltIn = specifier.startsWith("node:") || builtinModules.includes(specifier);
    if (packages === undefined || isBuiltIn || packages.some(isAllowed)) return undefined;
    return `${home.folder} may not import the package ${specifier}; it may import ${listed(packages)}.`;
  }
  const target = join(dirname(file), specifier)
    .split(sep)
    .join("/")
    .replace(/\/index$/, "");
  const owner = rowOf(target);
  if (owner?.path === home.path || folders.some((folder) => isWithin(target, folder))) return undefined;
  return `${home.folder} may not import ${target}; it may import ${listed(folders)}.`;
}

function listed(names) {
  return names.length === 0 ? "nothing" : names.join(", ");
}

/** ESLint rule: checks each import, re-export and `require` against the table of folders. */
const rule = {
  meta: { type: "problem", schema: [] },
  create(context) {
    const file = relative(ROOT, context.filename)
      .split(sep)
      .join("/")
      .replace(/\.[jt]s$/, "");
    const check = (node, source) => {
      if (typeof source?.value !== "string") return;
      const message = problemOf(file, source.value);
      if (message !== undefined) context.report({ node, message: `${message} See tools/lint/folders.js.` });
    };
    return {
      ImportDeclaration: (node) => check(node, node.source),
      ExportNamedDeclaration: (node) => check(node, node.source),
      ExportAllDeclaration: (node) => check(node, node.source),
      ImportExpression: (node) => check(node, node.source),
      TSImportType: (node) => check(node, node.source ?? node.argument?.literal),
      CallExpression: (node) => node.callee.name === "require" && check(node, node.arguments[0]),
    };
  },
};

module.exports = { problemOf, rowOf, rule };
