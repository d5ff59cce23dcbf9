/** Packs the npm package, installs it into empty projects and uses it there. @type {import("jest").Config} */
module.exports = {
  ...require("./jest.config.js"),
  testMatch: ["**/__tests__/package/*.test.ts"],
  testPathIgnorePatterns: [],
  globalSetup: "<rootDir>/__tests__/package/set-up.ts",
  globalTeardown: "<rootDir>/__tests__/package/tear-down.ts",
  testTimeout: 600_000,
};
