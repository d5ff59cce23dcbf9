/** @type {import("jest").Config} */
module.exports = {
  testEnvironment: "node",
  // Jest leaves a core idle by default, which on two cores is half of them.
  maxWorkers: "100%",
  // Of no test is it asked how long it takes: a machine that does other work besides must not fail one.
  testTimeout: 30_000,
  roots: ["<rootDir>/__tests__"],
  testMatch: ["**/*.test.ts"],
  // They take as long as all else together: npm run test:properties, test:integration and test:package.
  testPathIgnorePatterns: ["/__tests__/(package|properties)/", "\\.integration\\.test\\.ts$"],
  // cdktf records the stack of every token, and Jest maps each frame to its source: half the time of a synthesis.
  moduleNameMapper: { "/private/stack-trace$|^\\./stack-trace$": "<rootDir>/__tests__/support/no-stack-trace.ts" },
  transform: { "\\.ts$": ["@swc/jest", { jsc: { parser: { syntax: "typescript" }, target: "es2022" } }] },
};
