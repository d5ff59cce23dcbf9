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
import type { AwsClients } from "./clients";
import { actionOf, AwsFailure, failureOf } from "./failure";

interface SendOptions {
  readonly abortSignal: AbortSignal;
}

/** What AWS says of one account in one Region. Each question is asked once a run, however many checks need it. */
export class Answers {
  private readonly asked = new Map<string, Promise<unknown>>();
  private unanswered = false;

  constructor(
    private readonly clients: AwsClients,
    private readonly signal: AbortSignal,
    /** For one call with all its tries. */
    private readonly timeoutMs: number,
  ) {}

  identity = () => this.ask("STS", new GetCallerIdentityCommand({}), (...ask) => this.clients.sts.send(...ask));

  key = (KeyId: string) =>
    this.ask("KMS", new DescribeKeyCommand({ KeyId }), (...ask) => this.clients.kms.send(...ask));

  keyPolicy = (KeyId: string) =>
    this.ask("KMS", new GetKeyPolicyCommand({ KeyId, PolicyName: "default" }), (...ask) =>
      this.clients.kms.send(...ask),
    );

  keyRotation = (KeyId: string) =>
    this.ask("KMS", new GetKeyRotationStatusCommand({ KeyId }), (...ask) => this.clients.kms.send(...ask));

  trails = (name: string) =>
    this.ask("CloudTrail", new DescribeTrailsCommand({ trailNameList: [name] }), (...ask) =>
      this.clients.cloudTrail.send(...ask),
    );

  trailStatus = (Name: string) =>
    this.ask("CloudTrail", new GetTrailStatusCommand({ Name }), (...ask) => this.clients.cloudTrail.send(...ask));

  eventSelectors = (TrailName: string) =>
    this.ask("CloudTrail", new GetEventSelectorsCommand({ TrailName }), (...ask) =>
      this.clients.cloudTrail.send(...ask),
    );

  insightSelectors = (TrailName: string) =>
    this.ask("CloudTrail", new GetInsightSelectorsCommand({ TrailName }), (...ask) =>
      this.clients.cloudTrail.send(...ask),
    );

  buckets = (Prefix: string) =>
    this.ask("S3", new s3.ListBucketsCommand({ Prefix, MaxBuckets: 1000 }), (...ask) => this.clients.s3.send(...ask));

  bucketLocation = (Bucket: string) =>
    this.ask("S3", new s3.GetBucketLocationCommand({ Bucket }), (...ask) => this.clients.s3.send(...ask));

  publicAccessBlock = (Bucket: string) =>
    this.ask("S3", new s3.GetPublicAccessBlockCommand({ Bucket }), (...ask) => this.clients.s3.send(...ask));

  ownership = (Bucket: string) =>
    this.ask("S3", new s3.GetBucketOwnershipControlsCommand({ Bucket }), (...ask) => this.clients.s3.send(...ask));

  versioning = (Bucket: string) =>
    this.ask("S3", new s3.GetBucketVersioningCommand({ Bucket }), (...ask) => this.clients.s3.send(...ask));

  encryption = (Bucket: string) =>
    this.ask("S3", new s3.GetBucketEncryptionCommand({ Bucket }), (...ask) => this.clients.s3.send(...ask));

  lifecycle = (Bucket: string) =>
    this.ask("S3", new s3.GetBucketLifecycleConfigurationCommand({ Bucket }), (...ask) => this.clients.s3.send(...ask));

  objectLock = (Bucket: string) =>
    this.ask("S3", new s3.GetObjectLockConfigurationCommand({ Bucket }), (...ask) => this.clients.s3.send(...ask));

  logging = (Bucket: string) =>
    this.ask("S3", new s3.GetBucketLoggingCommand({ Bucket }), (...ask) => this.clients.s3.send(...ask));

  replication = (Bucket: string) =>
    this.ask("S3", new s3.GetBucketReplicationCommand({ Bucket }), (...ask) => this.clients.s3.send(...ask));

  bucketPolicy = (Bucket: string) =>
    this.ask("S3", new s3.GetBucketPolicyCommand({ Bucket }), (...ask) => this.clients.s3.send(...ask));

  objects = (input: s3.ListObjectsV2CommandInput) =>
    this.ask("S3", new s3.ListObjectsV2Command(input), (...ask) => this.clients.s3.send(...ask));

  objectHead = (Bucket: string, Key: string) =>
    this.ask("S3", new s3.HeadObjectCommand({ Bucket, Key }), (...ask) => this.clients.s3.send(...ask));

  /** The bytes; throws for more than `limit`. Not shared, since nobody needs them twice. */
  async object(Bucket: string, Key: string, limit: number): Promise<Uint8Array> {
    const action = actionOf("S3", "GetObject");
    try {
      const { Body, ContentLength = 0 } = await this.clients.s3.send(new s3.GetObjectCommand({ Bucket, Key }), {
        abortSignal: AbortSignal.any([this.signal, AbortSignal.timeout(this.timeoutMs)]),
      });
      if (ContentLength > limit) {
        (Body as { destroy?: () => void } | undefined)?.destroy?.();
        throw new AwsFailure("broken", action, "TooLarge", `it holds ${ContentLength} bytes, more than ${limit}`);
      }
      return (await Body?.transformToByteArray()) ?? new Uint8Array();
    } catch (error) {
      throw failureOf(error, action);
    }
  }

  accountPublicAccessBlock = (AccountId: string) =>
    this.ask("S3 Control", new GetPublicAccessBlockCommand({ AccountId }), (...ask) =>
      this.clients.s3Control.send(...ask),
    );

  simulatePrincipal = (input: SimulatePrincipalPolicyCommandInput) =>
    this.ask("IAM", new SimulatePrincipalPolicyCommand(input), (...ask) => this.clients.iam.send(...ask));

  simulateCustom = (input: SimulateCustomPolicyCommandInput) =>
    this.ask("IAM", new SimulateCustomPolicyCommand(input), (...ask) => this.clients.iam.send(...ask));

  /** Whether a question met nobody who could answer it. */
  get metNobody(): boolean {
    return this.unanswered;
  }

  /** Closes the connections, which would keep the process alive. */
  end(): void {
    for (const client of Object.values(this.clients) as { destroy(): void }[]) client.destroy();
  }

  /** Throws an `AwsFailure` where AWS gives no answer. */
  private ask<Command extends { readonly input: object }, Answer>(
    service: string,
    command: Command,
    send: (command: Command, options: SendOptions) => Promise<Answer>,
  ): Promise<Answer> {
    const operation = command.constructor.name.replace(/Command$/, "");
    const question = `${service} ${operation} ${JSON.stringify(command.input)}`;
    const known = this.asked.get(question);
    if (known) return known as Promise<Answer>;
    const action = actionOf(service, operation);
    const limit = AbortSignal.timeout(this.timeoutMs);
    const answer = send(command, { abortSignal: AbortSignal.any([this.signal, limit]) }).catch((error: unknown) => {
      const failure = limit.aborted
        ? new AwsFailure("unreachable", action, "Timeout", `nothing within ${this.timeoutMs / 1000} seconds`)
        : failureOf(error, action);
      this.unanswered ||= failure.kind === "unreachable" || failure.kind === "broken";
      throw failure;
    });
    this.asked.set(question, answer);
    return answer;
  }
}
