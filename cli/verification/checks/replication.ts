import type { ReplicationRule } from "@aws-sdk/client-s3";
import type { Bucket, Environment } from "../../model/environment";
import { at, blocks } from "../../model/blocks";
import { partOf } from "../../model/resources";
import type { Arguments } from "../../model/stack";
import { sameLines, type Check, type Group } from "../check";
import { orMissing } from "./absent";

/** The replication of a bucket, most often none. Of a bucket that other stacks create, only what these configure. */
export function replicationCheck(environment: Environment, prefix: string, group: Group, bucket: Bucket): Check[] {
  const part = partOf(environment, "aws_s3_bucket_replication_configuration", bucket)?.values;
  if (!part && !partOf(environment, "aws_s3_bucket", bucket)) return [];
  const replicaKey = environment.replicaBucket?.keyArn;
  const named = (key: string | undefined, own: string | undefined) =>
    key !== undefined && key === own ? "the replica's key" : (key ?? "no key");
  const expected = part
    ? [
        `role ${String(part["role"])}`,
        ...blocks(part, "rule").flatMap((rule) => ruleLines(ruleIn(rule), (key) => named(key, replicaKey))),
      ]
    : [];
  return [
    {
      id: `${prefix}.replication`,
      group,
      title: part ? "is copied as configured" : "is not copied",
      controls: [],
      expected: expected.join("; ") || "none",
      run: async ({ aws, keys }) => {
        const answer = await orMissing(aws(bucket).replication(bucket.name), "ReplicationConfigurationNotFoundError");
        const { Role, Rules = [] } = answer.ReplicationConfiguration ?? {};
        const real = replicaKey === undefined ? undefined : await keys.inText(replicaKey);
        const lines = Rules.flatMap((rule) => ruleLines(ruleFound(rule), (key) => named(key, real)));
        return sameLines(expected, Role === undefined ? lines : [`role ${Role}`, ...lines]);
      },
    },
  ];
}

/** What a rule does, in one form for Terraform and AWS. */
interface Rule {
  readonly id: unknown;
  readonly status: unknown;
  readonly destination: unknown;
  readonly key: string | undefined;
  readonly encrypted: unknown;
  readonly owner: unknown;
  readonly deleteMarkers: unknown;
}

function ruleIn(rule: Arguments): Rule {
  const key = at(rule, "destination.encryption_configuration.replica_kms_key_id");
  return {
    id: rule["id"],
    status: rule["status"],
    destination: at(rule, "destination.bucket"),
    key: key === undefined ? undefined : String(key),
    encrypted: at(rule, "source_selection_criteria.sse_kms_encrypted_objects.status"),
    owner: at(rule, "destination.access_control_translation") && at(rule, "destination.account"),
    deleteMarkers: at(rule, "delete_marker_replication.status"),
  };
}

function ruleFound({
  ID,
  Status,
  Destination,
  SourceSelectionCriteria,
  DeleteMarkerReplication,
}: ReplicationRule): Rule {
  return {
    id: ID,
    status: Status,
    destination: Destination?.Bucket,
    key: Destination?.EncryptionConfiguration?.ReplicaKmsKeyID,
    encrypted: SourceSelectionCriteria?.SseKmsEncryptedObjects?.Status,
    owner: Destination?.AccessControlTranslation && Destination.Account,
    deleteMarkers: DeleteMarkerReplication?.Status,
  };
}

function ruleLines(rule: Rule, nameOf: (key: string | undefined) => string): string[] {
  const line = (text: string) => `${String(rule.id)}: ${text}`;
  return [
    line(`${String(rule.status)}, into ${String(rule.destination)} with ${nameOf(rule.key)}`),
    line(`objects under SSE-KMS: ${String(rule.encrypted ?? "Disabled")}`),
    line(`delete markers: ${String(rule.deleteMarkers ?? "Disabled")}`),
    ...(rule.owner === undefined ? [] : [line(`copies belong to ${String(rule.owner)}`)]),
  ];
}
