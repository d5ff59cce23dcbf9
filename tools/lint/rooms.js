/**
 * Which room of the house may import which. A room is a file or a folder; the longest path that begins a file's own is
 * its room, and `*` stands for one name: each command is a room by itself. A room may always import itself. Packages are
 * all those of package.json unless `packages` lists some; what Node brings is always allowed.
 *
 * docs/architecture.md shows the same table; __tests__/imports.test.ts holds both to each other and to the code.
 */
const CONSTRUCTS = ["cdktf", "constructs", "@cdktf/provider-aws"];
const AWS_SDK = "@aws-sdk";

/** The tool's rooms, each of which may import those before it that it names. */
const CLI = {
  "cli/render": { rooms: [], packages: [] },
  "cli/framework": {
    rooms: ["cli/render", "environments/closest", "modules/limits", "modules/policy"],
    packages: [],
  },
  "cli/aws": { rooms: ["cli/framework"], packages: [AWS_SDK] },
  "cli/logs": { rooms: ["cli/framework"], packages: [] },
  "cli/policy": { rooms: ["cli/framework", "modules/policy"], packages: ["@cloud-copilot"] },
  "cli/model": {
    rooms: [
      "cli/framework",
      "cli/policy",
      "environments/closest",
      "modules/policy",
      "modules/log-keys",
      "stacks/names",
    ],
    packages: [AWS_SDK],
  },
  "cli/terraform": { rooms: ["cli/framework", "cli/model", "modules/policy"], packages: [] },
  "cli/access": {
    rooms: ["cli/model", "cli/policy", "modules/policy", "modules/log-keys", "modules/key/statements", "stacks/names"],
    packages: [],
  },
  "cli/controls": {
    rooms: ["cli/model", "cli/policy", "environments", "modules/policy", "modules/log-keys"],
    packages: [],
  },
  "cli/verification": {
    rooms: [
      "cli/render",
      "cli/framework",
      "cli/aws",
      "cli/logs",
      "cli/policy",
      "cli/model",
      "cli/terraform",
      "cli/access",
      "cli/controls",
      "modules/policy",
      "modules/log-keys",
      "stacks/names",
    ],
    packages: [AWS_SDK],
  },
  "cli/results": {
    rooms: ["cli/render", "cli/framework", "cli/verification", "modules/policy"],
    packages: ["valibot"],
  },
  "cli/commands/*": {
    rooms: [
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
      "environments",
      "modules/policy",
      "modules/log-keys",
    ],
    packages: [AWS_SDK, "diff", "valibot"],
  },
  "cli/main": { rooms: ["cli/framework", "cli/commands"], packages: [] },
};

const ROOMS = {
  main: { rooms: ["environments", "stacks"], packages: [] },
  environments: { rooms: ["modules/policy", "modules/limits"], packages: ["valibot"] },
  stacks: { rooms: ["environments/schema", "modules"], packages: [...CONSTRUCTS, AWS_SDK] },
  "modules/limits": { rooms: [], packages: [] },
  "modules/policy": { rooms: [], packages: [] },
  modules: { rooms: ["modules/limits", "modules/policy"], packages: CONSTRUCTS },
  examples: { rooms: ["modules"], packages: CONSTRUCTS },
  ...CLI,
  tools: { rooms: ["main", "environments", "stacks", "modules", "examples", "cli", "__tests__"] },
};

module.exports = { ROOMS };
