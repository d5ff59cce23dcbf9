import { anonymousPrincipal, runSimulation, type SingleResourceSimulationResult } from "@cloud-copilot/iam-simulate";
import type { Policy } from "../configuration/model";
import { Problem } from "../problem";
import { callerContext, type Caller } from "./caller";
import { renameContext, simulatorPolicy } from "./simulator-policy";

/** One API call, with all that decides on it. */
export interface Call {
  readonly caller: Caller;
  /** `s3:GetObject` */
  readonly action: string;
  readonly resource: string;
  /** Account that owns the resource. 12 digits. */
  readonly account: string;
  /** Condition keys of the request itself. */
  readonly context: Readonly<Record<string, string>>;
  readonly resourcePolicy: Policy | undefined;
  /** S3's RestrictPublicBuckets is in force. */
  readonly blocksPublicAccess?: boolean;
}

export type Decision = "allowed" | "denied" | "denied explicitly";

/** A statement that decided. `source` is the resource whose policy it stands in. */
export interface Decider {
  readonly source: string;
  readonly sid: string;
}

export interface Outcome {
  readonly decision: Decision;
  /** The Allows or the Denies; none where nothing allowed the call. */
  readonly by: readonly Decider[];
}

const DECISIONS: Record<string, Decision> = {
  Allowed: "allowed",
  ImplicitlyDenied: "denied",
  ExplicitlyDenied: "denied explicitly",
};

/**
 * Decides one call as AWS would. Throws a `Problem` for what the simulator cannot judge: an action that AWS does not
 * know, a policy it refuses, or a condition key that it would leave out of account.
 */
export async function evaluate(call: Call): Promise<Outcome> {
  const { caller, action, resource, account, resourcePolicy } = call;
  const policies = caller.kind === "principal" ? caller.policies : [];
  const result = await runSimulation(
    {
      request: {
        principal: principalOf(caller),
        action,
        resource: { resource, accountId: account },
        contextVariables: renameContext({ "aws:SecureTransport": "true", ...callerContext(caller), ...call.context }),
      },
      identityPolicies: policies.map((policy) => ({
        name: policy.source,
        policy: simulatorPolicy(policy, "identity"),
      })),
      // Service control policies would be applied to service principals too, which AWS does not do.
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      resourcePolicy: resourcePolicy && simulatorPolicy(resourcePolicy, "resource"),
      additionalSettings: { s3: { blockPublicAccess: call.blocksPublicAccess ?? false } },
    },
    { simulationMode: "Strict" },
  );
  if (result.resultType === "error") {
    throw new Problem(`${action} on ${resource} cannot be judged: ${JSON.stringify(result.errors)}`);
  }
  if (result.resultType !== "single") throw new Problem(`${action} on ${resource} must name one resource`);
  refuseIgnoredKeys(call, result);
  return outcome(call, result);
}

function principalOf(caller: Caller) {
  if (caller.kind === "anonymous") return anonymousPrincipal;
  return caller.kind === "service" ? caller.service : caller.arn;
}

/** A key that the simulator drops could turn a Deny into an Allow. */
function refuseIgnoredKeys({ action }: Call, { result }: SingleResourceSimulationResult): void {
  const ignored = result.ignoredContextKeys ?? [];
  if (ignored.length > 0) throw new Problem(`${action} cannot be judged: the simulator ignores ${ignored.join(", ")}`);
}

function outcome({ resourcePolicy }: Call, { overallResult, result }: SingleResourceSimulationResult): Outcome {
  const decision = DECISIONS[overallResult];
  if (decision === undefined) throw new Problem(`the simulator answers ${overallResult}, which is no decision`);
  if (decision === "denied") return { decision, by: [] };
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
  return { decision, by: [...byResource, ...byIdentity] };
}

function sidOf(statement: unknown): string {
  const value = JSON.parse(JSON.stringify(statement)) as { Sid?: string };
  return value.Sid ?? "(no Sid)";
}
