// Runs a test file with jest-circus, Jest's own runner, but loads modules as Node.js does: once for all files of a worker.
"use strict";
const { createScriptTransformer } = require("@jest/transform");
const { default: runWithCircus } = require("jest-circus/runner");
const { compileFor, forgetSources, load } = require("./modules");

const HANDLERS = Symbol.for("EVENT_HANDLERS");

module.exports = async function run(globalConfig, config, environment, runtime, testPath, sendMessageToJest) {
  if (globalConfig.watch || globalConfig.watchAll) forgetSources();
  compileFor(testPath, await createScriptTransformer(config, new Map()), runtime.getSourceMaps());
  withoutStackTraces();
  runtime.requireModule = (file) => load(file);
  // jest-circus itself is new for each file, and so are its handlers.
  runtime.requireInternalModule = (file) => load(file);
  Reflect.deleteProperty(globalThis, HANDLERS);
  globalThis.jest = onlyWhatWorks(runtime.requireModuleOrMock(testPath, "@jest/globals").jest);
  // Without await, which would put this function into the stack of every failure.
  return runWithCircus(globalConfig, config, environment, runtime, testPath, sendMessageToJest);
};

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
