/** The unit tests that import a file: `jest --config jest.related.config.js --findRelatedTests FILE`. @type {import("jest").Config} */
module.exports = {
  ...require("./jest.config.js"),
  // Jest follows imports only within its roots.
  roots: ["<rootDir>"],
  testMatch: ["<rootDir>/__tests__/**/*.test.ts"],
  modulePathIgnorePatterns: ["<rootDir>/(dist|cdktf\\.out)/"],
};
