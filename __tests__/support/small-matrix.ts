import type { EvaluatedEnvironment } from "../../cli/commands/matrix/formats/html";
import type { Cell, Matrix } from "../../cli/access/compute";
import type { Subject } from "../../cli/access/subject";
import type { Decider, Decision } from "../../cli/policy/evaluate";
import type { Environment } from "../../cli/model/environment";
import type { Policy } from "../../cli/policy/document";
import type { Statement } from "../../modules/policy";

/** Deciding statements by Sid, all of one bucket policy. */
export const SOURCE = "test-archive/aws_s3_bucket_policy.Policy";

const MARKS: Readonly<Record<string, Decision>> = { A: "allowed", ".": "denied", X: "denied explicitly" };

export interface SmallMatrix {
  readonly name?: string;
  /** Titles. */
  readonly subjects: readonly string[];
  /** @default what-0, what-1, … */
  readonly ids?: readonly string[];
  /** Target, title, then a mark for each subject: `["key", "decrypt", "A.X"]`. */
  readonly accessCases: readonly (readonly [target: string, title: string, marks: string])[];
  /** @default LetIn, or KeepOut */
  readonly sids?: { readonly allow: string; readonly deny: string };
}

/** A matrix made by hand, to be shown: nothing is evaluated. */
export function smallMatrix({ name = "test", subjects, accessCases, ids, sids }: SmallMatrix): Matrix {
  const { allow, deny } = sids ?? { allow: "LetIn", deny: "KeepOut" };
  const by = (mark: string): Decider[] => (mark === "." ? [] : [{ source: SOURCE, sid: mark === "A" ? allow : deny }]);
  const cell = (mark: string): Cell => ({
    decision: MARKS[mark]!,
    decidedBy: by(mark),
    ...(mark === "." && { missing: "kms:Decrypt" }),
  });
  return {
    name,
    subjects: subjects.map((title, index): Subject => ({ id: `who-${index}`, title, caller: { kind: "anonymous" } })),
    accessCases: accessCases.map(([target, title], index) => ({
      id: ids?.[index] ?? `what-${index}`,
      target,
      title,
      steps: () => [],
    })),
    cells: accessCases.map(([, , marks]) => [...marks].map(cell)),
    settings: [],
    notEvaluated: [],
  };
}

/** The same with a bucket policy of these statements, for the page. */
export function evaluated(matrix: SmallMatrix, statements: readonly object[] = []): EvaluatedEnvironment {
  return {
    matrix: smallMatrix(matrix),
    environment: environmentWith({ source: SOURCE, statements: statements as Statement[] }),
  };
}

function environmentWith(policy: Policy): Environment {
  const place = { account: "111122223333", region: "eu-central-1" };
  const trail = {
    ...place,
    name: "audit",
    arn: "arn:aws:cloudtrail:eu-central-1:111122223333:trail/audit",
    bucketName: "logs",
    logs: {},
    keyArn: undefined,
    organizationTrail: false,
    logging: true,
    validation: true,
    topic: undefined,
    topicArn: undefined,
    logGroupArn: undefined,
  };
  return {
    name: "test",
    stacks: [],
    isSynthesized: true,
    resources: [],
    buckets: [],
    trails: [trail],
    trail,
    logBucket: {
      ...place,
      name: "logs",
      arn: "arn:aws:s3:::logs",
      policy,
      created: true,
      blocksPublicAccess: true,
      ownerEnforced: true,
      versioned: true,
      keyArn: undefined,
      objectLock: undefined,
      forceDestroy: false,
    },
    accessLogBucket: undefined,
    replicaBucket: undefined,
    stateBucket: undefined,
    findingBuckets: [],
    resultsBucket: undefined,
    keys: [],
    channels: [],
    identities: [],
    organizationId: undefined,
    accountBlocksPublicAccess: undefined,
  };
}
