/** Packs the npm package, installs it into empty projects and uses it there. @type {import("jest").Config} */
module.exports = {
  ...require("./jest.config.js"),
  testMatch: ["**/__tests__/package/*.test.ts"],
  testPathIgnorePatterns: [],
  testTimeout: 600_000,
};
