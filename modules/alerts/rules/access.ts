import type { AlertRule } from "../rule";

export const ACCESS_RULES = [
  {
    id: "break-glass-used",
    severity: "critical",
    service: "sts.amazonaws.com",
    events: ["AssumeRole"],
    scope: "breakGlassRole",
    why: "Somebody can now delete logs. Every use raises an alert, a justified one too.",
    readOnlyCalls: true,
  },
  {
    id: "role-changed",
    severity: "high",
    service: "iam.amazonaws.com",
    events: [
      "UpdateAssumeRolePolicy",
      "PutRolePolicy",
      "DeleteRolePolicy",
      "AttachRolePolicy",
      "DetachRolePolicy",
      "PutRolePermissionsBoundary",
      "DeleteRolePermissionsBoundary",
      "UpdateRole",
      "DeleteRole",
    ],
    scope: "role",
    why: "Others may read or delete logs through the role, or those who need the role lose it.",
    byDeployment: true,
  },
  {
    id: "policy-changed",
    severity: "high",
    service: "iam.amazonaws.com",
    events: ["CreatePolicyVersion", "SetDefaultPolicyVersion", "DeletePolicy"],
    scope: "policy",
    why: "A role that reads the logs may do more than read.",
    byDeployment: true,
  },
] as const satisfies readonly AlertRule[];
