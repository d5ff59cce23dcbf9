import { UserError } from "../../framework/user-error";
import type { Values } from "../../framework/option";
import { duration, text, wholeNumber } from "../../framework/option";
import { endpoint, environment, outdir, profile, roleArn } from "../../framework/shared-options";
import type { Filters } from "../../logs/filters/filters";
import { accessKey, account, address, endTime, list, regionCode, s3Object, startTime, where } from "./values";

/** Where the log files are, and which of them. */
export const SCOPE_OPTIONS = {
  environment: { ...environment, help: "read the log bucket of this environment" },
  outdir,
  from: { ...startTime, group: "Input", help: "first time: a day, a time with its zone, or an age such as 7d" },
  to: { ...endTime, group: "Input", help: "last time; a day is included" },
  account: { ...account, group: "Input", help: "account whose events to read" },
  region: { ...regionCode, group: "Input", help: "Region whose events to read" },
} as const;

/** How files are validated. */
export const INTEGRITY_OPTIONS = {
  keys: {
    ...text,
    group: "Input",
    placeholder: "FILE",
    help: "trust only the public keys in this file, as aws cloudtrail list-public-keys prints them",
    multiple: true,
  },
  grace: {
    ...duration("1m", "100h"),
    group: "Behavior",
    help: "how late the newest digest may be; AWS promises no time",
    default: "90m",
  },
} as const;

const LATE_OPTION = {
  late: {
    ...wholeNumber(0),
    group: "Input",
    placeholder: "DAYS",
    help: "days after --to in which late files are read",
    default: "1",
  },
} as const;

/** What the records must be. */
const FILTER_OPTIONS = {
  event: { ...list, group: "Filters", placeholder: "NAMES", help: "names of events: StopLogging,Put*" },
  service: { ...list, group: "Filters", placeholder: "NAMES", help: "services: kms,s3" },
  principal: {
    ...text,
    group: "Filters",
    placeholder: "NAME",
    help: "caller: ARN, user name, role name or principal id; * stands for any text",
    multiple: true,
  },
  "access-key": { ...accessKey, group: "Filters", help: "access key that called, or that a call returned" },
  role: {
    ...text,
    group: "Filters",
    placeholder: "ROLE",
    help: "name or ARN of a role, used or assumed",
    multiple: true,
  },
  key: { ...text, group: "Filters", placeholder: "KEY", help: "KMS key: id, ARN or alias/NAME", multiple: true },
  object: { ...s3Object, group: "Filters", help: "object in S3; * stands for any text" },
  bucket: { ...text, group: "Filters", placeholder: "NAME", help: "bucket in S3", multiple: true },
  ip: { ...address, group: "Filters", help: "address, network or service that called" },
  agent: { ...text, group: "Filters", placeholder: "PART", help: "part of the user agent", multiple: true },
  denied: { type: "boolean", group: "Filters", help: "calls without permission" },
  error: { ...list, group: "Filters", placeholder: "CODES", help: "error codes: NoSuchKey,*Exception" },
  write: { type: "boolean", group: "Filters", help: "calls that change something" },
  console: { type: "boolean", group: "Filters", help: "sign-ins to the console, and calls from there" },
  root: { type: "boolean", group: "Filters", help: "calls of the root user" },
  "no-mfa": { type: "boolean", group: "Filters", help: "sign-ins and sessions without MFA" },
  text: { ...text, group: "Filters", placeholder: "TEXT", help: "part of any text in the record", multiple: true },
  where: { ...where, group: "Filters", help: "any field: PATH=VALUE, PATH!=VALUE, PATH~PART; all of them must hold" },
} as const;

export const AWS_OPTIONS = {
  profile,
  reader: { ...roleArn, group: "AWS access", help: "role that reads the log files" },
  endpoint,
} as const;

/** Which files a search reads. */
export const SOURCE_OPTIONS = { ...SCOPE_OPTIONS, ...LATE_OPTION, ...AWS_OPTIONS };

export const COMMON_OPTIONS = { ...SOURCE_OPTIONS, ...FILTER_OPTIONS };

export const quiet = { type: "boolean", group: "Output", help: "show no progress and no notes" } as const;

export type SourceValues = Values<typeof SOURCE_OPTIONS>;

export type CommonValues = Values<typeof COMMON_OPTIONS>;

const isDay = (time: number) => time % 86_400_000 === 0;

/** A time as the user most likely gave it. The day of an end begins earlier: it is included. */
function typed(time: number, shown = time): string {
  const text = new Date(shown).toISOString();
  return isDay(time) ? text.slice(0, "2026-03-01".length) : text.replace(".000Z", "Z");
}

/** Throws a `UserError` for times in the wrong order. */
export function checkPeriod({ from, to }: Pick<SourceValues, "from" | "to">): void {
  if (from === undefined || to === undefined || from < to) return;
  throw new UserError(`--from ${typed(from)} must be before --to ${typed(to, isDay(to) ? to - 1 : to)}`);
}

/** The filters of a command line. Throws a `UserError` for times in the wrong order. */
export function filtersOf(values: CommonValues): Filters {
  const { from, to } = values;
  checkPeriod(values);
  return {
    from,
    to,
    accounts: values.account,
    regions: values.region,
    events: values.event.flat(),
    services: values.service.flat(),
    principals: values.principal,
    accessKeys: values["access-key"],
    roles: values.role,
    keys: values.key,
    objects: values.object,
    buckets: values.bucket,
    ips: values.ip,
    agents: values.agent,
    errors: values.error.flat(),
    denied: values.denied,
    write: values.write,
    console: values.console,
    root: values.root,
    noMfa: values["no-mfa"],
    texts: values.text,
    where: values.where,
  };
}
