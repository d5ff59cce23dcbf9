// Runs a test file with jest-circus, Jest's own runner, but loads modules as Node.js does: once for all files of a worker.
"use strict";
const asyncHooks = require("node:async_hooks");
const { createScriptTransformer } = require("@jest/transform");
const { default: runWithCircus } = require("jest-circus/runner");
const { compileFor, forgetSources, load } = require("./modules");

const HANDLERS = Symbol.for("EVENT_HANDLERS");
const { AsyncLocalStorage } = asyncHooks;

/** What jest-circus made for the file that runs. */
const storages = [];

module.exports = async function run(globalConfig, config, environment, runtime, testPath, sendMessageToJest) {
  if (globalConfig.watch || globalConfig.watchAll) forgetSources();
  compileFor(testPath, await createScriptTransformer(config, new Map()), runtime.getSourceMaps());
  withoutStackTraces();
  runtime.requireModule = (file) => load(file);
  // jest-circus itself is new for each file, and so are its handlers and its storage.
  for (const storage of storages.splice(0)) storage.disable();
  runtime.requireInternalModule = loadCircus;
  Reflect.deleteProperty(globalThis, HANDLERS);
  globalThis.jest = onlyWhatWorks(runtime.requireModuleOrMock(testPath, "@jest/globals").jest);
  // Without await, which would put this function into the stack of every failure.
  return runWithCircus(globalConfig, config, environment, runtime, testPath, sendMessageToJest);
};

/** Node.js 20 and 22 copy every storage at every promise until it is disabled: a fourth of the time of all tests. */
class Recorded extends AsyncLocalStorage {
  constructor() {
    super();
    storages.push(this);
  }
}

function loadCircus(file) {
  asyncHooks.AsyncLocalStorage = Recorded;
  try {
    return load(file);
  } finally {
    asyncHooks.AsyncLocalStorage = AsyncLocalStorage;
  }
}

/** Node.js loads the modules, so none can be replaced with jest.mock, and no timer is Jest's. */
function onlyWhatWorks({ fn, setTimeout, spyOn }) {
  return { fn, setTimeout, spyOn };
}

/**
 * cdktf records where each token was created, and Jest maps each frame to its source: half the time of a synthesis. No
 * test reads those stacks. CDK Terrain has a second function.
 */
function withoutStackTraces() {
  const traces = require("cdktf/lib/tokens/private/stack-trace");
  for (const name of ["captureStackTrace", "captureCreationStack"]) if (traces[name]) traces[name] = () => [];
}
