/**
 * Which folder may import which. A row is a file or a folder with everything in it; the longest path that begins a
 * file's own path is its row, and `*` stands for one name: each command has a row of its own. A folder may always import
 * itself and Node's modules. `packages` are the packages that it may import; without it, all those of package.json.
 *
 * docs/architecture.md shows the same table; __tests__/imports.test.ts compares both with each other and with the code.
 */
const CONSTRUCTS = ["cdktf", "constructs", "@cdktf/provider-aws"];
const AWS_SDK = "@aws-sdk";

/** The folders of the tool. Each may import only rows above it. */
const CLI = {
  "cli/render": { folders: [], packages: [] },
  "cli/framework": {
    folders: ["cli/render", "modules/closest", "modules/limits", "modules/policy", "stacks/names"],
    packages: [],
  },
  "cli/aws": { folders: ["cli/render", "cli/framework", "modules/policy"], packages: [AWS_SDK] },
  "cli/logs": { folders: ["cli/render", "cli/framework", "cli/aws", "modules/log-keys"], packages: [] },
  "cli/policy": { folders: ["cli/framework", "modules/policy"], packages: [] },
  "cli/model": {
    folders: [
      "cli/framework",
      "cli/policy",
      "environments",
      "modules/closest",
      "modules/policy",
      "modules/log-keys",
      "stacks/names",
    ],
    packages: [AWS_SDK],
  },
  "cli/terraform": { folders: ["cli/framework", "cli/model", "modules/policy"], packages: [] },
  "cli/access": {
    folders: [
      "cli/model",
      "cli/policy",
      "modules/policy",
      "modules/log-keys",
      "modules/derived-names",
      "modules/key/s3-statements",
      "modules/key/statements",
    ],
    packages: [],
  },
  "cli/controls": {
    folders: ["cli/model", "cli/policy", "modules/alerts/cis", "modules/policy", "modules/log-keys"],
    packages: [],
  },
  "cli/verification": {
    folders: [
      "cli/render",
      "cli/framework",
      "cli/aws",
      "cli/logs",
      "cli/policy",
      "cli/model",
      "cli/terraform",
      "cli/access",
      "cli/controls",
      "modules/alerts/handler",
      "modules/policy",
      "modules/log-keys",
      "stacks/names",
    ],
    packages: [AWS_SDK],
  },
  "cli/results": {
    folders: ["cli/render", "cli/framework", "cli/verification", "modules/policy"],
    packages: ["valibot"],
  },
  "cli/commands/*": {
    folders: [
      "cli/render",
      "cli/framework",
      "cli/aws",
      "cli/logs",
      "cli/policy",
      "cli/model",
      "cli/terraform",
      "cli/access",
      "cli/controls",
      "cli/verification",
      "cli/results",
      "modules/alerts/handler",
      "modules/alerts/rule",
      "modules/alerts/rules",
      "modules/alerts/scopes",
      "modules/alerts/settings",
      "modules/closest",
      "modules/limits",
      "modules/policy",
      "modules/log-keys",
      "modules/query/sql",
    ],
    packages: [AWS_SDK, "@duckdb/node-api", "diff", "valibot"],
  },
  "cli/main": { folders: ["cli/framework", "cli/commands"], packages: [] },
};

/** A project of its own, which knows this one as a package. */
const PROJECT = { folders: [], packages: [...CONSTRUCTS, "cdktf-audit-trail"] };

const FOLDERS = {
  main: { folders: ["cli/framework/file-error", "environments", "stacks"], packages: [] },
  environments: { folders: ["environments/schema"], packages: [] },
  "environments/schema": {
    folders: [
      "environments/regions",
      "modules/bucket/lifecycle",
      "modules/closest",
      "modules/derived-names",
      "modules/limits",
      "modules/policy",
      "modules/siem/arrivals",
      "modules/threats/feature-names",
    ],
    packages: ["valibot"],
  },
  stacks: {
    folders: ["environments/schema", "modules"],
    packages: [...CONSTRUCTS, AWS_SDK],
  },
  "modules/bucket/lifecycle": { folders: ["modules/limits"], packages: [] },
  "modules/closest": { folders: [], packages: [] },
  "modules/derived-names": { folders: [], packages: [] },
  "modules/limits": { folders: [], packages: [] },
  "modules/policy": { folders: [], packages: [] },
  "modules/threats/feature-names": { folders: [], packages: [] },
  modules: {
    folders: [
      "modules/bucket/lifecycle",
      "modules/closest",
      "modules/derived-names",
      "modules/limits",
      "modules/policy",
      "modules/threats/feature-names",
    ],
    packages: CONSTRUCTS,
  },
  examples: { folders: ["modules"], packages: CONSTRUCTS },
  "examples/own-app": PROJECT,
  "examples/many-accounts": PROJECT,
  ...CLI,
  tools: { folders: ["main", "environments", "stacks", "modules", "examples", "cli", "__tests__"] },
};

module.exports = { FOLDERS };
