import { anonymousPrincipal, runSimulation, type SingleResourceSimulationResult } from "@cloud-copilot/iam-simulate";
import { parseArn, type Statement } from "../../../modules/policy";
import { NO_SID, type Policy } from "../document";
import { UserError } from "../../framework/user-error";
import type { Call } from "./call";
import { callerContext, type Caller } from "./caller";
import { isKnown } from "./check-policies";
import { keepCollator } from "./collator";
import { explainErrors } from "./explain-errors";
import { isRelevant } from "./relevance";
import { sharedName, type Bearing } from "./shared-outcomes";
import { isSound, renameContext, simulatorPolicy } from "./simulator-policy";

export type Decision = "allowed" | "denied" | "denied explicitly";

/** A statement that decided. `source` is the resource whose policy it stands in. */
export interface Decider {
  readonly source: string;
  readonly sid: string;
}

export interface Outcome {
  readonly decision: Decision;
  /** The Allows or the Denies; none where nothing allowed the call. */
  readonly decidedBy: readonly Decider[];
}

const DECISIONS: Record<string, Decision> = {
  Allowed: "allowed",
  ImplicitlyDenied: "denied",
  ExplicitlyDenied: "denied explicitly",
};

keepCollator();

/** Stands for the resource policy of what has none. */
const NO_POLICY = {};

/** By resource policy, since an outcome tells of its source, then by `sharedName`. */
const sharedOutcomes = new WeakMap<object, Map<string, Outcome>>();

/**
 * Decides one call as AWS would. Throws a `UserError` for what the simulator cannot judge: an action that AWS does not
 * know, a policy it refuses, or a condition key that it would leave out of account.
 */
export async function evaluate(call: Call): Promise<Outcome> {
  const { caller, action, resourcePolicy } = call;
  const context = { "aws:SecureTransport": "true", ...callerContext(caller), ...call.context };
  const bearing = bearingOn(call);
  const sound = heldBy(caller).every((policy) => isSound(policy, "identity"));
  if (!sound || (resourcePolicy && !isSound(resourcePolicy, "resource"))) return simulate(call, context, bearing);
  if (bearing.ofIdentity.length + bearing.ofResource.length === 0) {
    if (!(await isKnown(action))) throw new UserError(`${action} cannot be judged: AWS knows no such action`);
    return { decision: "denied", decidedBy: [] };
  }
  const name = sharedName(call, context, bearing);
  if (name === undefined) return simulate(call, context, bearing);
  const shared = sharedOutcomes.get(resourcePolicy ?? NO_POLICY) ?? new Map<string, Outcome>();
  sharedOutcomes.set(resourcePolicy ?? NO_POLICY, shared);
  const outcome = shared.get(name) ?? (await simulate(call, context, bearing));
  shared.set(name, outcome);
  return outcome;
}

function bearingOn(call: Call): Bearing {
  const { caller, action, resourcePolicy } = call;
  const relevant = (statement: Statement) => isRelevant(statement, action, caller);
  const ofResource = resourcePolicy?.statements.filter(relevant) ?? [];
  const ofIdentity = heldBy(caller).flatMap(({ statements }) => statements.filter(relevant));
  // Another account's principals need an Allow of both sides: without one of the resource's, their own say nothing.
  const closed = isForeign(call) && !ofResource.some(isAllow);
  return { ofResource, ofIdentity: closed ? ofIdentity.filter((statement) => !isAllow(statement)) : ofIdentity };
}

function isForeign({ caller, account }: Call): boolean {
  return caller.kind === "principal" && parseArn(caller.arn)?.account !== account;
}

function isAllow({ Effect }: Statement): boolean {
  return Effect === "Allow";
}

async function simulate(
  call: Call,
  context: Readonly<Record<string, string>>,
  { ofIdentity, ofResource }: Bearing,
): Promise<Outcome> {
  const { caller, action, resource, account, resourcePolicy } = call;
  const result = await runSimulation(
    {
      request: {
        principal: principalOf(caller),
        action,
        resource: { resource, accountId: account },
        contextVariables: renameContext(context),
      },
      identityPolicies: heldBy(caller).map((policy) => ({
        name: policy.source,
        policy: simulatorPolicy(policy, "identity", keptOf(policy, ofIdentity)),
      })),
      // Service control policies would be applied to service principals too, which AWS does not do.
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      resourcePolicy: resourcePolicy && simulatorPolicy(resourcePolicy, "resource", ofResource),
      additionalSettings: { s3: { blockPublicAccess: call.blocksPublicAccess ?? false } },
    },
    { simulationMode: "Strict" },
  );
  if (result.resultType === "error") {
    throw new UserError(
      `${action} on ${resource} cannot be judged: ${explainErrors(result.errors, resourcePolicy?.source ?? "")}`,
    );
  }
  if (result.resultType !== "single") throw new UserError(`${action} on ${resource} must name one resource`);
  refuseIgnoredKeys(call, result);
  return outcomeOf(call, result);
}

function keptOf({ statements }: Policy, bearing: readonly Statement[]): Statement[] {
  return statements.filter((statement) => bearing.includes(statement));
}

function heldBy(caller: Caller): readonly Policy[] {
  return caller.kind === "principal" ? caller.policies : [];
}

function principalOf(caller: Caller) {
  if (caller.kind === "anonymous") return anonymousPrincipal;
  return caller.kind === "service" ? caller.service : caller.arn;
}

/** A key that the simulator drops could turn a Deny into an Allow. */
function refuseIgnoredKeys({ action }: Call, { result }: SingleResourceSimulationResult): void {
  const ignored = result.ignoredContextKeys ?? [];
  if (ignored.length > 0)
    throw new UserError(`${action} cannot be judged: the simulator ignores ${ignored.join(", ")}`);
}

function outcomeOf({ resourcePolicy }: Call, { overallResult, result }: SingleResourceSimulationResult): Outcome {
  const decision = DECISIONS[overallResult];
  if (decision === undefined) throw new UserError(`the simulator answers ${overallResult}, which is no decision`);
  if (decision === "denied") return { decision, decidedBy: [] };
  const { identityAnalysis, resourceAnalysis } = result.analysis;
  const list = decision === "allowed" ? "allowStatements" : "denyStatements";
  const byIdentity = (identityAnalysis?.[list] ?? []).map(({ policyId, statement }) => ({
    source: policyId ?? "IAM",
    sid: sidOf(statement),
  }));
  const byResource = (resourceAnalysis?.[list] ?? []).map(({ statement }) => ({
    source: resourcePolicy?.source ?? "",
    sid: sidOf(statement),
  }));
  return { decision, decidedBy: [...byResource, ...byIdentity] };
}

function sidOf(statement: unknown): string {
  const value = JSON.parse(JSON.stringify(statement)) as { Sid?: string };
  return value.Sid ?? NO_SID;
}
