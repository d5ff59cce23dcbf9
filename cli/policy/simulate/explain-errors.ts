import type { runSimulation } from "@cloud-copilot/iam-simulate";

type Errors = Extract<Awaited<ReturnType<typeof runSimulation>>, { resultType: "error" }>["errors"];

interface PolicyError {
  readonly message: string;
  readonly path: string;
}

/** What the simulator's own words for a request mean. */
const MESSAGES: Readonly<Record<string, string>> = {
  "invalid.action": "AWS has no such action",
  "invalid.service": "AWS knows no such service",
  "no.resource.types": "the action takes no such resource",
  "must.use.wildcard": "the action takes no resource",
};

/** What the simulator refuses, in a line: which policy, where in it, and why. */
export function explainErrors(errors: Errors, resourcePolicy: string): string {
  const { message, identityPolicyErrors = {}, resourcePolicyErrors = [] } = errors;
  const wrong = [
    ...resourcePolicyErrors.map((error) => `${resourcePolicy}: ${explain(error)}`),
    ...Object.entries(identityPolicyErrors).flatMap(([name, errors]) =>
      errors.map((error) => `${name}: ${explain(error)}`),
    ),
  ];
  return (wrong.length > 0 ? wrong : [MESSAGES[message] ?? message]).join("; ");
}

function explain({ path, message }: PolicyError): string {
  return path === "" ? message : `${path}: ${message}`;
}
