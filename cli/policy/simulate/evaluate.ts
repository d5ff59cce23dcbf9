import { anonymousPrincipal, runSimulation, type SingleResourceSimulationResult } from "@cloud-copilot/iam-simulate";
import { parseArn, type Statement } from "../../../modules/policy";
import { NO_SID, type Policy } from "../document";
import { UserError } from "../../framework/user-error";
import type { Call } from "./call";
import { callerContext, type Caller } from "./caller";
import { isKnown } from "./check-policies";
import { keepCollator } from "./collator";
import { explainErrors } from "./explain-errors";
import { relevantStatements } from "./relevance";
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

/** A decision with the places of the statements in `Bearing` that decided. */
interface Judgment {
  readonly decision: Decision;
  readonly ofIdentity: readonly number[];
  readonly ofResource: readonly number[];
}

/** By `sharedName`. */
const shared = new Map<string, Judgment>();

/** Mutation tests make new ones for hours. */
const MOST_SHARED = 100_000;

/**
 * Decides one call as AWS would. Throws a `UserError` for what the simulator cannot judge: an action that AWS does not
 * know, a policy it refuses, or a condition key that it would leave out of account.
 */
export async function evaluate(call: Call): Promise<Outcome> {
  const { caller, action, resourcePolicy } = call;
  const context = { "aws:SecureTransport": "true", ...callerContext(caller), ...call.context };
  const bearing = bearingOn(call);
  const sound = heldBy(caller).every((policy) => isSound(policy, "identity"));
  if (!sound || (resourcePolicy && !isSound(resourcePolicy, "resource"))) {
    return outcomeOf(call, bearing, await simulate(call, context, bearing));
  }
  if (bearing.ofIdentity.length + bearing.ofResource.length === 0) {
    if (!(await isKnown(action))) throw new UserError(`${action} cannot be evaluated: AWS has no such action`);
    return { decision: "denied", decidedBy: [] };
  }
  const name = sharedName(call, context, bearing);
  const known = name === undefined ? undefined : shared.get(name);
  const judgment = known ?? (await simulate(call, context, bearing));
  if (shared.size >= MOST_SHARED) shared.clear();
  if (name !== undefined && !known) shared.set(name, judgment);
  return outcomeOf(call, bearing, judgment);
}

function bearingOn(call: Call): Bearing {
  const { caller, action, resourcePolicy } = call;
  const relevant = ({ statements }: Policy) => relevantStatements(statements, action, caller);
  const ofResource = resourcePolicy ? relevant(resourcePolicy) : [];
  const ofIdentity = heldBy(caller).flatMap(relevant);
  // Without an Allow of the resource's, those of another account's principals say nothing; for a key and a role, nor do
  // those of its own account.
  const closed = (isForeign(call) || isClosed(call)) && !ofResource.some(isAllow);
  return { ofResource, ofIdentity: closed ? ofIdentity.filter((statement) => !isAllow(statement)) : ofIdentity };
}

function isForeign({ caller, account }: Call): boolean {
  return caller.kind === "principal" && parseArn(caller.arn)?.account !== account;
}

/**
 * Whether IAM alone allows nothing.
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
function isClosed({ action, resourcePolicy }: Call): boolean {
  return resourcePolicy !== undefined && (action.startsWith("kms:") || action === "sts:AssumeRole");
}

function isAllow({ Effect }: Statement): boolean {
  return Effect === "Allow";
}

async function simulate(call: Call, context: Readonly<Record<string, string>>, bearing: Bearing): Promise<Judgment> {
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
        policy: simulatorPolicy(policy, "identity", keptOf(policy, bearing.ofIdentity)),
      })),
      // Service control policies would be applied to service principals too, which AWS does not do.
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      resourcePolicy: resourcePolicy && simulatorPolicy(resourcePolicy, "resource", bearing.ofResource),
      additionalSettings: { s3: { blockPublicAccess: call.blocksPublicAccess ?? false } },
    },
    { simulationMode: "Strict" },
  );
  if (result.resultType === "error") {
    throw new UserError(
      `${action} on ${resource} cannot be evaluated: ${explainErrors(result.errors, resourcePolicy?.source ?? "")}`,
    );
  }
  if (result.resultType !== "single") throw new UserError(`${action} on ${resource} must name one resource`);
  refuseIgnoredKeys(call, result);
  return judgmentOf(call, bearing, result);
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
    throw new UserError(`${action} cannot be evaluated: the simulator ignores ${ignored.join(", ")}`);
}

function judgmentOf(
  { caller }: Call,
  { ofIdentity }: Bearing,
  { overallResult, result }: SingleResourceSimulationResult,
): Judgment {
  const decision = DECISIONS[overallResult];
  if (decision === undefined) throw new UserError(`the simulator returned ${overallResult}, which is not a decision`);
  if (decision === "denied") return { decision, ofIdentity: [], ofResource: [] };
  const { identityAnalysis, resourceAnalysis } = result.analysis;
  const list = decision === "allowed" ? "allowStatements" : "denyStatements";
  // The simulator counts from 1 within the statements that it was given.
  const held = (source: string | undefined) =>
    heldBy(caller).flatMap((policy) => (policy.source === source ? keptOf(policy, ofIdentity) : []));
  return {
    decision,
    ofIdentity: (identityAnalysis?.[list] ?? []).map(({ policyId, statement }) =>
      ofIdentity.indexOf(held(policyId)[statement.index() - 1]!),
    ),
    ofResource: (resourceAnalysis?.[list] ?? []).map(({ statement }) => statement.index() - 1),
  };
}

function outcomeOf({ caller, resourcePolicy }: Call, bearing: Bearing, judgment: Judgment): Outcome {
  const byResource = judgment.ofResource.map((place) => ({
    source: resourcePolicy?.source ?? "",
    sid: bearing.ofResource[place]?.Sid ?? NO_SID,
  }));
  const byIdentity = judgment.ofIdentity.map((place) => {
    const statement = bearing.ofIdentity[place]!;
    const policy = heldBy(caller).find(({ statements }) => statements.includes(statement));
    return { source: policy?.source ?? "IAM", sid: statement.Sid ?? NO_SID };
  });
  return { decision: judgment.decision, decidedBy: [...byResource, ...byIdentity] };
}
