const js = require("@eslint/js");
const { defineConfig } = require("eslint/config");
const tseslint = require("typescript-eslint");

const PROVIDER_INDEX = {
  name: "@cdktf/provider-aws",
  message: "Import each resource by itself (@cdktf/provider-aws/lib/kms-key): the index costs 5 s and 500 MB.",
};

/** Imports run one way. `files` may not import what the patterns match. */
function mayNotImport(files, patterns, message) {
  return {
    files,
    rules: {
      "@typescript-eslint/no-restricted-imports": [
        "error",
        { paths: [PROVIDER_INDEX], patterns: patterns.length > 0 ? [{ regex: patterns.join("|"), message }] : [] },
      ],
    },
  };
}

/** `../stacks`, `../../stacks/names`, `./stacks` and so on. */
const folder = (...names) => `^(\\.{1,2}/)+(${names.join("|")})(/|$)`;
const FRAMEWORK = "^(cdktf|constructs)$|^@cdktf/";

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
    files: ["*.js", "tools/*.js"],
    languageOptions: {
      globals: { module: "readonly", require: "readonly", process: "readonly", console: "readonly" },
    },
    rules: { "@typescript-eslint/no-require-imports": "off" },
  },
  { files: ["cli/**/page/*.js"], languageOptions: { sourceType: "script", globals: { document: "readonly" } } },
  mayNotImport(["**/*.ts"], [], ""),
  mayNotImport(
    ["modules/policy/**"],
    [FRAMEWORK, "^\\.\\./"],
    "modules/policy is plain TypeScript: it knows neither CDKTF nor the other modules.",
  ),
  mayNotImport(
    ["modules/*.ts", "modules/{key,bucket,trail,access}/**"],
    [folder("stacks", "environments", "cli", "examples", "tools", "main")],
    "Modules know nothing of who uses them.",
  ),
  mayNotImport(["modules/limits.ts"], [FRAMEWORK, "^\\.{1,2}/"], "Limits are plain data."),
  mayNotImport(["modules/log-keys.ts"], [FRAMEWORK, "^\\.{1,2}/"], "The layout of log keys is plain TypeScript."),
  mayNotImport(
    ["environments/**"],
    [FRAMEWORK, folder("stacks", "cli", "examples", "tools", "main"), "^\\.\\./modules/(?!policy$|limits$)"],
    "Environments are data: they import their schema, and for its checks plain TypeScript only.",
  ),
  mayNotImport(
    ["stacks/**"],
    [folder("cli", "examples", "tools", "main"), "^\\.\\./environments/(?!schema$)", "^\\.\\./environments$"],
    "Stacks know an environment by its type only.",
  ),
  mayNotImport(
    ["examples/**"],
    [folder("stacks", "environments", "cli", "tools", "main")],
    "Examples show the modules alone.",
  ),
);
