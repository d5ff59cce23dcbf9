import type { AlertRule } from "../rule";

const service = "kms.amazonaws.com";

export const KEY_RULES = [
  {
    id: "key-disabled",
    title: "Key disabled or about to be deleted",
    severity: "critical",
    service,
    events: ["DisableKey", "ScheduleKeyDeletion", "DeleteImportedKeyMaterial"],
    scope: "key",
    why: "Delivery fails at once, and the logs become unreadable; once the key is deleted, permanently.",
    firstStep:
      "Run `aws kms cancel-key-deletion --key-id KEY`, then `aws kms enable-key --key-id KEY`. Imported material must be imported again.",
  },
  {
    id: "key-policy",
    title: "Key policy changed",
    severity: "critical",
    service,
    events: ["PutKeyPolicy"],
    scope: "key",
    why: "Whoever writes the key policy can let themselves decrypt the logs, or keep CloudTrail from encrypting them.",
    firstStep:
      "Run `audit-trail verify`, which shows the difference; deploy the stack of the key to restore the policy.",
    byDeployment: true,
  },
  {
    id: "key-grant",
    title: "Grant on a key created or removed",
    severity: "high",
    service,
    events: ["CreateGrant", "RevokeGrant", "RetireGrant"],
    scope: "key",
    why: "A grant can let somebody decrypt the logs without a change of the key policy.",
    firstStep: "List the grants with `aws kms list-grants --key-id KEY`, and revoke what nobody planned.",
    byDeployment: true,
  },
  {
    id: "key-rotation",
    title: "Key rotation switched off",
    severity: "medium",
    service,
    events: ["DisableKeyRotation"],
    scope: "key",
    why: "No deployment switches rotation off.",
    firstStep: "Deploy the stack of the key, which switches it on again.",
  },
] as const satisfies readonly AlertRule[];
