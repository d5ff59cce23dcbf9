import { local } from "./local-environment";
import { accountFolder } from "../../modules/log-keys";
import { OUTPUTS } from "../../stacks/names";
import { AUDITED_BUCKET } from "./audited-bucket";
import type { Credentials } from "../emulator/clients";
import type { Paths } from "./paths";
import { count } from "../../cli/render/count";
import { tableLines } from "../../cli/render/table";
import { PLAIN } from "../../cli/render/terminal";
import { showDate } from "../../cli/render/time";
import { variablesOf } from "../terraform/environment";
import type { TerraformRun } from "../terraform/progress";

/** What a run of Terraform did, in short: `21 resources; Terraform waited 55 s for …`. */
export function runNote({ resources, waited }: TerraformRun): string {
  const total = count(resources, "resource");
  const types = [...new Set(waited.map(({ type }) => type))];
  const waits = types.map((type) => {
    const seconds = Math.max(...waited.filter((one) => one.type === type).map((one) => one.seconds));
    return `${seconds} s for ${type}`;
  });
  return waits.length === 0 ? total : `${total}; Terraform waited ${waits.join(", ")}`;
}

/** The created resources, from the outputs of the stacks. */
export function madeText(outputs: Readonly<Record<string, unknown>>): string {
  const { archive, trail } = OUTPUTS;
  const rows = [
    ["trail", outputs[trail.trailArn]],
    ["key", outputs[archive.keyArn]],
    ["log bucket", outputs[archive.logBucket]],
    ["access-log bucket", outputs[archive.accessLogBucket]],
    ["audited bucket", AUDITED_BUCKET],
    ["alerts", outputs[OUTPUTS.alerts.topicArn]],
    ["readers", [outputs[archive.readerRoles]].flat().join(", ")],
  ].map((row) => row.map(String));
  const table = { columns: [{ title: "" }, { title: "" }], rows, indent: 2 };
  return ["Created on the emulator:", ...tableLines(table, PLAIN)].join("\n");
}

/** The alert as whoever reads the queue receives it. */
export function alertText(message: string | undefined): string {
  if (message === undefined) return "No alert arrived in the queue.";
  const alert = JSON.parse(message) as Readonly<Record<string, unknown>>;
  const rows = Object.entries(alert).map(([name, value]) => [name, [value].flat().join(", ")]);
  const table = { columns: [{ title: "" }, { title: "" }], rows, indent: 2 };
  return ["The alert, from the queue that is subscribed:", ...tableLines(table, PLAIN)].join("\n");
}

/** A file for the shell, with which the AWS CLI and the SDKs use the emulator. */
export function variablesText(endpoint: string, credentials: Credentials): string {
  const variables = { ...variablesOf(credentials, local.region), AWS_ENDPOINT_URL: endpoint };
  return Object.entries(variables)
    .map(([name, value]) => `export ${name}='${value}'\n`)
    .join("");
}

export function lookText(endpoint: string, paths: Paths): string {
  const { accounts, region, trail, logs, key } = local;
  const arn = `arn:aws:cloudtrail:${region}:${accounts.audited.id}:trail/${trail.name}`;
  return `The environment is running at ${endpoint}. To inspect it:
  . ${paths.variables}
  aws cloudtrail get-trail-status --name ${trail.name}
  aws s3 ls --recursive s3://${logs.bucketName}/${accountFolder({}, accounts.audited.id)}CloudTrail/
  aws kms describe-key --key-id alias/${key.alias}
  aws cloudtrail validate-logs --trail-arn ${arn} --start-time ${showDate(new Date())}
  npx audit-trail verify --environment ${local.name} --outdir ${paths.outdir} --endpoint ${endpoint}
To remove it: npm run local:down`;
}
