import { environments as registry } from "../../../environments";
import { COMMON, command, deliver, terminalFor } from "../../framework/command";
import { UserError } from "../../framework/user-error";
import { environmentsIn, readStacks } from "../../model/read";
import { assess, inOrder, ofFramework } from "../../controls/assess";
import { controls } from "../../controls/catalogue";
import { FRAMEWORKS, type Framework } from "../../controls/control";
import { auditBucketsOf, readEnvironment } from "../../controls/environment";
import { exclusions } from "../../controls/exclusions";
import { toJson } from "../../render/escape";
import type { Terminal } from "../../render/terminal";
import { asJson } from "./json";
import { asMarkdown } from "./markdown";
import { asTable, type Contents } from "./table";

export const FORMATS = ["table", "markdown", "json"] as const;

export type Format = (typeof FORMATS)[number];

export interface ControlsOptions {
  /** Synthesized folder. */
  readonly outdir: string;
  /** @default all that the folder holds */
  readonly environment: string | undefined;
  /** @default all */
  readonly framework: Framework | undefined;
  readonly format: Format;
  readonly terminal: Terminal;
}

export interface ControlsAnswer {
  readonly text: string;
  /** A control is violated. */
  readonly finding: boolean;
}

/** The controls and how environments stand to them. Throws a `UserError` where it cannot be told. */
export function answerControls({ outdir, environment, framework, format, terminal }: ControlsOptions): ControlsAnswer {
  const names = environment === undefined ? environmentsIn(outdir) : [environment];
  const buckets = auditBucketsOf(outdir, registry);
  const environments = names.map((name) => readEnvironment(name, readStacks(outdir, name), buckets));
  const all = assess(controls, environments);
  const assessments = framework === undefined ? all : inOrder(all, framework);
  const contents = { framework, environments: names, assessments, exclusions: ofFramework(exclusions, framework) };
  return {
    text: render(contents, format, terminal),
    finding: assessments.some(({ verdicts }) => verdicts.some(({ status }) => status === "violates")),
  };
}

function render(contents: Contents, format: Format, terminal: Terminal): string {
  switch (format) {
    case "table":
      return asTable(contents, terminal);
    case "markdown":
      return asMarkdown(contents);
    case "json":
      return toJson(asJson(contents));
  }
}

/** Throws a `UserError` for a format that the command does not know. */
export function parseControlsFormat(text: string): Format {
  const format = FORMATS.find((known) => known === text);
  if (format === undefined) throw new UserError(`--format must be one of ${FORMATS.join(", ")}, got "${text}"`);
  return format;
}

/** Throws a `UserError` for a framework that the command does not know. */
export function parseFramework(text: string | undefined): Framework | undefined {
  const known = Object.keys(FRAMEWORKS) as Framework[];
  const framework = known.find((name) => name === text);
  if (text !== undefined && framework === undefined) {
    throw new UserError(`--framework must be one of ${known.join(", ")}, got "${text}"`);
  }
  return framework;
}

export const controlsCommand = command({
  name: "controls",
  summary: "which requirements of security frameworks each environment meets",
  options: {
    environment: { type: "string", value: "NAME", help: "one environment; all that the folder holds by default" },
    framework: {
      type: "string",
      value: "NAME",
      help: `one of ${Object.keys(FRAMEWORKS).join(", ")}; all by default`,
    },
    format: { type: "string", default: "table", value: "FORMAT", help: `${FORMATS.join(", ")}; table by default` },
    ...COMMON,
  },
  examples: [
    "npx audit-trail controls --framework cis --environment prod",
    "npx audit-trail controls --format markdown --output controls.md",
  ],
  run: async ({ environment, framework, format, output, outdir }, streams) => {
    const { text, finding } = answerControls({
      outdir,
      environment,
      framework: parseFramework(framework),
      format: parseControlsFormat(format),
      terminal: terminalFor(output, streams),
    });
    deliver(text, output, streams);
    return finding ? 1 : 0;
  },
});
