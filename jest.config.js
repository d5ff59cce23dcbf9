/** @type {import("jest").Config} */
module.exports = {
  testEnvironment: "<rootDir>/tools/jest/environment.js",
  testRunner: "<rootDir>/tools/jest/runner.js",
  // Jest leaves a core idle by default, which on two cores is half of them.
  maxWorkers: "100%",
  // No test measures time: on a busy machine, a test may take long, but must not fail.
  testTimeout: 30_000,
  roots: ["<rootDir>/__tests__"],
  testMatch: ["**/*.test.ts"],
  // These take longer than all others together: npm run test:properties, test:integration, test:terraform, test:package.
  testPathIgnorePatterns: ["/__tests__/(package|properties)/", "\\.(integration|terraform)\\.test\\.ts$"],
  transform: { "\\.ts$": ["@swc/jest", { jsc: { parser: { syntax: "typescript" }, target: "es2022" } }] },
};
