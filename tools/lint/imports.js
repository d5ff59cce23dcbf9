const { builtinModules } = require("node:module");
const { dirname, join, relative, sep } = require("node:path");
const { ROOMS } = require("./rooms");

const ROOT = join(__dirname, "..", "..");

/** The room's own path for a file: `cli/commands/verify` for the room `cli/commands/*`. */
function pathIn(room, file) {
  const parts = room.split("/");
  const own = file.split("/").slice(0, parts.length);
  return parts.every((part, index) => part === "*" || part === own[index]) ? own.join("/") : undefined;
}

function isWithin(file, path) {
  return file === path || file.startsWith(`${path}/`);
}

/** The room of a file, with its path; undefined for a file outside the house, such as a test. */
function roomOf(file) {
  const rooms = Object.keys(ROOMS)
    .map((room) => ({ room, path: pathIn(room, file) }))
    .filter(({ path }) => path !== undefined);
  return rooms.sort((a, b) => b.path.length - a.path.length)[0];
}

/** Why a file may not import this; undefined if it may. Paths are those of the repository, without endings. */
function problemOf(file, specifier) {
  const home = roomOf(file);
  if (!home) return undefined;
  const { rooms, packages } = ROOMS[home.room];
  if (!specifier.startsWith(".")) {
    const isAllowed = (name) => specifier === name || specifier.startsWith(`${name}/`);
    const isBuiltIn = specifier.startsWith("node:") || builtinModules.includes(specifier);
    if (packages === undefined || isBuiltIn || packages.some(isAllowed)) return undefined;
    return `${home.room} may not import the package ${specifier}; it may import ${listed(packages)}.`;
  }
  const target = join(dirname(file), specifier)
    .split(sep)
    .join("/")
    .replace(/\/index$/, "");
  const owner = roomOf(target);
  if (owner?.path === home.path || rooms.some((room) => isWithin(target, room))) return undefined;
  return `${home.room} may not import ${target}; it may import ${listed(rooms)}.`;
}

function listed(names) {
  return names.length === 0 ? "nothing" : names.join(", ");
}

/** ESLint's rule: holds each import, each re-export and each `require` to the table of rooms. */
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
      if (message !== undefined) context.report({ node, message: `${message} See tools/lint/rooms.js.` });
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

module.exports = { problemOf, roomOf, rule };
