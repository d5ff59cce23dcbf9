import { environments as registry } from "../../../environments";
import type { Streams } from "../../framework/command";
import { assess } from "../../controls/assess";
import { controls } from "../../controls/catalogue";
import { auditBucketsOf, readEnvironment } from "../../controls/environment";
import { computeMatrix } from "../../access/compute";
import { readStacks } from "../../model/read";
import { resolveStacks } from "../../model/resolve";
import { verifyCommand } from "../verify/command";
import type { VerifyJson } from "../../results/verify";
import type { Format } from "./command";
import { architectureOf } from "./diagram/parts";
import { asHtml } from "./html";
import { asMarkdown } from "./markdown";
import { isFinding, type Report } from "./model";
import { readCanary, readVerification } from "../../results/read";

export interface ReportOptions {
  readonly environment: string;
  readonly outdir: string;
  readonly format: Format;
  /** Files with earlier results. */
  readonly verify: string | undefined;
  readonly canary: string | undefined;
  readonly endpoint: string | undefined;
  readonly profile: string | undefined;
  readonly role: readonly string[] | undefined;
  readonly region: string | undefined;
}

export interface ReportAnswer {
  readonly text: string;
  readonly finding: boolean;
}

/** Takes everything together. Throws a `UserError` where a part cannot be had. */
export async function answerReport(options: ReportOptions, streams: Streams): Promise<ReportAnswer> {
  const { environment: name, outdir, format, canary } = options;
  const stacks = readStacks(outdir, name);
  const environment = readEnvironment(name, stacks, auditBucketsOf(outdir, registry));
  const { configuration } = environment;
  const report: Report = {
    configuration,
    // What can be wrong in a file is told before verify takes its time.
    canary: canary === undefined ? undefined : readCanary(canary, name),
    verification:
      options.verify === undefined ? await runVerify(options, streams) : readVerification(options.verify, name),
    matrix: await computeMatrix(configuration),
    assessments: assess(controls, [environment]),
    at: new Date(),
  };
  const architecture = architectureOf(configuration, resolveStacks(stacks));
  const text = format === "html" ? asHtml(report, architecture) : asMarkdown(report, architecture);
  return { text, finding: isFinding(report) };
}

/** As `audit-trail verify --format json` would, with the same options. */
async function runVerify(options: ReportOptions, { err }: Streams): Promise<VerifyJson> {
  const { environment, outdir, role = [] } = options;
  const given = (["endpoint", "profile", "region"] as const).flatMap((name) => {
    const value = options[name];
    return value === undefined ? [] : [`--${name}=${value}`];
  });
  const roles = role.map((arn) => `--role=${arn}`);
  let json = "";
  const out = { write: (text: string | Uint8Array) => Boolean((json += String(text))), isTTY: false as const };
  const args = [`--environment=${environment}`, `--outdir=${outdir}`, "--format=json", ...given, ...roles];
  await verifyCommand.start(args, { out, err }, []);
  return JSON.parse(json) as VerifyJson;
}
