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
import { DescribeKeyCommand, GetKeyPolicyCommand, GetKeyRotationStatusCommand } from "@aws-sdk/client-kms";
import * as s3 from "@aws-sdk/client-s3";
import { GetPublicAccessBlockCommand } from "@aws-sdk/client-s3-control";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { makeCall, type SendOptions } from "./call";
import { closeClients, type AwsClients } from "./clients";
import { actionOf, AwsFailure } from "./errors";
import { getObject } from "./objects";

/** Reads from AWS in one account and Region. Each call is made once per run, however many checks need its answer. */
export class AwsReader {
  private readonly asked = new Map<string, Promise<unknown>>();
  private sawOutage = false;

  constructor(
    private readonly clients: AwsClients,
    private readonly signal: AbortSignal,
    /** For one call with all its attempts. */
    private readonly timeoutMs: number,
  ) {}

  identity = () =>
    this.request("STS", new GetCallerIdentityCommand({}), (...request) => this.clients.sts.send(...request));

  key = (KeyId: string) =>
    this.request("KMS", new DescribeKeyCommand({ KeyId }), (...request) => this.clients.kms.send(...request));

  keyPolicy = (KeyId: string) =>
    this.request("KMS", new GetKeyPolicyCommand({ KeyId, PolicyName: "default" }), (...request) =>
      this.clients.kms.send(...request),
    );

  keyRotation = (KeyId: string) =>
    this.request("KMS", new GetKeyRotationStatusCommand({ KeyId }), (...request) => this.clients.kms.send(...request));

  trails = (name: string) =>
    this.request("CloudTrail", new DescribeTrailsCommand({ trailNameList: [name] }), (...request) =>
      this.clients.cloudTrail.send(...request),
    );

  trailStatus = (Name: string) =>
    this.request("CloudTrail", new GetTrailStatusCommand({ Name }), (...request) =>
      this.clients.cloudTrail.send(...request),
    );

  eventSelectors = (TrailName: string) =>
    this.request("CloudTrail", new GetEventSelectorsCommand({ TrailName }), (...request) =>
      this.clients.cloudTrail.send(...request),
    );

  insightSelectors = (TrailName: string) =>
    this.request("CloudTrail", new GetInsightSelectorsCommand({ TrailName }), (...request) =>
      this.clients.cloudTrail.send(...request),
    );

  buckets = (Prefix: string) =>
    this.request("S3", new s3.ListBucketsCommand({ Prefix, MaxBuckets: 1000 }), (...request) =>
      this.clients.s3.send(...request),
    );

  bucketLocation = (Bucket: string) =>
    this.request("S3", new s3.GetBucketLocationCommand({ Bucket }), (...request) => this.clients.s3.send(...request));

  publicAccessBlock = (Bucket: string) =>
    this.request("S3", new s3.GetPublicAccessBlockCommand({ Bucket }), (...request) =>
      this.clients.s3.send(...request),
    );

  ownership = (Bucket: string) =>
    this.request("S3", new s3.GetBucketOwnershipControlsCommand({ Bucket }), (...request) =>
      this.clients.s3.send(...request),
    );

  versioning = (Bucket: string) =>
    this.request("S3", new s3.GetBucketVersioningCommand({ Bucket }), (...request) => this.clients.s3.send(...request));

  encryption = (Bucket: string) =>
    this.request("S3", new s3.GetBucketEncryptionCommand({ Bucket }), (...request) => this.clients.s3.send(...request));

  lifecycle = (Bucket: string) =>
    this.request("S3", new s3.GetBucketLifecycleConfigurationCommand({ Bucket }), (...request) =>
      this.clients.s3.send(...request),
    );

  objectLock = (Bucket: string) =>
    this.request("S3", new s3.GetObjectLockConfigurationCommand({ Bucket }), (...request) =>
      this.clients.s3.send(...request),
    );

  logging = (Bucket: string) =>
    this.request("S3", new s3.GetBucketLoggingCommand({ Bucket }), (...request) => this.clients.s3.send(...request));

  replication = (Bucket: string) =>
    this.request("S3", new s3.GetBucketReplicationCommand({ Bucket }), (...request) =>
      this.clients.s3.send(...request),
    );

  bucketPolicy = (Bucket: string) =>
    this.request("S3", new s3.GetBucketPolicyCommand({ Bucket }), (...request) => this.clients.s3.send(...request));

  objects = (input: s3.ListObjectsV2CommandInput) =>
    this.request("S3", new s3.ListObjectsV2Command(input), (...request) => this.clients.s3.send(...request));

  objectHead = (Bucket: string, Key: string) =>
    this.request("S3", new s3.HeadObjectCommand({ Bucket, Key }), (...request) => this.clients.s3.send(...request));

  /** The bytes of an object. Throws for more than `limit`. Not cached: each object is read once. */
  async object(Bucket: string, Key: string, limit: number): Promise<Uint8Array> {
    const action = actionOf("S3", "GetObject");
    const { bytes } = await makeCall(action, { signal: this.signal, timeoutMs: this.timeoutMs }, (options) =>
      getObject(this.clients.s3, { Bucket, Key }, limit, options),
    );
    if (bytes) return bytes;
    throw new AwsFailure("broken", action, "TooLarge", `it has more than ${limit} bytes`);
  }

  accountPublicAccessBlock = (AccountId: string) =>
    this.request("S3 Control", new GetPublicAccessBlockCommand({ AccountId }), (...request) =>
      this.clients.s3Control.send(...request),
    );

  simulatePrincipal = (input: SimulatePrincipalPolicyCommandInput) =>
    this.request("IAM", new SimulatePrincipalPolicyCommand(input), (...request) => this.clients.iam.send(...request));

  simulateCustom = (input: SimulateCustomPolicyCommandInput) =>
    this.request("IAM", new SimulateCustomPolicyCommand(input), (...request) => this.clients.iam.send(...request));

  /** Whether a call found no server, or one that failed. */
  get hadOutage(): boolean {
    return this.sawOutage;
  }

  end(): void {
    closeClients(this.clients);
  }

  /** Throws an `AwsFailure`. */
  private request<Command extends { readonly input: object }, Answer>(
    service: string,
    command: Command,
    send: (command: Command, options: SendOptions) => Promise<Answer>,
  ): Promise<Answer> {
    const operation = command.constructor.name.replace(/Command$/, "");
    const question = `${service} ${operation} ${JSON.stringify(command.input)}`;
    const known = this.asked.get(question);
    if (known) return known as Promise<Answer>;
    const action = actionOf(service, operation);
    const limits = { signal: this.signal, timeoutMs: this.timeoutMs };
    const answer = makeCall(action, limits, (options) => send(command, options)).catch((failure: AwsFailure) => {
      this.sawOutage ||= failure.kind === "unreachable" || failure.kind === "broken";
      throw failure;
    });
    this.asked.set(question, answer);
    return answer;
  }
}
