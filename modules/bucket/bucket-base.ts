import { dependable, Lazy, Token, type ITerraformDependable, type TerraformProvider } from "cdktf";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { Construct } from "constructs";
import { readerScopeProblems, SCOPE_OPTIONS, type ReaderScope } from "../access/log-scope";
import { keyConstruct, type LogKey } from "../key";
import { unknownOptions } from "../known-options";
import { isOrganizationId, ORGANIZATION_ID } from "../limits/formats";
import { arnsIn, renderPolicy, type Location, type Statement } from "../policy";
import { arnOf, resourcesOf, type Principal } from "../principal";
import {
  assertAddable,
  checkPolicyAtSynth,
  locationProblems,
  invalidFormat,
  invalidArn,
  notList,
  notOneOf,
  assertValid,
  type Problem,
} from "../validation";
import { acceptProviderRange } from "../provider-range";
import { bucketIn, takeNames } from "../taken-names";
import { BucketPolicy, DELETION, type BucketDenials } from "./bucket-policy";
import { DELIVERY_OPTIONS, deliveryProblems, type TrailDelivery } from "./delivery-statements";

export interface BucketPolicyProps extends Location, BucketDenials {
  readonly bucketName: string;
  /**
   * Encrypts the bucket's objects. Requests that name any other key are denied, except those in `onlyKeys`. The policy
   * of a key of this app allows whoever the bucket's policy allows. @default none
   */
  readonly key?: LogKey;
}

/**
 * A bucket whose policy is built from intent, as the key's is: each `allow…` adds AWS's statements for one use, and may
 * be called any number of times. The policy is rendered at synth, so the order of calls does not matter.
 */
export abstract class BucketBase extends Construct {
  /** Known before the bucket exists, since the name is. */
  readonly arn: string;
  readonly bucketName: string;
  readonly location: Location;
  /** The key that encrypts the bucket's objects, if it is known. */
  readonly key: LogKey | undefined;
  /** What the policy denies, whatever else it allows. */
  readonly denials: BucketDenials;

  private readonly policy: BucketPolicy;
  private readonly destinations: BucketBase[] = [];
  private readonly expected: string[] = [];

  constructor(scope: Construct, id: string, props: BucketPolicyProps) {
    super(scope, id);
    acceptProviderRange(this);
    const { account, region, bucketName, key, onlyKeys = [] } = props;
    this.denials = { ...props, onlyKeys: [...(key ? [key.arn] : []), ...onlyKeys] };
    assertValid(this, [...locationProblems(props), ...denialProblems(this.denials)]);
    this.bucketName = bucketName;
    this.location = { account, region };
    this.key = key;
    this.arn = arnsIn(this.location).bucket(bucketName);
    this.policy = new BucketPolicy(bucketName, this.location, this.denials);
    takeNames(this, bucketIn(region, bucketName));
    checkPolicyAtSynth(this, "bucket", props, () => this.statements);
    this.node.addValidation({ validate: () => this.policy.contradictions });
  }

  /** The resource that carries the bucket policy. Whatever delivers into the bucket must depend on it. */
  abstract readonly policyResource: S3BucketPolicy;

  /** The bucket policy's statements as of now. `addStatement` adds one. */
  get statements(): readonly Statement[] {
    return this.policy.statements;
  }

  /** Why CloudTrail cannot deliver into this bucket. @default it can */
  get refusal(): string | undefined {
    return this.denials.denySseS3
      ? "denySseS3 must be false where CloudTrail delivers, because its digest files request SSE-S3, got true"
      : undefined;
  }

  /** Where `allowTrailDelivery` lets trails deliver. */
  get deliveries(): readonly TrailDelivery[] {
    return this.policy.deliveries;
  }

  /** Names of this bucket and of all that receive its access logs, inventories and copies. */
  get logBuckets(): string[] {
    const found = new Set<BucketBase>([this]);
    for (const bucket of found) bucket.destinations.forEach((destination) => found.add(destination));
    return [...found].map(({ bucketName }) => bucketName);
  }

  /** Records that S3 writes to another bucket on behalf of this one. */
  sendsTo(destination: BucketBase): void {
    this.destinations.push(destination);
  }

  /** Lets CloudTrail deliver the log files of these trails, in addition to those of other calls. */
  allowTrailDelivery(delivery: TrailDelivery): void {
    assertValid(this, [notList("trailArns", delivery?.trailArns)]);
    assertValid(this, [
      this.refusal && `${this.refusal} (delivery of ${delivery.trailArns.join(", ")})`,
      ...unknownOptions(delivery, DELIVERY_OPTIONS),
      ...deliveryProblems(delivery),
    ]);
    this.policy.deliver(delivery);
  }

  /**
   * Lets these principals read the log files in scope, and decrypt them with the bucket's key: for readers of another
   * account who cannot assume a role of this one. Their own account must allow them the same in IAM, and so must the
   * policy of a key that is given by its ARN: the app cannot check either. With `onlyOrganizationId` they must belong
   * to the organization.
   */
  allowReaders(principals: readonly Principal[], scope: ReaderScope): void {
    assertValid(this, [
      notList("readers", principals),
      scope?.accounts === undefined && 'the readers\' scope must have accounts, or accounts: "all", got none',
    ]);
    const { accounts, regions = "all", prefix = "", organizationId = "" } = scope;
    assertValid(this, [
      principals.length === 0 && "readers must name at least one user or role, got none",
      ...principals.map((one) => invalidArn("readers", arnOf(one), "iam", "user/", "role/")),
      ...unknownOptions(scope, SCOPE_OPTIONS),
      ...readerScopeProblems(scope),
      [accounts, regions, prefix, organizationId].flat().some((text) => Token.isUnresolved(text)) &&
        "the readers' scope must be known at synth, got a token",
    ]);
    this.expected.push(...resourcesOf(principals).map(dependable));
    this.policy.read(principals.map(arnOf), scope);
    keyConstruct(this.key)?.allowUsers(...principals);
  }

  /**
   * Lets a role of the bucket's account, whose own policy says which log files it reads, read them even if `onlyReaders`
   * does not name it, and decrypt them with the bucket's key.
   */
  allowRole(role: Principal): void {
    assertValid(this, [invalidArn("role", arnOf(role), "iam", "role/")]);
    this.policy.admit(arnOf(role));
    keyConstruct(this.key)?.allowUsers(role);
  }

  /**
   * Lets S3 write the server access logs of `source`, a bucket of the same account and Region, to this bucket. Only AWS
   * services may then write below `prefix`, or anywhere in this bucket if there is no prefix.
   */
  allowAccessLogsOf(source: string, prefix = ""): void {
    assertValid(this, [invalidArn("access logs' source", source, "s3", "")]);
    this.policy.takeAccessLogs(source, prefix);
  }

  /**
   * Lets S3 write inventory reports on `source`, a bucket of the same account, to this bucket. `prefix` as for access
   * logs.
   */
  allowInventoryOf(source: string, prefix = ""): void {
    assertValid(this, [invalidArn("inventory's source", source, "s3", "")]);
    this.policy.takeInventory(source, prefix);
  }

  /** Lets a replication role copy objects out of this bucket, even if `onlyReaders` does not name it. */
  allowReplicationFrom(role: Principal): void {
    assertValid(this, [invalidArn("replication role", arnOf(role), "iam", "role/")]);
    this.policy.replicateFrom(arnOf(role));
  }

  /**
   * Lets a replication role, possibly of another account, write copies to this bucket. Nobody else may write to a
   * bucket that receives only copies.
   */
  allowReplicationBy(role: Principal): void {
    assertValid(this, [invalidArn("replication role", arnOf(role), "iam", "role/")]);
    this.expected.push(...resourcesOf([role]).map(dependable));
    this.policy.replicate(arnOf(role));
  }

  /**
   * Adds your own statement, which Deny statements of this policy still limit. Its resources are the bucket and its
   * objects. `dependsOn`: what must exist before the policy names it, such as a role of this app.
   *
   * Only the service of an action is checked here: `audit-trail matrix` and `audit-trail review` refuse an action that AWS
   * does not have.
   */
  addStatement(statement: Statement, dependsOn: readonly ITerraformDependable[] = []): void {
    assertAddable(this, statement, { kind: "bucket", service: "s3", resource: this.arn });
    this.expected.push(...dependsOn.map(dependable));
    this.policy.added.push(statement);
  }

  /** Makes the policy resource. `bucket` is the resource's name attribute where this app makes the bucket. */
  protected createPolicy(bucket: string, provider: TerraformProvider | undefined): S3BucketPolicy {
    const policy = Lazy.stringValue({ produce: () => renderPolicy(this.statements) });
    const resource = new S3BucketPolicy(this, "Policy", { bucket, policy, provider });
    resource.dependsOn = this.expected;
    return resource;
  }

  /** Makes the policy resource wait for this one, too. */
  protected awaitResource(fqn: string): void {
    this.expected.push(fqn);
  }
}

function denialProblems(denials: BucketDenials): Problem[] {
  const { onlyKeys = [], requireKeyHeader, denySseS3, onlyOrganizationId, onlyReaders, breakGlassRoles = [] } = denials;
  const { deletionProtection = "objectsAndVersions", minimumTlsVersion = "1.2" } = denials;
  return [
    notOneOf("deletionProtection", deletionProtection, Object.keys(DELETION)),
    notOneOf("minimumTlsVersion", minimumTlsVersion, ["1.2", "1.3"]),
    requireKeyHeader && onlyKeys.length === 0 && "requireKeyHeader needs a key, got none",
    denySseS3 && onlyKeys.length === 0 && "denySseS3 needs a key, got none",
    onlyOrganizationId !== undefined &&
      invalidFormat("onlyOrganizationId", onlyOrganizationId, isOrganizationId, ORGANIZATION_ID),
    onlyReaders?.length === 0 && "onlyReaders must name at least one reader, got none",
    ...(onlyReaders ?? []).map((one) => invalidArn("onlyReaders", arnOf(one), "iam", "user/", "role/")),
    ...breakGlassRoles.map((one) => invalidArn("breakGlassRoles", arnOf(one), "iam", "role/")),
  ];
}
