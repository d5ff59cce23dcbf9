import { dependable, Lazy, Token, type ITerraformDependable, type TerraformResource } from "cdktf";
import { KmsGrant } from "@cdktf/provider-aws/lib/kms-grant";
import { Construct } from "constructs";
import { isAccountId } from "../limits/formats";
import { arnsIn, foldStatements, parseArn, renderPolicy, stops, type Location, type Statement } from "../policy";
import { arnOf, resourcesOf, type Principal } from "../principal";
import {
  assertAddable,
  checkPolicyAtSynth,
  isObject,
  locationProblems,
  invalidFormat,
  invalidArn,
  notOneOf,
  assertValid,
} from "../validation";
import { acceptProviderRange } from "../provider-range";
import { unknownOptions } from "../known-options";
import { bucketUserProblems, regionMismatch, replicationProblems } from "./argument-problems";
import { foreignUserProblems } from "./foreign-users";
import { GRANT_OPTIONS, SERVICE_OPTIONS, type GrantProps, type ServiceAccess } from "./grant-types";
import * as s3Statements from "./s3-statements";
import * as statements from "./statements";

/**
 * What the key policy allows the account's root, and with it the account's IAM policies:
 * - `administers`: IAM policies may let principals administer the key, but never use it. The key policy can always be
 *   repaired.
 * - `iamDecides`: `kms:*`. The key policy alone no longer decides who decrypts: any principal with `kms:Decrypt` or
 *   `*:*` in IAM can read the logs.
 * - `nothing`: only the named administrators have access. If all of them are deleted, nobody can repair the
 *   key policy.
 */
export type RootAccess = "administers" | "iamDecides" | "nothing";

/** What a service may do: use the key, but never administer it or create grants. */
const SERVICE_ACTION =
  /^kms:(Encrypt|Decrypt|ReEncrypt(From|To|\*)|GenerateDataKey(WithoutPlaintext|\*)?|DescribeKey)$/;

/** A statement of a key policy, where `"*"` is the key itself. */
export type KeyStatement = Omit<Statement, "Resource"> & {
  /** @default "*" */
  readonly Resource?: "*";
};

export interface KeyPolicyProps extends Location {
  /** IAM ARNs or roles of this app that administer the key. They never decrypt. @default none */
  readonly administrators?: readonly Principal[];
  /** @default "administers" */
  readonly rootAccess?: RootAccess;
}

/**
 * A key whose policy is built from intent: each `allow…` says who uses the key for what, and `statements` is
 * the resulting list. The policy is rendered at synth, so the order of calls does not matter.
 */
export abstract class KeyBase extends Construct {
  /** Key ARN. AWS generates the key id, so this is a token. */
  abstract readonly arn: string;
  /** The resource that carries the key policy. Whatever uses the key must depend on it. */
  abstract readonly policyResource: TerraformResource;

  readonly location: Location;
  /** Whether the key existed before: others may use it whose permission this policy replaces. */
  readonly existed: boolean = false;
  private readonly rootAccess: RootAccess;
  private readonly administrators: string[] = [];
  private readonly users: string[] = [];
  private readonly trailArns: string[] = [];
  private readonly logGroupArns: string[] = [];
  private readonly additional: Statement[] = [];
  private readonly added: Statement[] = [];
  private readonly expected: string[] = [];

  constructor(scope: Construct, id: string, props: KeyPolicyProps) {
    super(scope, id);
    acceptProviderRange(this);
    const { account, region, administrators = [], rootAccess = "administers" } = props;
    assertValid(this, [
      ...locationProblems(props),
      notOneOf("rootAccess", rootAccess, ["administers", "iamDecides", "nothing"]),
      rootAccess === "nothing" &&
        administrators.length === 0 &&
        `administrators must name at least one principal when rootAccess is "nothing", got none; nobody could repair the key`,
      rootAccess === "nothing" &&
        administrators.length > 0 &&
        administrators.map(arnOf).every((arn) => !Token.isUnresolved(arn) && parseArn(arn)?.account !== account) &&
        `administrators must name a principal of account ${account} when rootAccess is "nothing": a principal of another account cannot change a key policy`,
      ...administrators.map((one) => invalidArn("administrators", arnOf(one), "iam", "user/", "role/")),
    ]);
    this.location = { account, region };
    this.rootAccess = rootAccess;
    this.administrators.push(...this.namesOf(administrators));
    checkPolicyAtSynth(this, "key", props, () => this.statements);
    this.node.addValidation({ validate: () => [...foreignUserProblems(this, this.users), ...this.contradictions()] });
  }

  /** Added statements that deny what trails do with the key. */
  private contradictions(): string[] {
    const call = { service: "cloudtrail.amazonaws.com", action: "kms:GenerateDataKey", resource: "*" };
    const stopping = this.trailArns.length > 0 ? this.added.filter((statement) => stops(statement, call)) : [];
    return stopping.map(
      ({ Sid }) =>
        `statement "${Sid}" denies CloudTrail ${call.action}, which ${this.trailArns.join(", ")} requires to encrypt; ` +
        "add a condition that excepts AWS services, such as aws:PrincipalIsAWSService",
    );
  }

  /** The key policy's statements as of now. `addStatement` adds one. */
  get statements(): readonly Statement[] {
    const { location, administrators, users, trailArns, logGroupArns } = this;
    return [
      ...(this.rootAccess === "administers" ? [statements.rootAdministers(location)] : []),
      ...(this.rootAccess === "iamDecides" ? [statements.iamDecides(location)] : []),
      ...(administrators.length > 0 ? [statements.administratorsAdminister(administrators)] : []),
      ...(trailArns.length > 0 ? statements.trailsEncrypt(trailArns) : []),
      ...(users.length > 0 ? [s3Statements.usersDecryptThroughS3(users, location.region)] : []),
      ...(logGroupArns.length > 0 ? [statements.logGroupsEncrypt(logGroupArns, location.region)] : []),
      ...foldStatements(this.additional),
      ...this.added,
    ];
  }

  /**
   * Lets these principals read log files: decrypt through S3 in the key's Region, with CloudTrail's encryption context.
   * Those of another account must also be let into the bucket: `allowReaders` of the bucket does both.
   */
  allowUsers(...users: readonly Principal[]): void {
    assertValid(
      this,
      users.map((one) => invalidArn("users", arnOf(one), "iam", "user/", "role/")),
    );
    this.users.push(...this.namesOf(users));
  }

  /** Lets these principals write and read, through S3, the objects of a bucket that this key encrypts. */
  allowBucketUsers(bucketArn: string, ...users: readonly Principal[]): void {
    assertValid(this, bucketUserProblems("bucket users", bucketArn, users));
    this.additional.push(s3Statements.bucketUsersUseKey(this.namesOf(users), bucketArn, this.location.region));
  }

  /**
   * Lets these principals read, through S3, the objects of a bucket that this key encrypts. For log files that CloudTrail
   * encrypts, use `allowUsers`: copies that S3 makes of them no longer have CloudTrail's encryption context.
   */
  allowObjectReaders(bucketArn: string, ...readers: readonly Principal[]): void {
    assertValid(this, bucketUserProblems("object readers", bucketArn, readers));
    this.additional.push(s3Statements.objectReadersDecrypt(this.namesOf(readers), bucketArn, this.location.region));
  }

  /** Lets this trail, of this or another account, encrypt its log files. The ARN must be known at synth. */
  allowTrail(trailArn: string): void {
    assertValid(this, [
      Token.isUnresolved(trailArn) && "trailArn must be known at synth, got a token",
      invalidArn("trailArn", trailArn, "cloudtrail", "trail/"),
    ]);
    this.trailArns.push(trailArn);
  }

  /** Lets CloudWatch Logs encrypt this log group, in the key's Region. The ARN must not end with `:*`. */
  allowLogGroup(logGroupArn: string): void {
    assertValid(this, [
      invalidArn("logGroupArn", logGroupArn, "logs", "log-group:"),
      logGroupArn.endsWith(":*") && `logGroupArn must not end with ":*", got "${logGroupArn}"`,
      regionMismatch(logGroupArn, this.location.region),
    ]);
    this.logGroupArns.push(logGroupArn);
  }

  /** Lets a replication role read objects of `bucketArn` that this key encrypts. */
  allowReplicationFrom(role: Principal, bucketArn: string): void {
    assertValid(this, replicationProblems(role, bucketArn));
    this.additional.push(s3Statements.replicationDecrypts(this.namesOf([role])[0]!, bucketArn, this.location.region));
  }

  /** Lets a replication role write objects to `bucketArn` that this key encrypts. */
  allowReplicationInto(role: Principal, bucketArn: string): void {
    assertValid(this, replicationProblems(role, bucketArn));
    this.additional.push(s3Statements.replicationEncrypts(this.namesOf([role])[0]!, bucketArn, this.location.region));
  }

  /** Lets these principals of the key's account publish to an encrypted topic in its Region. */
  allowPublishers(topicArn: string, ...publishers: readonly Principal[]): void {
    assertValid(this, [
      Token.isUnresolved(topicArn) && "topicArn must be known at synth, got a token",
      invalidArn("topicArn", topicArn, "sns", ""),
      ...publishers.map((one) => invalidArn("publishers", arnOf(one), "iam", "user/", "role/")),
    ]);
    this.additional.push(statements.publishersUseKey(this.namesOf(publishers), topicArn, this.location.region));
  }

  /**
   * Lets any other service use the key. Calls with the same Sid become one statement, with all their sources and
   * contexts.
   */
  allowService(access: ServiceAccess): void {
    const { sid, service, actions, sourceArns = [], sourceAccount, withoutSource = false } = access;
    const tied = sourceArns.length > 0 || sourceAccount !== undefined;
    assertValid(this, [
      ...unknownOptions(access, SERVICE_OPTIONS, `${sid}: `),
      !/^[a-z0-9.-]+\.amazonaws\.com(\.cn)?$/.test(service) &&
        `${sid}: service must be a service principal such as "sns.amazonaws.com", got "${service}"`,
      ...actions.map(
        (action) =>
          !SERVICE_ACTION.test(action) &&
          `${sid}: actions must encrypt, decrypt or describe, like "kms:GenerateDataKey*", got "${action}"`,
      ),
      ...sourceArns.map(
        (arn) =>
          !Token.isUnresolved(arn) &&
          !/^arn:aws[a-z-]*:[a-z0-9-]+:/.test(arn) &&
          `${sid}: sourceArns must be ARNs or patterns of them, got "${arn}"`,
      ),
      sourceAccount !== undefined && invalidFormat(`${sid}: sourceAccount`, sourceAccount, isAccountId, "12 digits"),
      !tied &&
        !withoutSource &&
        `${sid}: sourceArns or sourceAccount must name the source for which ${service} acts, got neither`,
      tied && withoutSource && `${sid}: withoutSource cannot be combined with sourceArns or sourceAccount`,
    ]);
    this.additional.push(statements.serviceUses(access));
  }

  /**
   * Adds your own statement. No Deny of this policy limits what it allows; the access matrix shows it. `dependsOn`:
   * what must exist before the policy names it, such as a role of this app.
   *
   * Only the service of an action is checked here: `audit-trail matrix` and `audit-trail review` refuse an action that AWS
   * does not have.
   */
  addStatement(statement: KeyStatement, dependsOn: readonly ITerraformDependable[] = []): void {
    const whole = isObject(statement) ? { ...statement, Resource: statement.Resource ?? "*" } : statement;
    assertAddable(this, whole, { kind: "key", service: "kms", resource: "*" });
    this.expected.push(...dependsOn.map(dependable));
    this.added.push(whole);
  }

  /** Creates a KMS grant, and lets the key's administrators create this grant only. */
  grant(props: GrantProps): KmsGrant {
    const { name, granteePrincipal, operations, encryptionContextEquals, encryptionContextSubset } = props;
    const contexts = [encryptionContextEquals, encryptionContextSubset].filter((context) => context !== undefined);
    assertValid(this, [
      ...unknownOptions(props, GRANT_OPTIONS, `grant ${name}: `),
      !/^[A-Za-z0-9]+$/.test(name) && `grant name must be letters and digits, got "${name}"`,
      operations.length === 0 && `grant ${name}: operations must not be empty`,
      contexts.length !== 1 &&
        `grant ${name}: exactly one of encryptionContextEquals and encryptionContextSubset is required, got ${contexts.length}`,
      isEmpty(encryptionContextEquals) && `grant ${name}: encryptionContextEquals must not be empty`,
      isEmpty(encryptionContextSubset) && `grant ${name}: encryptionContextSubset must not be empty`,
      invalidArn(`grant ${name}: granteePrincipal`, arnOf(granteePrincipal), "iam", "user/", "role/"),
    ]);
    const creators = [...this.administrators];
    if (this.rootAccess !== "nothing") creators.push(arnsIn(this.location).root());
    this.additional.push(statements.grantIsCreated(creators, props));
    return new KmsGrant(this, `Grant${name}`, {
      name,
      keyId: this.arn,
      granteePrincipal: arnOf(granteePrincipal),
      operations: [...operations],
      constraints: [{ encryptionContextEquals, encryptionContextSubset }],
      provider: this.policyResource.provider,
      dependsOn: [this.policyResource, ...resourcesOf([granteePrincipal])],
    });
  }

  /** The policy as JSON for Terraform, complete at synth. */
  protected get renderedPolicy(): string {
    return Lazy.stringValue({ produce: () => renderPolicy(this.statements) });
  }

  /** Makes the resource that carries the policy wait for the principals that this app creates. */
  protected awaitPrincipals(policyResource: TerraformResource): void {
    policyResource.dependsOn = this.expected;
  }

  private namesOf(principals: readonly Principal[]): string[] {
    this.expected.push(...resourcesOf(principals).map(dependable));
    return principals.map(arnOf);
  }
}

function isEmpty(context: object | undefined): boolean {
  return context !== undefined && Object.keys(context).length === 0;
}
