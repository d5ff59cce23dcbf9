import { createValidatedPolicy } from "@cloud-copilot/iam-policy";
import { anonymousPrincipal, runUnsafeSimulation } from "@cloud-copilot/iam-simulate";
import type { Policy } from "../../cli/policy/document";
import { keysOfRequest, type Decision, type Principal } from "../../cli/policy/evaluate";
import type { Question } from "./question";

const DECISIONS: Readonly<Record<string, Decision>> = {
  Allowed: "allowed",
  ImplicitlyDenied: "denied",
  ExplicitlyDenied: "denied explicitly",
};

/** What the simulator needs to be told of root, which it does not know. */
const EVERYTHING: Policy = {
  source: "root",
  statements: [{ Sid: "All", Effect: "Allow", Action: "*", Resource: "*" }],
};

/** What the simulator of @cloud-copilot/iam-simulate decides, or the error that it throws. */
export function simulate({ request, policies, settings }: Question): Decision | Error {
  const { principal, action, resource, account } = request;
  const { identity = [], boundary, scps = [], rcps = [] } = policies;
  const isIam = "arn" in principal;
  try {
    const result = runUnsafeSimulation(
      {
        request: {
          principal: nameOf(principal),
          action,
          resource: { resource, accountId: account },
          contextVariables: Object.fromEntries(
            Object.entries(keysOfRequest(request)).map(([key, value]) => [
              key,
              typeof value === "string" ? value : [...(value ?? [])],
            ]),
          ),
        },
        identityPolicies: (principal.kind === "root" ? [EVERYTHING] : isIam ? identity : []).map(named),
        // It would apply them to services, too.
        serviceControlPolicies: isIam ? scps.map(level) : [],
        resourceControlPolicies: rcps.map(level),
        ...(boundary && isIam && { permissionBoundaryPolicies: boundary.map(named) }),
        resourcePolicy: policies.resource && documentOf(policies.resource),
        additionalSettings: { s3: { blockPublicAccess: settings.s3?.restrictPublicBuckets ?? false } },
      },
      { simulationMode: "Strict" },
    );
    return DECISIONS[result] ?? new Error(`the simulator returned ${result}`);
  } catch (error) {
    return error as Error;
  }
}

function nameOf(principal: Principal) {
  switch (principal.kind) {
    case "anonymous":
      return anonymousPrincipal;
    case "service":
      return principal.name;
    case "federated":
      return principal.provider;
    case "origin access identity":
      return `arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity ${principal.id}`;
    case "role":
      return principal.session ?? principal.arn;
    default:
      return principal.arn;
  }
}

function level(policies: readonly Policy[], index: number) {
  return { orgIdentifier: `level ${index}`, policies: policies.map(named) };
}

function named(policy: Policy, index: number) {
  return { name: `${policy.source} ${index}`, policy: documentOf(policy) };
}

const documents = new WeakMap<Policy, object>();

/** Not validated: what is asked is what the statements do. The simulator needs a name for a resource's policy. */
function documentOf(policy: Policy): object {
  const known = documents.get(policy);
  if (known) return known;
  const { source: name, version = "2012-10-17", statements } = policy;
  const document = createValidatedPolicy({ Version: version, Statement: statements }, () => [], { name });
  documents.set(policy, document);
  return document;
}

/**
 * Keeps one collator for the comparison that the simulator makes for each character of each ARN: with options,
 * `localeCompare` makes a collator every time, which is a hundred times slower. ECMA-402 defines the two as equal.
 */
function keepCollator(): void {
  const collator = new Intl.Collator(undefined, { sensitivity: "accent" });
  const native = String.prototype.localeCompare;
  String.prototype.localeCompare = function (that: string, locales?: Intl.LocalesArgument, options?: object): number {
    const isAccent = locales === undefined && JSON.stringify(options) === '{"sensitivity":"accent"}';
    return isAccent ? collator.compare(String(this), that) : native.call(this, that, locales, options);
  };
}

keepCollator();
