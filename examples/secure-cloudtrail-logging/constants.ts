/** Put your own here before you deploy. Bucket names are unique in the world, so that one is taken. */
export const ACCOUNT = "124355676326";
export const REGION = "us-east-2";
export const BUCKET_NAME = "elly-secure-bucket";

/** Administers the key and reads the logs. It must exist: KMS refuses a policy that names nobody. */
export const ADMIN_USER_NAME = "adminUser";
export const ADMIN_USER = `arn:aws:iam::${ACCOUNT}:user/${ADMIN_USER_NAME}`;

/** What goes beyond the trail: see "Next steps" in README.md. */
export interface NextSteps {
  /** Who is alerted when somebody stops the trail, hides something from it, or opens its logs. */
  readonly emails: readonly string[];
  /** The SIEM's role, and the external id agreed with its owner. @default no SIEM */
  readonly siem?: { readonly role: string; readonly externalId: string };
  /** Detects threats with GuardDuty, and sends its findings as alerts. @default false */
  readonly detectThreats?: boolean;
}

/** `{ emails: ["security@example.com"], detectThreats: true }`. @default none of them */
export const NEXT_STEPS: NextSteps | undefined = undefined;
