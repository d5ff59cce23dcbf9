import type { ContextEntry, SimulateCustomPolicyCommandInput } from "@aws-sdk/client-iam";
import { arnsIn, parseArn, policyJson } from "../../../modules/policy";
import type { Environment, Identity } from "../../model/environment";
import { EVERYTHING, keysOf, type PrincipalCaller } from "../../policy/evaluate";
import { bucketCases } from "../../access/bucket-cases";
import { logFolder, logKey, onObject, TLS } from "../../access/calls";
import { evaluateCase } from "../../access/compute";
import { isNonPolicyDenial, type AccessCase } from "../../access/access-case";
import { subjectsOf } from "../../access/subjects";
import { markOf, ofTrail, otherTrails } from "../../model/trails";
import { fail, logging, pass, skipped, type Check, type Finding } from "../check";
import type { Context } from "../context";

/** A principal, to check whether it can read logs. */
interface Person {
  readonly id: string;
  readonly title: string;
  readonly caller: PrincipalCaller;
  /** The principal must exist, because only AWS knows its IAM permissions. */
  readonly isReal: boolean;
}

/**
 * Readers, administrators and an outsider: compares IAM's policy simulator with the matrix, on a log file of the first
 * trail, and on one of the first trail for which the matrix decides otherwise.
 */
export function accessChecks(environment: Environment): Check[] {
  const [first, ...others] = [environment.trail, ...otherTrails(environment)].flatMap((trail): Asked[] => {
    const seen = ofTrail(environment, trail);
    const accessCase = readCase(seen);
    return accessCase ? [{ environment: seen, accessCase }] : [];
  });
  if (first === undefined) return [];
  return peopleOf(environment).flatMap((person) => {
    const reads = (asked: Asked) => evaluateCase(asked.accessCase, person.caller).decision === "allowed";
    const other = others.find((asked) => reads(asked) !== reads(first));
    return [accessCheck(first, person), ...(other ? [accessCheck(other, ofItsTrail(person, other))] : [])];
  });
}

/** A log file of a trail, and the environment seen from that trail. */
interface Asked {
  readonly environment: Environment;
  readonly accessCase: AccessCase;
}

function ofItsTrail(person: Person, { environment }: Asked): Person {
  const { id, title } = markOf(environment.trail, environment);
  return { ...person, id: `${person.id}.${id}`, title: `${person.title}, trail of ${title}` };
}

function accessCheck({ environment, accessCase }: Asked, { id, title, caller, isReal }: Person): Check {
  return {
    id: `access.${id}`,
    group: "Access",
    title,
    exampleStep: logging(4),
    controls: isReal ? ["access-logs-only", "access-one-key"] : ["bucket-no-foreign-account"],
    expected: "as in the configured policies",
    needs: "bucket.region",
    run: async (context) => {
      const { account } = environment.logBucket;
      const byMatrix = evaluateCase(accessCase, caller);
      const expected = sentence(byMatrix.decision === "allowed");
      const reasons = byMatrix.decidedBy.map(({ source, sid }) => `the matrix: by ${sid} of ${source}`);
      if (context.emulated) {
        return {
          state: "not enforced",
          found: `${expected} according to the matrix; an emulator does not evaluate it`,
          details: reasons,
        };
      }
      if (parseArn(caller.arn)!.account !== account) return skipped(`of another account; ${expected} by the matrix`);
      return compare(context, { environment, accessCase, caller, isReal, expected });
    },
  };
}

interface Question extends Asked {
  readonly caller: PrincipalCaller;
  readonly isReal: boolean;
  readonly expected: string;
}

/** IAM's simulator decides about S3. It ignores key policies, so the matrix decides about KMS. */
async function compare(context: Context, question: Question): Promise<Finding> {
  const { accessCase, caller, expected } = question;
  const decrypt = evaluateCase({ ...accessCase, steps: (who) => accessCase.steps(who).filter(isDecrypt) }, caller);
  const decision = await simulate(context, question);
  const found = sentence(decision === "allowed" && decrypt.decision === "allowed");
  const details = [`AWS: s3:GetObject ${decision}`, `the matrix: kms:Decrypt ${decrypt.decision}; ${expected}`];
  return found === expected ? pass(found, details) : fail(found, details);
}

async function simulate({ aws }: Context, { environment, caller, isReal }: Question): Promise<string> {
  const { logBucket } = environment;
  const here = arnsIn(logBucket);
  const { Policy } = await aws(logBucket).bucketPolicy(logBucket.name);
  const name = parseArn(caller.arn)!.resource.split("/").at(-1)!;
  const key = logKey(environment, logFolder(environment));
  const shared = {
    ActionNames: ["s3:GetObject"],
    ResourceArns: [`${logBucket.arn}/${key}`],
    ResourcePolicy: Policy,
    ResourceOwner: here.root(),
    // IAM accepts only users as callers. The role's ARN goes into aws:PrincipalArn, which the policies compare.
    CallerArn: here.user(name),
    ContextEntries: contextEntries(keysOf(onObject(logBucket, caller, "s3:GetObject", key, TLS))),
  } satisfies Omit<SimulateCustomPolicyCommandInput, "PolicyInputList">;
  const { EvaluationResults = [] } = isReal
    ? await aws(logBucket).simulatePrincipal({ ...shared, PolicySourceArn: caller.arn })
    : await aws(logBucket).simulateCustom({
        ...shared,
        PolicyInputList: caller.policies.map(({ statements }) => policyJson(statements)),
      });
  return EvaluationResults[0]?.EvalDecision ?? "undecided";
}

/** Each key here has one value. */
function contextEntries(keys: ReturnType<typeof keysOf>): ContextEntry[] {
  return Object.entries(keys).map(([ContextKeyName, value]) => ({
    ContextKeyName,
    ContextKeyValues: [String(value)],
    ContextKeyType: /^(true|false)$/.test(String(value))
      ? "boolean"
      : ContextKeyName === "s3:TlsVersion"
        ? "numeric"
        : "string",
  }));
}

function sentence(reads: boolean): string {
  return reads ? "reads logs" : "reads no logs";
}

function isDecrypt(step: ReturnType<AccessCase["steps"]>[number]): boolean {
  return !isNonPolicyDenial(step) && step.action === "kms:Decrypt";
}

function readCase(environment: Environment): AccessCase | undefined {
  return bucketCases(environment).find(({ id }) => id === "log-bucket-read");
}

function peopleOf(environment: Environment): Person[] {
  const { identities, organizationId } = environment;
  const roles = identities.filter(isTakenByPeople).map(({ arn, policies, boundary }) => ({
    ...named(environment, "role", arn),
    caller: { kind: "principal", arn, organizationId, policies, boundary } as const,
    isReal: true,
  }));
  const administrators = keyPrincipals(environment).map((arn) => ({
    ...named(environment, "administrator", arn),
    // The most permissive IAM policy: the key policy must still deny.
    caller: { kind: "principal", arn, organizationId, policies: [EVERYTHING] } as const,
    isReal: true,
  }));
  const outsider = subjectsOf(environment).find(({ id }) => id === "ordinary-role");
  return [
    ...roles,
    ...administrators,
    ...(outsider?.caller.kind === "principal"
      ? [{ id: "outsider", title: `outsider: ${outsider.title}`, caller: outsider.caller, isReal: false }]
      : []),
  ];
}

function named({ logBucket }: Environment, kind: string, arn: string): Pick<Person, "id" | "title"> {
  const { account, resource } = parseArn(arn)!;
  const name = `${account === logBucket.account ? "" : `${account}/`}${resource.split("/").slice(1).join("/")}`;
  return { id: `${kind}.${name}`, title: `${kind} ${name}` };
}

/** Roles that users or other roles assume; there are also service roles. */
function isTakenByPeople({ trust }: Identity): boolean {
  return (trust?.statements ?? []).some(
    ({ Principal }) => typeof Principal === "object" && Principal.AWS !== undefined,
  );
}

/** Users and roles that the policies of the trails' keys name and these stacks do not create. */
function keyPrincipals({ keys, identities, trails, logBucket }: Environment): string[] {
  const arns = trails.map(({ keyArn }) => keyArn ?? logBucket.keyArn);
  const statements = keys.filter((key) => arns.includes(key.arn)).flatMap(({ policy }) => policy.statements);
  const names = statements.flatMap(({ Principal }) =>
    typeof Principal === "object" ? [Principal.AWS ?? []].flat() : [],
  );
  return [...new Set(names)].filter(
    (name) => /^(role|user)\//.test(parseArn(name)?.resource ?? "") && !identities.some((one) => one.arn === name),
  );
}
