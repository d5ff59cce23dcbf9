import { resolveEnvironment } from "../../../cli/model/build";
import type { Subject } from "../../../cli/access/subject";
import { subjectsOf } from "../../../cli/access/subjects";
import { readStacks } from "../../../cli/model/read";
import { environmentWith } from "../../support/environment";
import { Access, environmentOf } from "../../support/matrix";
import { policy, PROVIDER, trailStack, withStacks } from "../../support/stack-folder";

const ARCHIVE = "111122223333";
const AUDITED = "444455556666";

const statement = (more: object) => ({ Sid: "One", Effect: "Allow", Action: "s3:PutObject", Resource: "*", ...more });

const subjects = (...stacks: object[]): Promise<Subject[]> =>
  withStacks(Object.fromEntries(stacks.map((stack, index) => [`test-${index}`, stack])), (outdir) =>
    subjectsOf(resolveEnvironment("test", readStacks(outdir, "test"))),
  );

/** Subjects by id with what they send along. */
const sources = (all: readonly Subject[], service: string) =>
  Object.fromEntries(
    all.flatMap(({ id, title, caller }) =>
      caller.kind === "service" && caller.service === service
        ? [[id, [title, caller.sourceArn, caller.sourceAccount]]]
        : [],
    ),
  );

const idsOf = (all: readonly Subject[]) => all.map(({ id }) => id);

/** The trail's bucket lets a service in under these conditions. */
const service = (name: string, ...conditions: (object | undefined)[]) =>
  trailStack(
    ...conditions.map((Condition) => statement({ Principal: { Service: name }, ...(Condition && { Condition }) })),
  );

const ours = (...names: string[]) => ({
  ArnLike: { "aws:SourceArn": names.map((name) => `arn:aws:s3:::${name}`) },
  StringEquals: { "aws:SourceAccount": ARCHIVE },
});

describe("a service", () => {
  const S3 = "s3.amazonaws.com";

  test("comes for each source that any statement names, for an outsider's of the name, and for another", async () => {
    const all = await subjects(service(S3, ours("a", "b"), ours("b"), ours("c")));
    const of = (name: string) => ({
      [`s3-${name}`]: [`s3 for ${name}`, `arn:aws:s3:::${name}`, ARCHIVE],
      [`s3-${name}-foreign`]: [`s3 for an outsider's ${name}`, `arn:aws:s3:::${name}`, "000000000000"],
      [`s3-${name}-other`]: [`s3 for a source other than ${name}`, `arn:aws:s3:::${name}-other`, ARCHIVE],
      [`s3-${name}-no-arn`]: [`s3 for ${name} without a source ARN`, undefined, ARCHIVE],
      [`s3-${name}-no-account`]: [`s3 for ${name} without a source account`, `arn:aws:s3:::${name}`, undefined],
    });
    expect(sources(all, S3)).toEqual({ ...of("a"), ...of("b"), ...of("c") });
  });

  test("has the account that one of its statements tells", async () => {
    const { ArnLike } = ours("a");
    const all = await subjects(service(S3, { ArnLike }, ours("a")));
    expect(sources(all, S3)).toMatchObject({ "s3-a": ["s3 for a", "arn:aws:s3:::a", ARCHIVE] });
  });

  test("without a source comes without, and for an outsider", async () => {
    const all = await subjects(service("logs.eu-central-1.amazonaws.com", undefined));
    expect(sources(all, "logs.eu-central-1.amazonaws.com")).toEqual({
      "logs-eu-central-1": ["logs.eu-central-1 without a source", undefined, undefined],
      "logs-eu-central-1-foreign": [
        "logs.eu-central-1 for an outsider",
        "arn:aws:s3:::somebody-elses-bucket",
        "000000000000",
      ],
    });
  });

  test.each([
    ["cn-north-1", "arn:aws-cn:s3:::somebody-elses-bucket"],
    ["us-gov-west-1", "arn:aws-us-gov:s3:::somebody-elses-bucket"],
  ])("in %s, its outsider is of the same partition", async (region, arn) => {
    const provider = { aws: [{ region, allowed_account_ids: [ARCHIVE] }] };
    const all = await subjects({ ...service(S3, undefined), provider });
    expect(sources(all, S3)).toMatchObject({ "s3-foreign": ["s3 for an outsider", arn, "000000000000"] });
  });
});

describe("ids", () => {
  test("are unique, also where names differ in signs only, or accounts only", async () => {
    const named = ["role/a-b", "role/a.b", "role/a_b", "role/a--b", "role/a/b", "user/a-b"];
    const AWS = [ARCHIVE, AUDITED].flatMap((account) => named.map((name) => `arn:aws:iam::${account}:${name}`));
    const ids = idsOf(await subjects(trailStack(statement({ Principal: { AWS } }))));
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => /^\d{12}-/.test(id))).toHaveLength(AWS.length);
    expect(ids.every((id) => /^[A-Za-z0-9-]+$/.test(id))).toBe(true);
  });

  test("of plain names are the names, whoever else is there", async () => {
    const arn = (name: string) => `arn:aws:iam::${ARCHIVE}:role/${name}`;
    const alone = idsOf(await subjects(trailStack(statement({ Principal: { AWS: arn("log-reader") } }))));
    const both = idsOf(
      await subjects(trailStack(statement({ Principal: { AWS: [arn("log.reader"), arn("log-reader")] } }))),
    );
    expect(alone).toContain(`${ARCHIVE}-role-log-reader`);
    expect(both).toEqual(expect.arrayContaining(alone));
    expect(both).toHaveLength(alone.length + 1);
  });
});

test("the audited account's root and administrator are asked where the archive is apart", async () => {
  const archive = {
    provider: PROVIDER,
    resource: {
      aws_s3_bucket: { B: { bucket: "logs" } },
      aws_s3_bucket_policy: { P: { bucket: "${aws_s3_bucket.B.id}", policy: policy(statement({ Principal: "*" })) } },
    },
  };
  const trail = (account: string) => ({
    provider: { aws: [{ region: "eu-central-1", allowed_account_ids: [account] }] },
    resource: { aws_cloudtrail: { T: { name: "audit", s3_bucket_name: "logs" } } },
  });
  const apart = await subjects(archive, trail(AUDITED));
  const root = apart.find(({ id }) => id === "audited-root")!.caller;
  expect(root).toMatchObject({ arn: `arn:aws:iam::${AUDITED}:root` });
  expect(idsOf(apart)).toContain("audited-administrator");
  expect(idsOf(await subjects(archive, trail(ARCHIVE))).filter((id) => id.startsWith("audited"))).toEqual([]);
});

test("two accounts' roles of one name are distinguished", async () => {
  const trust = policy(statement({ Principal: { Service: "s3.amazonaws.com" }, Action: "sts:AssumeRole" }));
  const stack = (account: string) => ({
    provider: { aws: [{ region: "eu-central-1", allowed_account_ids: [account] }] },
    resource: { aws_iam_role: { R: { name: "worker", assume_role_policy: trust } } },
  });
  const all = await subjects(trailStack(), stack(ARCHIVE), stack(AUDITED));
  const roles = all.filter(({ title }) => title.startsWith("role/worker"));
  expect(roles.map(({ id, title }) => [id, title])).toEqual([
    [`${ARCHIVE}-role-worker`, "role/worker"],
    [`${AUDITED}-role-worker`, `role/worker of ${AUDITED}`],
  ]);
});

describe("an account that a policy lets in as a whole", () => {
  const letIn = (...accounts: string[]) =>
    trailStack(statement({ Principal: { AWS: accounts.map((account) => `arn:aws:iam::${account}:root`) } }));

  test("comes as an administrator of it", async () => {
    const all = await subjects(letIn("777788889999"));
    expect(all.find(({ title }) => title === "an administrator of 777788889999")?.caller).toMatchObject({
      kind: "principal",
      arn: "arn:aws:iam::777788889999:role/any-administrator",
      policies: [{ statements: [{ Action: "*" }] }],
    });
  });

  test("comes no second time where it is the environment's own", async () => {
    expect(idsOf(await subjects(letIn(ARCHIVE)))).toEqual(idsOf(await subjects(trailStack())));
  });
});

test("CloudTrail comes for each further trail that a policy lets in", async () => {
  const trails = ["arn:aws:cloudtrail:eu-central-1:777788889999:trail/member", "arn:aws:cloudtrail:*:1:trail/*"];
  const all = await subjects(service("cloudtrail.amazonaws.com", { StringEquals: { "aws:SourceArn": trails } }));
  expect(all.filter(({ id }) => id.startsWith("trail-"))).toEqual([
    {
      id: "trail-777788889999-eu-central-1-member",
      title: "CloudTrail for member of 777788889999 in eu-central-1",
      caller: {
        kind: "service",
        service: "cloudtrail.amazonaws.com",
        sourceArn: trails[0],
        sourceAccount: "777788889999",
      },
    },
  ]);
});

describe("a role of an account of the environment that a statement of the environment lets decrypt", () => {
  const environment = (account: string) =>
    environmentWith({
      accounts: { audited: { id: AUDITED } },
      key: {
        statements: [
          {
            Sid: "BackupDecrypts",
            Effect: "Allow",
            Principal: { AWS: `arn:aws:iam::${account}:role/Backup` },
            Action: "kms:Decrypt",
          },
        ],
      },
    });
  test.each([ARCHIVE, AUDITED])("decrypts from %s, whose IAM must allow it too unless the key is there", (account) => {
    const access = new Access(environmentOf(environment(account)));
    expect(access.decide("key-decrypt", `${account}-role-Backup`)).toBe("allowed");
    expect(access.decide("key-policy", `${account}-role-Backup`)).toBe("denied");
  });
});
