import type { ModuleDefinition, Variable } from "./definition";

/** The text of a module's README. */
export function readme(
  { name, title, about, variables, outputs, example, notes }: ModuleDefinition,
  aws: string,
): string {
  return `${[
    `# ${title}`,
    "<!-- Written by `npm run terraform-modules`. Do not edit. -->",
    about,
    "A Terraform module for teams that write HCL. It is generated from this repository's TypeScript constructs, and its policies " +
      "are the same.",
    "## Use it",
    "In an empty folder beside a checkout of this repository, `cdktf-audit-trail`:",
    fenced("sh", `cp -r ../cdktf-audit-trail/terraform/${name} .`),
    "Write `main.tf`:",
    fenced("hcl", example.trimEnd()),
    "Then, with credentials of the account:",
    fenced("sh", "terraform init\nterraform apply"),
    "Commit the copy with your configuration. Instead of copying, `source` can name the repository and a commit: " +
      `\`git::https://github.com/OWNER/REPOSITORY.git//terraform/${name}?ref=COMMIT\`.`,
    ...notes,
    `It requires Terraform 1.10 or later and the AWS provider \`${aws}\`. It works in the partitions aws, aws-cn and aws-us-gov.`,
    "## Review it",
    "`audit-trail` shows who can read, change or delete logs. It requires Node.js 20.12 or later, and `npm ci` in the checkout:",
    fenced("sh", "terraform show -json > state.json\nnode ../cdktf-audit-trail/bin/audit-trail.js matrix state.json"),
    "## Inputs",
    table(
      ["Name", "Description", "Type", "Default"],
      variables.map((variable) => [
        code(variable.name),
        variable.description,
        code(variable.type),
        defaultOf(variable),
      ]),
    ),
    "## Outputs",
    table(
      ["Name", "Description"],
      outputs.map((output) => [code(output.name), output.description]),
    ),
    "## Destroy",
    DESTROY[name === "trail" ? "trail" : "archive"],
    "## What only the TypeScript modules have",
    ONLY_TYPESCRIPT,
    "CDKTF can write HCL itself (`SYNTH_HCL_OUTPUT`), but `terraform init` refuses what it writes, in cdktf 0.21 and cdktn 0.24. " +
      "That is why these modules are Terraform JSON.",
  ].join("\n\n")}\n`;
}

const DESTROY = {
  trail:
    "`prevent_destroy` protects the trail and its log group from every plan that would replace or destroy them. Remove the module's " +
    "block and the outputs that refer to it from your configuration, keep the provider's block, and apply: Terraform then destroys " +
    "them. Destroy the trails of an archive before the archive.",
  archive:
    "`prevent_destroy` protects the key and the buckets from every plan that would replace or destroy them, and S3 keeps a bucket that " +
    "holds objects. To delete everything, with all logs: set `force_destroy = true` and apply; then remove the module's block and " +
    "the outputs that refer to it from your configuration, keep the provider's block, and apply again. Object Lock in compliance mode keeps the log files until their retention ends.",
};

const ONLY_TYPESCRIPT =
  "A replica, alerts, log feeds for a SIEM, GuardDuty, storage classes, an inventory, a delivery topic, existing keys and buckets, " +
  "prefixes, trails in other Regions than their archive, delegated administrators, readers of some accounts or Regions, permission " +
  "sets of IAM Identity Center, external ids, `onlyReaders`, other data events than those of S3 buckets by name, and statements of your " +
  "own: see [In your own app](../../README.md#in-your-own-app).";

function fenced(language: string, text: string): string {
  return `\`\`\`${language}\n${text}\n\`\`\``;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

function code(text: string): string {
  return `\`${text}\``;
}

function defaultOf({ default: value }: Variable): string {
  return value === undefined ? "required" : code(JSON.stringify(value));
}
