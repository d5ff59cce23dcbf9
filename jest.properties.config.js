/** @type {import("jest").Config} */
module.exports = {
  ...require("./jest.config.js"),
  testMatch: ["**/__tests__/properties/*.test.ts"],
  testPathIgnorePatterns: [],
  setupFilesAfterEnv: ["<rootDir>/__tests__/support/seed.ts"],
};
