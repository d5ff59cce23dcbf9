/** Tests that apply with Terraform to an emulator. @type {import("jest").Config} */
module.exports = {
  ...require("./jest.config.js"),
  testMatch: ["**/*.terraform.test.ts"],
  testPathIgnorePatterns: [],
  // Terraform waits for most of the time: it asks a bucket ten times, every five seconds, for its lifecycle.
  maxWorkers: 4,
  testTimeout: 120_000,
};
