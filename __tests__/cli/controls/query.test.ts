import { prod } from "../../fixtures/environments";
import { proveControls, type BrokenCase, type Copy, type Open, type Proof } from "../../support/controls";

const WORKGROUP = /^prod-query\/aws_athena_workgroup\.Query_Workgroup_\w+/;
const fault = (what: string) => expect.stringMatching(new RegExp(`${WORKGROUP.source}: ${what}$`)) as never;

const environment = { ...prod, query: { bucketName: "example-prod-query-results" } };
const proof = (...broken: BrokenCase[]): Proof => ({ environment, broken });

/** The workgroup's configuration, or a block in it. */
function configuration(copy: Copy): Open {
  return copy.one("aws_athena_workgroup")["configuration"] as Open;
}
const results = (copy: Copy) => configuration(copy)["result_configuration"] as Open;

proveControls("query", {
  "query-enforced": proof(
    {
      how: "not enforced",
      change: (copy) => void Object.assign(configuration(copy), { enforce_workgroup_configuration: false }),
      faults: [fault("enforce_workgroup_configuration is false")],
    },
    {
      how: "no limit",
      change: (copy) => delete configuration(copy)["bytes_scanned_cutoff_per_query"],
      faults: [fault("has no bytes_scanned_cutoff_per_query")],
    },
    {
      how: "a bucket of anybody",
      change: (copy) => delete results(copy)["expected_bucket_owner"],
      faults: [fault("has no expected_bucket_owner")],
    },
  ),
  "query-logging": proof({
    how: "metrics are off",
    change: (copy) => void Object.assign(configuration(copy), { publish_cloudwatch_metrics_enabled: false }),
    faults: [fault("publish_cloudwatch_metrics_enabled is false")],
  }),
  "query-encryption": proof(
    {
      how: "S3's own key",
      change: (copy) =>
        void Object.assign(results(copy)["encryption_configuration"] as Open, { encryption_option: "SSE_S3" }),
      faults: [fault("results are not encrypted with a customer key")],
    },
    {
      how: "no encryption",
      change: (copy) => delete results(copy)["encryption_configuration"],
      faults: [fault("results are not encrypted with a customer key")],
    },
  ),
});
