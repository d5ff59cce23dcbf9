import { leftOut, withOwnParts } from "../../access/own-parts";
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
    ...(await environmentsFor(values, files)),
    terminal: terminalFor(values.output, streams),
  });
  deliver(text, values.output, streams);
  return finding ? 1 : 0;
}

async function environmentsFor(values: ControlsValues, files: readonly string[]): Promise<Assessed> {
  if (files.length === 0) return { environments: synthesizedEnvironments(values.outdir, values.environment) };
  const all = await readTerraformFiles({ ...values, files });
  const own = all.map(withOwnParts);
  const buckets = own.flatMap((one) => one.buckets.map(({ name }) => name));
  const notes = all.flatMap((whole, at) => {
    const rest = leftOut(whole, own[at]!);
    return rest === undefined ? [] : [`${whole.name}: not part of the trail, and not assessed: ${rest}`];
  });
  return { environments: own.map((one) => withAuditBuckets(one, buckets)), notes };
}

type Assessed = Pick<ControlsOptions, "environments" | "notes">;

/** One environment of a synthesized folder, or all. */
export function synthesizedEnvironments(outdir: string, environment: string | undefined): AssessedEnvironment[] {
  const buckets = auditBucketsOf(outdir);
  return readEnvironments(outdir, environment).map((one) => withAuditBuckets(one, buckets));
}

export interface ControlsOptions extends Pick<ControlsValues, "framework" | "format"> {
  readonly environments: readonly AssessedEnvironment[];
  /** What is not assessed, one sentence each. @default everything is */
  readonly notes?: readonly string[];
  readonly terminal: Terminal;
}

/** Assesses the controls and renders them. `finding`: whether an environment violates one. */
export function answerControls({ environments, notes = [], framework, format, terminal }: ControlsOptions) {
  const names = environments.map(({ name }) => name);
  const all = assess(controls, environments);
  const assessments = framework === undefined ? all : inOrder(all, framework);
  const left = ofFramework(exclusions, framework);
  const contents = { framework, environments: names, notes, assessments, exclusions: left };
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
