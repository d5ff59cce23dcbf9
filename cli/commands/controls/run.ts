import { assess, inOrder, ofFramework } from "../../controls/assess";
import { controls } from "../../controls/catalogue";
import { withAuditBuckets } from "../../controls/environment";
import { exclusions } from "../../controls/exclusions";
import { deliver } from "../../framework/output";
import { terminalFor, type Streams } from "../../framework/streams";
import { auditBucketsOf } from "../../model/audit-buckets";
import { readEnvironments } from "../../model/read";
import { toJson } from "../../render/escape";
import type { Terminal } from "../../render/terminal";
import type { ControlsValues } from "./command";
import { asJson } from "./json";
import { asMarkdown } from "./markdown";
import { asTable, type Contents } from "./table";

/** Exit status 1 if an environment violates a control. */
export async function run(values: ControlsValues, streams: Streams): Promise<number> {
  const { text, finding } = answerControls({ ...values, terminal: terminalFor(values.output, streams) });
  deliver(text, values.output, streams);
  return finding ? 1 : 0;
}

export interface ControlsOptions extends Omit<ControlsValues, "output"> {
  readonly terminal: Terminal;
}

/** Assesses the controls and renders them. `finding`: whether an environment violates one. */
export function answerControls({ outdir, environment, framework, format, terminal }: ControlsOptions) {
  const buckets = auditBucketsOf(outdir);
  const environments = readEnvironments(outdir, environment).map((one) => withAuditBuckets(one, buckets));
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
