import type { AlertRule } from "../rule";

export const ACCESS_RULES = [
  {
    id: "break-glass-used",
    title: "Break-glass role used",
    severity: "critical",
    service: "sts.amazonaws.com",
    events: ["AssumeRole"],
    scope: "breakGlassRole",
    why: "Somebody can now delete logs. Every use raises an alert, a justified one too.",
    firstStep:
      "Ask those who may use it. If it was none of them, revoke the role's sessions in IAM, and look for deleted logs.",
    readOnlyCalls: true,
  },
  {
    id: "role-changed",
    title: "Role changed or deleted",
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
    firstStep: "Run `audit-trail verify`, which shows the difference; deploy the stack of the role to restore it.",
    byDeployment: true,
  },
  {
    id: "policy-changed",
    title: "Policy of a reader changed",
    severity: "high",
    service: "iam.amazonaws.com",
    events: ["CreatePolicyVersion", "SetDefaultPolicyVersion", "DeletePolicy"],
    scope: "policy",
    why: "A role that reads the logs may do more than read.",
    firstStep:
      "Run `audit-trail verify`, which shows the difference; deploy the stack of the archive to restore the policy.",
    byDeployment: true,
  },
] as const satisfies readonly AlertRule[];
