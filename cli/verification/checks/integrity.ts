import { accountsFolder } from "../../../modules/log-keys";
import { parseArn } from "../../../modules/policy";
import { NO_STATE } from "../../logs/integrity/hash-state";
import { exitStatus, type Validation } from "../../logs/integrity/result";
import { openBucket } from "../../logs/integrity/s3-store";
import { validate } from "../../logs/integrity/validate";
import { sectionsOf, verdictOf } from "../../logs/integrity/verdict";
import { expectedDigests } from "../../model/expected-digests";
import type { Environment } from "../../model/environment";
import { showAge } from "../../render/time";
import { fail, pass, skipped, type Check, type Finding } from "../check";
import type { Context } from "../context";

/** Every log file of the period is read. */
const TIMEOUT_MS = 60 * 60_000;
/** How late the newest digest may be. */
const GRACE_MS = 90 * 60_000;
/** More are in the report of `logs validate`. */
const SHOWN = 10;

/** Whether log files and digests are what CloudTrail wrote. Only on request, because every file is read. */
export function integrityChecks({ name, trails }: Environment, ageMs: number): Check[] {
  return [
    {
      id: "logs.integrity",
      group: "Logs",
      title: `log files and digests of the last ${showAge(ageMs)} are what CloudTrail wrote`,
      expected: "every file is proven by a signed digest, and none is missing or added",
      controls: ["trail-log-file-validation"],
      timeoutMs: TIMEOUT_MS,
      run: async (context) => {
        if (!trails.some(({ validation }) => validation)) return skipped("no trail signs digests");
        return findingOf(await validateLogs(context, ageMs), name);
      },
    },
  ];
}

function validateLogs({ environment, aws, now, signal }: Context, ageMs: number): Promise<Validation> {
  const { logBucket, trails, trail } = environment;
  const from = now.getTime() - ageMs;
  const isOfOrganization = trails.some(({ organizationTrail }) => organizationTrail);
  const store = openBucket({
    name: `s3://${logBucket.name}`,
    objects: aws(logBucket).files,
    folders: [...new Set(trails.map(({ logs }) => accountsFolder(logs)))].map((prefix) => ({
      bucket: logBucket.name,
      prefix,
    })),
    scope: {
      accounts: isOfOrganization ? [] : trails.map(({ arn, account }) => parseArn(arn)?.account ?? account),
      regions: [],
    },
    from,
    to: undefined,
    expected: expectedDigests(environment),
    keys: async (region, first, last) => {
      const keys = await aws({ account: trail.account, region }).publicKeys(new Date(first), new Date(last));
      return keys.map((key) => ({ ...key, region }));
    },
    now: now.getTime(),
    signal,
  });
  return validate(store, { from, graceMs: GRACE_MS, hashes: NO_STATE, onFile: () => undefined, signal });
}

function findingOf(validation: Validation, environment: string): Finding {
  const verdict = verdictOf(validation);
  const details = sectionsOf(validation).flatMap(({ state, findings }) =>
    findings.map(({ name, detail }) => `${state}: ${name}: ${detail}`),
  );
  const more = details.length - SHOWN;
  const shown = [
    ...validation.notes,
    ...details.slice(0, SHOWN),
    ...(more > 0 ? [`and ${more} more: audit-trail logs validate --environment ${environment}`] : []),
  ];
  const status = exitStatus(validation);
  if (status === 0) return pass(verdict, shown);
  return status === 1 ? fail(verdict, shown) : { state: "unknown", found: verdict, details: shown };
}
