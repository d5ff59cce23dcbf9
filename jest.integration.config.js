/** Tests that start what a user has: an emulator, a browser, shells. @type {import("jest").Config} */
module.exports = {
  ...require("./jest.config.js"),
  testMatch: ["**/*.integration.test.ts"],
  testPathIgnorePatterns: [],
  testTimeout: 60_000,
};
