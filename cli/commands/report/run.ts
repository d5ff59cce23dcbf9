import { deliver } from "../../framework/output";
import type { Streams } from "../../framework/streams";
import { UserError } from "../../framework/user-error";
import { assess } from "../../controls/assess";
import { controls } from "../../controls/catalogue";
import { withAuditBuckets } from "../../controls/environment";
import { computeMatrix } from "../../access/compute";
import type { Environment } from "../../model/environment";
import { auditBucketsOf } from "../../model/audit-buckets";
import { readEnvironment } from "../../model/read";
import { asJson as asVerifyJson } from "../../results/verify";
import { verifyNow } from "../../verification/verify-now";
import type { ReportValues } from "./command";
import { architectureOf } from "./diagram/parts";
import { asHtml } from "./html";
import { asJson } from "./json";
import { asMarkdown } from "./markdown";
import { isFinding, type Report } from "./model";
import { readCanary, readVerification } from "../../results/read";

/** Exit status 1 if anything on the page is a finding. */
export async function run(values: ReportValues, streams: Streams): Promise<number> {
  const { environment: name, outdir, format, output, canary } = values;
  if (values.verify !== undefined && values.logs !== undefined) {
    throw new UserError("give --logs to verify, whose result --verify reads");
  }
  const environment = readEnvironment(outdir, name);
  const report: Report = {
    environment,
    // Report an invalid file before verify runs.
    canary: canary === undefined ? undefined : readCanary(canary, name),
    verification:
      values.verify === undefined
        ? await verified(environment, values, streams)
        : readVerification(values.verify, name),
    matrix: computeMatrix(environment),
    assessments: assess(controls, [withAuditBuckets(environment, auditBucketsOf(outdir))]),
    at: new Date(),
  };
  deliver(FORMATS[format](report), output, streams);
  return isFinding(report) ? 1 : 0;
}

const FORMATS: Readonly<Record<ReportValues["format"], (report: Report) => string>> = {
  html: (report) => asHtml(report, architectureOf(report.environment)),
  markdown: (report) => asMarkdown(report, architectureOf(report.environment)),
  json: (report) => `${JSON.stringify(asJson(report), null, 2)}\n`,
};

async function verified(environment: Environment, values: ReportValues, streams: Streams) {
  const { timeout: timeoutMs, role: roles, logs: logsMs } = values;
  return asVerifyJson(await verifyNow({ ...values, environment, roles, timeoutMs, logsMs, drift: false }, streams));
}
