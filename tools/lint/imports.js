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

/** What a relative import names, as a path from the root without `/index`. */
function pathOf(file, specifier) {
  return join(dirname(file), specifier)
    .split(sep)
    .join("/")
    .replace(/\/index$/, "");
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
  const target = pathOf(file, specifier);
  const owner = rowOf(target);
  if (owner?.path === home.path || folders.some((folder) => isWithin(target, folder))) return undefined;
  return `${home.folder} may not import ${target}; it may import ${listed(folders)}.`;
}

function listed(names) {
  return names.length === 0 ? "nothing" : names.join(", ");
}

/** Calls `check` with the file and each module that it imports, re-exports or requires, and reports what that returns. */
function ruleOf(check) {
  return {
    meta: { type: "problem", schema: [] },
    create(context) {
      const file = relative(ROOT, context.filename)
        .split(sep)
        .join("/")
        .replace(/\.[jt]s$/, "");
      const visit = (node, source) => {
        if (typeof source?.value !== "string") return;
        const message = check(file, source.value);
        if (message !== undefined) context.report({ node, message });
      };
      return {
        ImportDeclaration: (node) => visit(node, node.source),
        ExportNamedDeclaration: (node) => visit(node, node.source),
        ExportAllDeclaration: (node) => visit(node, node.source),
        ImportExpression: (node) => visit(node, node.source),
        TSImportType: (node) => visit(node, node.source ?? node.argument?.literal),
        CallExpression: (node) => node.callee.name === "require" && visit(node, node.arguments[0]),
      };
    },
  };
}

/** Checks imports against the table of folders. */
const folders = ruleOf((file, specifier) => {
  const problem = problemOf(file, specifier);
  return problem && `${problem} See tools/lint/folders.js.`;
});

/** Refuses imports of what users change: a test or a tool of the repository must hold for any valid environments. */
const userFiles = ruleOf((file, specifier) => {
  if (!specifier.startsWith(".")) return undefined;
  const target = pathOf(file, specifier);
  const isData = isWithin(target, "environments") && !isWithin(target, "environments/schema");
  if (!isData || target === "environments/regions") return undefined;
  return "Users change environments/: import __tests__/fixtures/environments instead.";
});

module.exports = { folders, problemOf, rowOf, userFiles };
