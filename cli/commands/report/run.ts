import { environments as registry } from "../../../environments";
import { deliver } from "../../framework/output";
import type { Streams } from "../../framework/streams";
import { assess } from "../../controls/assess";
import { controls } from "../../controls/catalogue";
import { auditBucketsOf, readEnvironment } from "../../controls/environment";
import { computeMatrix } from "../../access/compute";
import { readStacks } from "../../model/read";
import { resolveStacks } from "../../model/resolve";
import { asJson } from "../../results/verify";
import { verifyNow } from "../../verification/verify-now";
import type { ReportValues } from "./command";
import { architectureOf } from "./diagram/parts";
import { asHtml } from "./html";
import { asMarkdown } from "./markdown";
import { isFinding, type Report } from "./model";
import { readCanary, readVerification } from "../../results/read";

/** Exit status 1 if anything on the page is a finding. */
export async function run(values: ReportValues, streams: Streams): Promise<number> {
  const { environment: name, outdir, format, output, canary } = values;
  const stacks = readStacks(outdir, name);
  const environment = readEnvironment(name, stacks, auditBucketsOf(outdir, registry));
  const { configuration } = environment;
  const report: Report = {
    configuration,
    // A fault in a file is reported before verify takes its time.
    canary: canary === undefined ? undefined : readCanary(canary, name),
    verification: values.verify === undefined ? await verified(values, streams) : readVerification(values.verify, name),
    matrix: await computeMatrix(configuration),
    assessments: assess(controls, [environment]),
    at: new Date(),
  };
  const architecture = architectureOf(configuration, resolveStacks(stacks));
  deliver(format === "html" ? asHtml(report, architecture) : asMarkdown(report, architecture), output, streams);
  return isFinding(report) ? 1 : 0;
}

async function verified({ timeout: timeoutMs, role: roles, ...values }: ReportValues, streams: Streams) {
  return asJson(await verifyNow({ ...values, roles, timeoutMs, drift: false }, streams));
}
