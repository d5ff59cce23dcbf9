import type { Bucket, Environment } from "../../model/environment";
import { at } from "../../model/blocks";
import { sameLines, type Check, type Group } from "../check";
import { partOf } from "../../model/resources";
import { orMissing } from "./absent";

/** The replication of a bucket. Reads nothing for a bucket without replication. */
export function replicationCheck(environment: Environment, prefix: string, group: Group, bucket: Bucket): Check[] {
  const part = partOf(environment, "aws_s3_bucket_replication_configuration", bucket)?.values;
  if (!part) return [];
  const rule = at(part, "rule") as unknown;
  const key = String(at(rule, "destination.encryption_configuration.replica_kms_key_id") ?? "");
  const expected = [
    `role ${String(part["role"])}`,
    ...ruleLines({
      id: at(rule, "id"),
      status: at(rule, "status"),
      destination: at(rule, "destination.bucket"),
      key: environment.replicaBucket?.keyArn === key ? "the replica's key" : key,
      encrypted: at(rule, "source_selection_criteria.sse_kms_encrypted_objects.status"),
    }),
  ];
  return [
    {
      id: `${prefix}.replication`,
      group,
      title: "is copied",
      controls: [],
      expected: expected.join("; "),
      run: async ({ aws, keys }) => {
        const answer = await orMissing(aws(bucket).replication(bucket.name), "ReplicationConfigurationNotFoundError");
        const { Role, Rules = [] } = answer.ReplicationConfiguration ?? {};
        const real = await keys.inText(key);
        const found = Rules.flatMap(({ ID, Status, Destination, SourceSelectionCriteria }) => {
          const id = Destination?.EncryptionConfiguration?.ReplicaKmsKeyID;
          return ruleLines({
            id: ID,
            status: Status,
            destination: Destination?.Bucket,
            key: id === real ? "the replica's key" : (id ?? "no key"),
            encrypted: SourceSelectionCriteria?.SseKmsEncryptedObjects?.Status,
          });
        });
        return sameLines(expected, [`role ${Role ?? "none"}`, ...found], `${Rules.length} rules`);
      },
    },
  ];
}

function ruleLines(rule: Readonly<Record<"id" | "status" | "destination" | "key" | "encrypted", unknown>>): string[] {
  const { id, status, destination, key, encrypted } = rule;
  const line = (text: string) => `${String(id)}: ${text}`;
  return [
    line(`${String(status)}, into ${String(destination)} with ${String(key)}`),
    line(`objects under SSE-KMS: ${String(encrypted ?? "Disabled")}`),
  ];
}
