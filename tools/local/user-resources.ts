import type { Credentials } from "../emulator/clients";
import { createAlertInbox, deleteAlertInbox } from "./alert-inbox";
import { createAuditedBucket, deleteAuditedBucket } from "./audited-bucket";

/** What the audit trail's users have, which no stack of it creates: a bucket that the trail watches, a queue for alerts. */
export async function createUserResources(endpoint: string, credentials: Credentials, keyArn: string): Promise<void> {
  await createAuditedBucket(endpoint, credentials, keyArn);
  await createAlertInbox(endpoint, credentials);
}

/** What is missing is not an error. */
export async function removeUserResources(endpoint: string, credentials: Credentials): Promise<void> {
  await deleteAuditedBucket(endpoint, credentials);
  await deleteAlertInbox(endpoint, credentials);
}
