import {
  DescribeTrailsCommand,
  GetEventSelectorsCommand,
  GetInsightSelectorsCommand,
  GetTrailStatusCommand,
} from "@aws-sdk/client-cloudtrail";
import {
  SimulateCustomPolicyCommand,
  SimulatePrincipalPolicyCommand,
  type SimulateCustomPolicyCommandInput,
  type SimulatePrincipalPolicyCommandInput,
} from "@aws-sdk/client-iam";
import {
  DescribeKeyCommand,
  GetKeyPolicyCommand,
  GetKeyRotationStatusCommand,
  ListGrantsCommand,
} from "@aws-sdk/client-kms";
import {
  ListAWSServiceAccessForOrganizationCommand,
  ListDelegatedAdministratorsCommand,
} from "@aws-sdk/client-organizations";
import * as s3 from "@aws-sdk/client-s3";
import { GetPublicAccessBlockCommand, ListAccessPointsCommand } from "@aws-sdk/client-s3-control";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { AlertReader } from "./alert-reader";
import { makeCall } from "./call";
import { CallCache } from "./call-cache";
import { closeClients, type AwsClients } from "./clients";
import { actionOf, AwsFailure } from "./errors";
import { EventHistory } from "./event-history";
import { getObject, S3Objects } from "./objects";
import { allPages } from "./pages";
import { publicKeys } from "./public-keys";
import type * as Queries from "./query-reader";
import { ReceiverReader } from "./receiver-reader";
import { RoleReader } from "./role-reader";
import { ThreatReader } from "./threat-reader";

/** Reads from AWS in one account and Region. Each call is made once per run, however many checks need its answer. */
export class AwsReader {
  readonly history: EventHistory;
  readonly roles: RoleReader;
  readonly receivers: ReceiverReader;
  /** Objects and listings, which are not cached. */
  readonly files: S3Objects;
  readonly alerts: AlertReader;
  readonly threats: ThreatReader;
  private readonly calls: CallCache;
  private queryReader: Queries.QueryReader | undefined;

  /** `timeoutMs`: for one call with all its attempts. */
  constructor(
    private readonly clients: AwsClients,
    signal: AbortSignal,
    timeoutMs: number,
  ) {
    this.calls = new CallCache({ signal, timeoutMs });
    this.history = new EventHistory(this.calls, clients.cloudTrail);
    this.roles = new RoleReader(this.calls, clients.iam);
    this.receivers = new ReceiverReader(this.calls, clients);
    this.files = new S3Objects(clients.s3, timeoutMs);
    this.alerts = new AlertReader(this.calls, clients);
    this.threats = new ThreatReader(this.calls, clients.guardDuty);
  }

  /** Few environments use Athena and Glue, whose packages take long to load. */
  get queries(): Queries.QueryReader {
    // oxlint-disable-next-line typescript/no-require-imports -- import() would load Node's loader of ES modules
    const { QueryReader } = require("./query-reader") as typeof Queries;
    return (this.queryReader ??= new QueryReader(this.calls, this.clients));
  }

  identity = () =>
    this.calls.request("STS", new GetCallerIdentityCommand({}), (...request) => this.clients.sts.send(...request));

  key = (KeyId: string) =>
    this.calls.request("KMS", new DescribeKeyCommand({ KeyId }), (...request) => this.clients.kms.send(...request));

  keyPolicy = (KeyId: string) =>
    this.calls.request("KMS", new GetKeyPolicyCommand({ KeyId, PolicyName: "default" }), (...request) =>
      this.clients.kms.send(...request),
    );

  keyRotation = (KeyId: string) =>
    this.calls.request("KMS", new GetKeyRotationStatusCommand({ KeyId }), (...request) =>
      this.clients.kms.send(...request),
    );

  keyGrants = (KeyId: string) =>
    allPages(
      (Marker) =>
        this.calls.request("KMS", new ListGrantsCommand({ KeyId, Marker }), (...request) =>
          this.clients.kms.send(...request),
        ),
      ({ Grants }) => Grants,
      ({ NextMarker }) => NextMarker,
    );

  trails = (name: string) =>
    this.calls.request("CloudTrail", new DescribeTrailsCommand({ trailNameList: [name] }), (...request) =>
      this.clients.cloudTrail.send(...request),
    );

  trailStatus = (Name: string) =>
    this.calls.request("CloudTrail", new GetTrailStatusCommand({ Name }), (...request) =>
      this.clients.cloudTrail.send(...request),
    );

  publicKeys = (from: Date, to: Date) => publicKeys(this.clients.cloudTrail, from, to, this.calls.limits);

  eventSelectors = (TrailName: string) =>
    this.calls.request("CloudTrail", new GetEventSelectorsCommand({ TrailName }), (...request) =>
      this.clients.cloudTrail.send(...request),
    );

  insightSelectors = (TrailName: string) =>
    this.calls.request("CloudTrail", new GetInsightSelectorsCommand({ TrailName }), (...request) =>
      this.clients.cloudTrail.send(...request),
    );

  buckets = (Prefix: string) =>
    this.calls.request("S3", new s3.ListBucketsCommand({ Prefix, MaxBuckets: 1000 }), (...request) =>
      this.clients.s3.send(...request),
    );

  bucketLocation = (Bucket: string) =>
    this.calls.request("S3", new s3.GetBucketLocationCommand({ Bucket }), (...request) =>
      this.clients.s3.send(...request),
    );

  publicAccessBlock = (Bucket: string) =>
    this.calls.request("S3", new s3.GetPublicAccessBlockCommand({ Bucket }), (...request) =>
      this.clients.s3.send(...request),
    );

  ownership = (Bucket: string) =>
    this.calls.request("S3", new s3.GetBucketOwnershipControlsCommand({ Bucket }), (...request) =>
      this.clients.s3.send(...request),
    );

  versioning = (Bucket: string) =>
    this.calls.request("S3", new s3.GetBucketVersioningCommand({ Bucket }), (...request) =>
      this.clients.s3.send(...request),
    );

  encryption = (Bucket: string) =>
    this.calls.request("S3", new s3.GetBucketEncryptionCommand({ Bucket }), (...request) =>
      this.clients.s3.send(...request),
    );

  lifecycle = (Bucket: string) =>
    this.calls.request("S3", new s3.GetBucketLifecycleConfigurationCommand({ Bucket }), (...request) =>
      this.clients.s3.send(...request),
    );

  objectLock = (Bucket: string) =>
    this.calls.request("S3", new s3.GetObjectLockConfigurationCommand({ Bucket }), (...request) =>
      this.clients.s3.send(...request),
    );

  logging = (Bucket: string) =>
    this.calls.request("S3", new s3.GetBucketLoggingCommand({ Bucket }), (...request) =>
      this.clients.s3.send(...request),
    );

  replication = (Bucket: string) =>
    this.calls.request("S3", new s3.GetBucketReplicationCommand({ Bucket }), (...request) =>
      this.clients.s3.send(...request),
    );

  notifications = (Bucket: string) =>
    this.calls.request("S3", new s3.GetBucketNotificationConfigurationCommand({ Bucket }), (...request) =>
      this.clients.s3.send(...request),
    );

  inventories = (Bucket: string) =>
    allPages(
      (ContinuationToken) =>
        this.calls.request(
          "S3",
          new s3.ListBucketInventoryConfigurationsCommand({ Bucket, ContinuationToken }),
          (...request) => this.clients.s3.send(...request),
        ),
      ({ InventoryConfigurationList }) => InventoryConfigurationList,
      ({ NextContinuationToken }) => NextContinuationToken,
    );

  website = (Bucket: string) =>
    this.calls.request("S3", new s3.GetBucketWebsiteCommand({ Bucket }), (...request) =>
      this.clients.s3.send(...request),
    );

  cors = (Bucket: string) =>
    this.calls.request("S3", new s3.GetBucketCorsCommand({ Bucket }), (...request) => this.clients.s3.send(...request));

  acl = (Bucket: string) =>
    this.calls.request("S3", new s3.GetBucketAclCommand({ Bucket }), (...request) => this.clients.s3.send(...request));

  accessPoints = (AccountId: string, Bucket: string) =>
    allPages(
      (NextToken) =>
        this.calls.request("S3 Control", new ListAccessPointsCommand({ AccountId, Bucket, NextToken }), (...request) =>
          this.clients.s3Control.send(...request),
        ),
      ({ AccessPointList }) => AccessPointList,
      ({ NextToken }) => NextToken,
    );

  bucketPolicy = (Bucket: string) =>
    this.calls.request("S3", new s3.GetBucketPolicyCommand({ Bucket }), (...request) =>
      this.clients.s3.send(...request),
    );

  objects = (input: s3.ListObjectsV2CommandInput) =>
    this.calls.request("S3", new s3.ListObjectsV2Command(input), (...request) => this.clients.s3.send(...request));

  objectHead = (Bucket: string, Key: string) =>
    this.calls.request("S3", new s3.HeadObjectCommand({ Bucket, Key }), (...request) =>
      this.clients.s3.send(...request),
    );

  /** The bytes of an object. Throws for more than `limit`. Not cached: each object is read once. */
  async object(Bucket: string, Key: string, limit: number): Promise<Uint8Array> {
    const action = actionOf("S3", "GetObject");
    const { bytes } = await makeCall(action, this.calls.limits, (options) =>
      getObject(this.clients.s3, { Bucket, Key }, limit, options),
    );
    if (bytes) return bytes;
    throw new AwsFailure("broken", action, "TooLarge", `it has more than ${limit} bytes`);
  }

  accountPublicAccessBlock = (AccountId: string) =>
    this.calls.request("S3 Control", new GetPublicAccessBlockCommand({ AccountId }), (...request) =>
      this.clients.s3Control.send(...request),
    );

  /** Services that may act in every account of the organization. */
  trustedServices = () =>
    allPages(
      (NextToken) =>
        this.calls.request(
          "Organizations",
          new ListAWSServiceAccessForOrganizationCommand({ NextToken }),
          (...request) => this.clients.organizations.send(...request),
        ),
      ({ EnabledServicePrincipals }) => EnabledServicePrincipals,
      ({ NextToken }) => NextToken,
    );

  /** Accounts that manage the organization's trails for the management account. */
  trailAdministrators = () =>
    allPages(
      (NextToken) =>
        this.calls.request(
          "Organizations",
          new ListDelegatedAdministratorsCommand({ ServicePrincipal: "cloudtrail.amazonaws.com", NextToken }),
          (...request) => this.clients.organizations.send(...request),
        ),
      ({ DelegatedAdministrators }) => DelegatedAdministrators,
      ({ NextToken }) => NextToken,
    );

  simulatePrincipal = (input: SimulatePrincipalPolicyCommandInput) =>
    this.calls.request("IAM", new SimulatePrincipalPolicyCommand(input), (...request) =>
      this.clients.iam.send(...request),
    );

  simulateCustom = (input: SimulateCustomPolicyCommandInput) =>
    this.calls.request("IAM", new SimulateCustomPolicyCommand(input), (...request) =>
      this.clients.iam.send(...request),
    );

  /** Whether a call found no server, or one that failed. */
  get hadOutage(): boolean {
    return this.calls.hadOutage;
  }

  end(): void {
    closeClients(this.clients);
  }
}
