// The modules of a worker: compiled by Jest, loaded by Node.js, and kept for the test files that follow.
"use strict";

const COMMONJS = {
  isInternalModule: false,
  supportsDynamicImport: false,
  supportsExportNamespaceFrom: false,
  supportsStaticESM: false,
  supportsTopLevelAwait: false,
};

/** Paths of source maps by the files that are compiled so far. */
const sourceMaps = new Map();

/** Environment variables that modules set when they were loaded, which happens once. */
const variables = {};

/** Compiles what a test file requires. `maps` tells Jest of the source maps. */
function compileFor(testPath, transformer, maps) {
  for (const [file, map] of sourceMaps) maps.set(file, map);
  require.extensions[".ts"] = (module, file) => {
    const { code, sourceMapPath } = transformer.transform(file, COMMONJS);
    if (sourceMapPath !== null) {
      sourceMaps.set(file, sourceMapPath);
      maps.set(file, sourceMapPath);
    }
    const before = { ...process.env };
    module._compile(code, file);
    if (file === testPath) return;
    for (const [name, value] of Object.entries(process.env)) if (before[name] !== value) variables[name] = value;
  };
}

function load(file) {
  Reflect.deleteProperty(require.cache, file);
  return require(file);
}

function forgetSources() {
  for (const file of Object.keys(require.cache)) if (file.endsWith(".ts")) Reflect.deleteProperty(require.cache, file);
}

module.exports = { compileFor, forgetSources, load, variables };
