import { withOwnParts } from "../../access/bystanders";
import { assess, inOrder, ofFramework } from "../../controls/assess";
import { controls } from "../../controls/catalogue";
import { withAuditBuckets, type AssessedEnvironment } from "../../controls/environment";
import { exclusions } from "../../controls/exclusions";
import { deliver } from "../../framework/output";
import { terminalFor, type Streams } from "../../framework/streams";
import { auditBucketsOf } from "../../model/audit-buckets";
import { readEnvironments } from "../../model/read";
import { toJson } from "../../render/escape";
import type { Terminal } from "../../render/terminal";
import { readTerraformFiles } from "../../terraform/environments";
import type { ControlsValues } from "./command";
import { asJson } from "./json";
import { asMarkdown } from "./markdown";
import { asTable, type Contents } from "./table";

/** Exit status 1 if an environment violates a control. */
export async function run(values: ControlsValues, streams: Streams, files: readonly string[]): Promise<number> {
  const { text, finding } = answerControls({
    ...values,
    environments: await environmentsFor(values, files),
    terminal: terminalFor(values.output, streams),
  });
  deliver(text, values.output, streams);
  return finding ? 1 : 0;
}

async function environmentsFor(values: ControlsValues, files: readonly string[]): Promise<AssessedEnvironment[]> {
  if (files.length === 0) return synthesizedEnvironments(values.outdir, values.environment);
  const environments = (await readTerraformFiles({ ...values, files })).map(withOwnParts);
  const buckets = environments.flatMap((one) => one.buckets.map(({ name }) => name));
  return environments.map((one) => withAuditBuckets(one, buckets));
}

/** One environment of a synthesized folder, or all. */
export function synthesizedEnvironments(outdir: string, environment: string | undefined): AssessedEnvironment[] {
  const buckets = auditBucketsOf(outdir);
  return readEnvironments(outdir, environment).map((one) => withAuditBuckets(one, buckets));
}

export interface ControlsOptions extends Pick<ControlsValues, "framework" | "format"> {
  readonly environments: readonly AssessedEnvironment[];
  readonly terminal: Terminal;
}

/** Assesses the controls and renders them. `finding`: whether an environment violates one. */
export function answerControls({ environments, framework, format, terminal }: ControlsOptions) {
  const names = environments.map(({ name }) => name);
  const all = assess(controls, environments);
  const assessments = framework === undefined ? all : inOrder(all, framework);
  const contents = { framework, environments: names, assessments, exclusions: ofFramework(exclusions, framework) };
  return {
    text: render(contents, format, terminal),
    finding: assessments.some(({ verdicts }) => verdicts.some(({ status }) => status === "violates")),
  };
}

function render(contents: Contents, format: ControlsValues["format"], terminal: Terminal): string {
  switch (format) {
    case "table":
      return asTable(contents, terminal);
    case "markdown":
      return asMarkdown(contents);
    case "json":
      return toJson(asJson(contents));
  }
}
