const js = require("@eslint/js");
const { defineConfig } = require("eslint/config");
const tseslint = require("typescript-eslint");
const imports = require("./tools/lint/imports");

const PROVIDER_INDEX = {
  name: "@cdktf/provider-aws",
  message: "Import each resource from its own file (@cdktf/provider-aws/lib/kms-key): the index costs 5 s and 500 MB.",
};

const ENVIRONMENTS = {
  regex: "^(\\.\\./)+environments(/(?!(regions$|schema(/|$))).*)?$",
  message: "Users change environments/: import __tests__/fixtures/environments instead.",
};

/** Names of condition keys are case-insensitive, and an empty list is a key that a request does not carry. */
const CONTEXT_READS = [
  "MemberExpression[computed=true] > :matches(Identifier[name=/^context$/i], MemberExpression[property.name=/^context$/i]).object",
  "CallExpression[callee.object.name='Object'] > :matches(Identifier[name='context'], MemberExpression[property.name='context'])",
].map((selector) => ({
  selector,
  message: "Ask RequestContext for a condition key: it reads names and values as AWS does.",
}));

module.exports = defineConfig(
  { ignores: ["dist/", "cdktf.out/", "node_modules/"] },
  js.configs.recommended,
  ...tseslint.configs.strict,
  {
    rules: {
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-non-null-assertion": "off",
      "@typescript-eslint/no-unused-vars": ["error", { varsIgnorePattern: "^_+$", argsIgnorePattern: "^_" }],
      eqeqeq: "error",
    },
  },
  {
    files: ["*.js", "bin/*.js", "tools/**/*.js", "modules/alerts/handler/*.js"],
    languageOptions: {
      globals: {
        module: "readonly",
        exports: "readonly",
        require: "readonly",
        process: "readonly",
        console: "readonly",
        __dirname: "readonly",
        __filename: "readonly",
      },
    },
    rules: { "@typescript-eslint/no-require-imports": "off" },
  },
  { files: ["cli/**/page/*.js"], languageOptions: { sourceType: "script", globals: { document: "readonly" } } },
  {
    files: ["**/*.ts"],
    plugins: { folders: { rules: { imports: imports.rule } } },
    rules: {
      "folders/imports": "error",
      "@typescript-eslint/no-restricted-imports": ["error", { paths: [PROVIDER_INDEX] }],
    },
  },
  {
    files: ["cli/policy/evaluate/**/*.ts"],
    ignores: ["cli/policy/evaluate/context.ts"],
    rules: { "no-restricted-syntax": ["error", ...CONTEXT_READS] },
  },
  {
    files: ["__tests__/**/*.ts", "tools/**/*.ts"],
    // These hold for any valid environments.
    ignores: [
      "__tests__/environments/index.test.ts",
      "__tests__/main.integration.test.ts",
      "tools/ci/deployment-order.ts",
      "tools/docs/main.ts",
    ],
    rules: {
      "@typescript-eslint/no-restricted-imports": ["error", { paths: [PROVIDER_INDEX], patterns: [ENVIRONMENTS] }],
    },
  },
);
