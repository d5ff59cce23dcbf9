// The environment of a test file: the worker's own globals, which are put back after it.
"use strict";
const { ModuleMocker } = require("jest-mock");
const { variables } = require("./modules");

/** Set by `jest.setTimeout`. */
const TIMEOUT = Symbol.for("TEST_TIMEOUT_SYMBOL");

/**
 * Jest's own environment gives every file new globals, in which all that a test imports must be loaded and compiled
 * again: most of the time of most tests.
 */
module.exports = class SharedEnvironment {
  global = globalThis;
  moduleMocker = new ModuleMocker(globalThis);
  fakeTimers = null;
  fakeTimersModern = null;
  #testPath;
  #env = process.env;
  #variables = { ...process.env };
  #folder = process.cwd();
  #exit = process.exit;
  #exitCode = process.exitCode;
  #console = globalThis.console;

  constructor(_config, { testPath }) {
    this.#testPath = testPath;
  }

  async setup() {}

  async teardown() {
    process.env = this.#env;
    for (const name of Object.keys(process.env))
      if (!Object.hasOwn(this.#variables, name)) Reflect.deleteProperty(process.env, name);
    Object.assign(process.env, this.#variables, variables);
    process.chdir(this.#folder);
    process.exit = this.#exit;
    process.exitCode = this.#exitCode;
    globalThis.console = this.#console;
    Reflect.deleteProperty(globalThis, TIMEOUT);
    Reflect.deleteProperty(require.cache, this.#testPath);
  }

  exportConditions() {
    return ["node", "node-addons"];
  }

  getVmContext() {
    return null;
  }
};
