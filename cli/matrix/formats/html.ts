import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Configuration, Policy } from "../../configuration/model";
import { escapeHtml } from "../../escape";
import type { Matrix } from "../compute";
import { asJson } from "./json";

/** A matrix with the configuration whose policies decided. */
export interface Judged {
  readonly matrix: Matrix;
  readonly configuration: Configuration;
}

/** One self-contained page for all matrices: no request leaves it. */
export function asHtml(judged: readonly Judged[]): string {
  const data = judged.map(({ matrix, configuration }) => ({
    ...asJson(matrix),
    statements: statementsOf(configuration),
  }));
  const title = `Access matrix: ${judged.map(({ matrix }) => matrix.name).join(", ")}`;
  const part = (file: string) => readFileSync(join(__dirname, "page", file), "utf8");
  return [
    "<!doctype html>",
    '<html lang="en">',
    "<head>",
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escapeHtml(title)}</title>`,
    `<style>${part("page.css")}</style>`,
    "</head>",
    "<body>",
    part("body.html"),
    `<script type="application/json" id="data">${scriptSafe(JSON.stringify(data))}</script>`,
    `<script>${part("page.js")}</script>`,
    "</body>",
    "</html>",
    "",
  ].join("\n");
}

/** By where they stand and their Sid, as cells name them. */
function statementsOf({ keys, identities, ...configuration }: Configuration): Record<string, unknown> {
  const { logBucket, accessLogBucket, replicaBucket, stateBucket } = configuration;
  const policies: (Policy | undefined)[] = [
    ...keys.map(({ policy }) => policy),
    ...identities.flatMap(({ policies: held }) => held),
    ...[logBucket, accessLogBucket, replicaBucket, stateBucket].map((bucket) => bucket?.policy),
  ];
  return Object.fromEntries(
    policies.flatMap((policy) =>
      (policy?.statements ?? []).map((statement) => [`${policy!.source} ${statement.Sid}`, statement]),
    ),
  );
}

/** Inside a script element, only `<` can end it or start a comment. */
function scriptSafe(json: string): string {
  return json.replaceAll("<", "\\u003c");
}
