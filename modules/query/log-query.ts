import { AthenaNamedQuery } from "@cdktf/provider-aws/lib/athena-named-query";
import { AthenaWorkgroup } from "@cdktf/provider-aws/lib/athena-workgroup";
import { GlueCatalogDatabase } from "@cdktf/provider-aws/lib/glue-catalog-database";
import { GlueCatalogTable } from "@cdktf/provider-aws/lib/glue-catalog-table";
import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { Construct } from "constructs";
import { atSynth } from "../at-synth";
import { Bucket } from "../bucket";
import { constructId } from "../ids";
import { Key } from "../key";
import { assertKnown } from "../known-options";
import { policyProblems, renderPolicy } from "../policy";
import { arnOf, resourcesOf, type Principal } from "../principal";
import { acceptProviderRange } from "../provider-range";
import { stableName } from "../stable-name";
import { assertValid } from "../validation";
import { queryNames } from "./names";
import { QUERY_OPTIONS, type LogQueryProps } from "./options";
import { queryProblems } from "./problems";
import { queryStatements } from "./reader-policy";
import { savedQueries } from "./saved-queries";
import { eventView, logTable } from "./table";

const GIGABYTE = 1024 ** 3;

/**
 * SQL on log files with Athena: a workgroup that nobody can leave, a table that knows the folders of the log files, the
 * view `ct`, and the incident queries of `audit-trail logs query`.
 */
export class LogQuery extends Construct {
  readonly workgroup: string;
  readonly databaseName: string;
  /** Encrypts the results. */
  readonly key: Key;
  readonly results: Bucket;
  /** Of the policy that `readers` have: it allows queries, but not reading the logs or the results, whose keys name their readers. */
  readonly policyArn: string;

  private readonly props: LogQueryProps;

  constructor(scope: Construct, id: string, props: LogQueryProps) {
    assertKnown(scope, id, props, QUERY_OPTIONS);
    super(scope, id);
    acceptProviderRange(this);
    assertValid(this, queryProblems(props));
    this.props = props;
    const { name, account, region, results, readers = [], provider, tags } = props;
    const { workgroup, databaseName } = queryNames(name, props);
    const here = { account, region, provider, tags };
    this.workgroup = workgroup;
    this.databaseName = databaseName;
    this.key = new Key(this, "Key", {
      ...here,
      aliases: [name],
      description: `Encrypts what queries found in ${props.logs.bucketName}`,
    });
    const { expireAfterDays = 30, ...options } = results;
    this.results = new Bucket(this, "Results", {
      ...options,
      ...here,
      encryption: { key: this.key },
      lifecycle: { expireAfterDays, keepNoncurrentDays: 1, abortUploadsAfterDays: 1 },
      onlyReaders: readers.length > 0 ? readers : undefined,
      dependsOn: [this.key.policyResource],
    });
    if (readers.length > 0) this.key.allowBucketUsers(this.results.arn, ...readers);
    this.createTables();
    this.createWorkgroup();
    this.policyArn = this.allow(readers);
  }

  private createTables(): void {
    const { logs, provider, tags } = this.props;
    const database = new GlueCatalogDatabase(this, "Database", {
      name: this.databaseName,
      description: `Log files in ${logs.bucketName}`,
      provider,
      tags,
    });
    const databaseName = atSynth(() => database.name);
    new GlueCatalogTable(this, "Records", { ...logTable(logs), databaseName, provider });
    new GlueCatalogTable(this, "View", { ...eventView(this.databaseName), databaseName, provider });
  }

  /** Enforced: what a caller asks for a query, such as another place for its results, does not count. */
  private createWorkgroup(): void {
    const { name, account, logs, results, maxScanGigabytes = 100, provider, tags } = this.props;
    const workgroup = new AthenaWorkgroup(this, "Workgroup", {
      name,
      description: `Queries log files in ${logs.bucketName}`,
      configuration: {
        enforceWorkgroupConfiguration: true,
        publishCloudwatchMetricsEnabled: true,
        requesterPaysEnabled: false,
        bytesScannedCutoffPerQuery: maxScanGigabytes * GIGABYTE,
        engineVersion: { selectedEngineVersion: "Athena engine version 3" },
        resultConfiguration: {
          outputLocation: `s3://${results.bucketName}/`,
          expectedBucketOwner: account,
          encryptionConfiguration: { encryptionOption: "SSE_KMS", kmsKeyArn: this.key.arn },
        },
      },
      // Its history of queries would keep it from being destroyed.
      forceDestroy: results.forceDestroy ?? false,
      dependsOn: [this.results.policyResource],
      provider,
      tags,
    });
    for (const { name: queryName, description, query } of savedQueries(logs, this.databaseName)) {
      new AthenaNamedQuery(this, constructId("Query", queryName), {
        name: queryName,
        description,
        database: this.databaseName,
        query,
        workgroup: atSynth(() => workgroup.name),
        provider,
      });
    }
  }

  private allow(readers: readonly Principal[]): string {
    const { name, iam = {}, provider, tags } = this.props;
    const statements = queryStatements(name, this.props, this.results.bucketName);
    assertValid(this, policyProblems(statements, "managed"));
    const policy = new IamPolicy(this, "Policy", {
      name,
      path: iam.path,
      description: `Queries CloudTrail logs in ${this.props.logs.bucketName}`,
      policy: renderPolicy(statements),
      provider,
      tags,
    });
    const policyArn = atSynth(() => policy.arn);
    for (const reader of readers) {
      const role = arnOf(reader).split("/").at(-1)!;
      new IamRolePolicyAttachment(this, constructId("Reader", stableName(this, role)), {
        role,
        policyArn,
        dependsOn: resourcesOf([reader]),
        provider,
      });
    }
    return policyArn;
  }
}
