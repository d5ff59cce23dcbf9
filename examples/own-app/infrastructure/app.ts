import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import type { App } from "cdktf";
import { Archive } from "cdktf-audit-trail/archive";
import { Trail } from "cdktf-audit-trail/trail";
import { AccountStack, PAYMENTS, REGION, SECURITY } from "./account-stack";

/** Adds the stacks to the app: one that the team has anyway, and two for its audit trail. */
export function addStacks(app: App): void {
  const receipts = new S3Bucket(new AccountStack(app, "payments-receipts", PAYMENTS), "Receipts", {
    bucket: "example-payments-receipts",
  });

  const trail = { account: PAYMENTS, region: REGION, name: "payments" };
  const { bucket, key } = new Archive(new AccountStack(app, "log-archive", SECURITY), "Archive", {
    account: SECURITY,
    region: REGION,
    bucketName: "example-payments-logs",
    trails: [trail],
    readers: [{ roleName: "log-reader", trustedPrincipals: [`arn:aws:iam::${SECURITY}:role/Security`] }],
  });
  new Trail(new AccountStack(app, "payments-audit", PAYMENTS), "Trail", {
    ...trail,
    bucket,
    key,
    // Who read or changed a receipt, besides all management events.
    events: { data: [{ kind: "s3", buckets: [receipts] }] },
  });
}
