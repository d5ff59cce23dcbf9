import type { AlertRule } from "../rule";

const service = "kms.amazonaws.com";

export const KEY_RULES = [
  {
    id: "key-disabled",
    severity: "critical",
    service,
    events: ["DisableKey", "ScheduleKeyDeletion", "DeleteImportedKeyMaterial"],
    scope: "key",
    why: "Delivery fails at once, and the logs become unreadable; once the key is deleted, permanently.",
  },
  {
    id: "key-policy",
    severity: "critical",
    service,
    events: ["PutKeyPolicy"],
    scope: "key",
    why: "Whoever writes the key policy can let themselves decrypt the logs, or keep CloudTrail from encrypting them.",
    byDeployment: true,
  },
  {
    id: "key-grant",
    severity: "high",
    service,
    events: ["CreateGrant", "RevokeGrant", "RetireGrant"],
    scope: "key",
    why: "A grant can let somebody decrypt the logs without a change of the key policy.",
    byDeployment: true,
  },
  {
    id: "key-rotation",
    severity: "medium",
    service,
    events: ["DisableKeyRotation"],
    scope: "key",
    why: "No deployment switches rotation off.",
  },
] as const satisfies readonly AlertRule[];
