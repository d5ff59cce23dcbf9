import type { StackAddresses } from "./addresses";
import type { Surface } from "./surface";

/** What the document shows. */
export interface Api {
  readonly surface: Surface;
  readonly constructs: readonly StackAddresses[];
  readonly environment: readonly StackAddresses[];
  /** The lines of each command. */
  readonly commands: readonly (readonly string[])[];
  /** Declarations of what commands write as JSON. */
  readonly json: readonly string[];
}

/** The text of docs/api.md. */
export function apiDocument({ surface, constructs, environment, commands, json }: Api): string {
  const entries = [...surface.exported].map(([name, texts]) => section(`cdktf-audit-trail/${name}`, "ts", texts));
  return `# The public interface

<!-- Written by \`npm run api\`. Do not edit. -->

\`npm run api\` writes this file again, so that a pull request shows what it changes for users.
[versioning.md](versioning.md) says which change is a breaking one. The doc comments are in the declarations.

${entries.join("\n")}
${section("Not exported, but part of exported declarations", "ts", surface.mentioned)}
## Terraform addresses and outputs

A line that goes, and one that comes, is a rename: Terraform destroys the resource and creates another, unless a \`moved\`
block goes with it.

### AuditTrail, and Archive and Trail in two stacks, each with a reader

${constructs.map(stackBlock).join("\n")}
### An environment of this repository with every option

${environment.map(stackBlock).join("\n")}
## The command line

Without \`--help\` and \`--version\`, which each command has.

${commands.map((lines) => block("text", lines)).join("\n")}
## JSON that commands write

${block("ts", json)}`;
}

function section(title: string, language: string, lines: readonly string[]): string {
  return `## ${title}\n\n${block(language, lines)}`;
}

function stackBlock({ stack, addresses }: StackAddresses): string {
  return block("text", [`${stack}:`, ...addresses.map((address) => `  ${address}`)]);
}

function block(language: string, lines: readonly string[]): string {
  return `\`\`\`${language}\n${lines.join("\n")}\n\`\`\`\n`;
}
