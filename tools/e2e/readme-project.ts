import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { EnvironmentConfig } from "../../environments/schema";
import { copyRepository, linkPackages } from "../process/repository-copy";

/** The settings that must change before a destroy. */
export interface Settings {
  readonly protected: boolean;
  readonly forceDestroy: boolean;
}

/** Two accounts with a role in each, as in production, under the name in the README's commands. */
export function readmeEnvironment({ protected: isProtected, forceDestroy }: Settings) {
  return {
    name: "dev",
    protected: isProtected,
    region: "eu-central-1",
    accounts: {
      archive: {
        id: "444455556666",
        assumeRole: "arn:aws:iam::444455556666:role/AuditTrailDeploy",
      },
      audited: { id: "123456789012", assumeRole: "arn:aws:iam::123456789012:role/AuditTrailDeploy" },
    },
    state: { bucketName: "readme-audit-state" },
    key: { alias: "readme-audit-trail", administrators: ["arn:aws:iam::444455556666:role/KeyAdministrators"] },
    logs: { bucketName: "readme-audit-logs", forceDestroy },
    accessLogs: { bucketName: "readme-audit-access-logs" },
    blockPublicAccessOfAccount: true,
    readers: [{ roleName: "readme-log-reader", trustedPrincipals: ["arn:aws:iam::444455556666:role/Auditors"] }],
    trail: { name: "readme-audit-trail", cloudWatchLogs: { retentionInDays: 90 }, deliveryTopic: true },
  } as const satisfies EnvironmentConfig;
}

/** A copy of this repository whose only environment is `readmeEnvironment`. */
export async function copyProject(folder: string, settings: Settings): Promise<void> {
  await copyRepository(folder);
  linkPackages(folder);
  writeEnvironment(folder, settings);
  writeFileSync(
    join(folder, "environments", "index.ts"),
    `import { dev } from "./dev";
export const environments = [dev];
`,
  );
}

export function writeEnvironment(folder: string, settings: Settings): void {
  const data = JSON.stringify(readmeEnvironment(settings));
  writeFileSync(join(folder, "environments", "dev.ts"), `export const dev = ${data} as const;\n`);
}
