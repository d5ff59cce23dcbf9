/** Put your own here before you deploy. Bucket names are unique in the world, so that one is taken. */
export const ACCOUNT = "111122223333";
export const REGION = "us-east-1";
export const BUCKET_NAME = "whizlabs-cloudtrail-kms";

/** The role you work with. It must exist: KMS refuses a policy that names nobody. */
export const OPERATOR_ROLE = `arn:aws:iam::${ACCOUNT}:role/WalkthroughOperator`;

/** What goes beyond the walkthrough: see "Next steps" in README.md. */
export interface NextSteps {
  /** Who is alerted when somebody stops the trail, hides something from it, or opens the bucket or the key. */
  readonly emails: readonly string[];
  /** The SIEM's role, and the external id agreed with its owner. @default no SIEM */
  readonly siem?: { readonly role: string; readonly externalId: string };
  /** Detects threats with GuardDuty, and sends its findings as alerts. @default false */
  readonly detectThreats?: boolean;
}

/** `{ emails: ["security@example.com"], detectThreats: true }`. @default none of them */
export const NEXT_STEPS: NextSteps | undefined = undefined;
