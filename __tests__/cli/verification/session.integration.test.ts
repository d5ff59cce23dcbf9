import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { AwsOptions } from "../../../cli/aws/clients";
import { openSession } from "../../../cli/verification/session";
import { readEnvironment } from "../../../cli/model/read";
import { locationsOf } from "../../../cli/verification/locations";
import { dev } from "../../fixtures/environments/dev";
import { prod } from "../../fixtures/environments/prod";
import { parseArn } from "../../../modules/policy";
import { awsError, fakeAws } from "../../support/fake-aws";
import { prodOnFake } from "../../support/prod-on-fake";
import { synthesizedFolder } from "../../support/synthesized-folder";

const ARCHIVE = prod.accounts.archive;
const AUDITED = prod.accounts.audited;

interface Given {
  readonly environment?: string;
  readonly endpoint?: string;
  readonly profile?: string;
  readonly roles?: readonly string[];
  readonly region?: string;
}

describe("who asks, with a fake in AWS's place", () => {
  const { outdir, remove } = synthesizedFolder(dev, prod);
  afterAll(remove);

  const accountOfRole = ({ roleArn }: AwsOptions): object | Error => ({ Account: parseArn(roleArn ?? "")?.account });

  /** What the clients of every account and Region are made with. */
  const connected = async ({ environment: name = "prod", ...given }: Given, identity = accountOfRole) => {
    const made: AwsOptions[] = [];
    const connect = (options: AwsOptions) =>
      fakeAws(
        () => identity(options),
        (all) => made.push(all),
      )(options);
    const environment = readEnvironment(outdir, name);
    const session = await openSession(environment, {
      endpoint: undefined,
      profile: undefined,
      roles: [],
      ...given,
      timeoutMs: 1000,
      signal: new AbortController().signal,
      connect,
    });
    locationsOf(environment).forEach(session.context.aws);
    session.end();
    return made;
  };

  test("in each account it takes the role that Terraform takes, in each Region once", async () => {
    expect((await connected({})).map(({ region, roleArn }) => [region, roleArn])).toEqual([
      ["eu-central-1", AUDITED.assumeRole],
      ["eu-central-1", ARCHIVE.assumeRole],
      ["eu-west-1", ARCHIVE.assumeRole],
    ]);
  });

  test("a role that is given is taken in its own account only", async () => {
    const role = `arn:aws:iam::${ARCHIVE.id}:role/Auditor`;
    const profiles = join(outdir, "aws-config");
    writeFileSync(profiles, "[profile auditor]\n");
    process.env["AWS_CONFIG_FILE"] = profiles;
    const made = await connected({ roles: [role], profile: "auditor" }).finally(() =>
      Reflect.deleteProperty(process.env, "AWS_CONFIG_FILE"),
    );
    expect(new Set(made.map(({ roleArn }) => roleArn))).toEqual(new Set([AUDITED.assumeRole, role]));
    expect(made.every(({ profile }) => profile === "auditor")).toBe(true);
  });

  test("against an endpoint it takes no role that is not given", async () => {
    const own = () => ({ Account: ARCHIVE.id });
    const made = await connected({ endpoint: "http://127.0.0.1:5000" }, own).catch((error: Error) => error.message);
    expect(made).toBe(
      "the credentials belong to account 555555555555, prod uses 777788889999; give --profile or --role for that account",
    );
    const [one, ...others] = await connected({ environment: "dev", endpoint: "http://127.0.0.1:5000" }, () => ({
      Account: dev.accounts.archive.id,
    }));
    expect(one).toMatchObject({ endpoint: "http://127.0.0.1:5000", roleArn: undefined });
    expect(others).toEqual([]);
  });

  test("credentials of another account compare nothing, and both accounts are reported", async () => {
    await expect(connected({}, () => ({ Account: "999999999999" }))).rejects.toThrow(
      "the credentials belong to account 999999999999, prod uses 777788889999; " +
        "give --profile or --role for that account",
    );
  });

  test("without credentials it could not run", async () => {
    const none = () => Object.assign(new Error("Could not load credentials"), { name: "CredentialsProviderError" });
    await expect(connected({}, none)).rejects.toThrow(
      "no valid credentials for AWS (CredentialsProviderError: Could not load credentials); give --profile, set AWS_PROFILE or sign in",
    );
  });

  test("where one account is closed, the other is asked all the same", async () => {
    const closed = (options: AwsOptions) =>
      options.roleArn === AUDITED.assumeRole ? awsError("AccessDenied", 403) : accountOfRole(options);
    expect(await connected({}, closed)).toHaveLength(3);
  });
});

describe("prod, where AWS denies everything", () => {
  const verify = prodOnFake();

  test("what only prod asks for is named too", async () => {
    const { results } = await verify({});
    const missing = results.map(({ missingPermission }) => missingPermission);
    expect(results.filter(({ state }) => state === "pass" || state === "fail")).toEqual([]);
    expect(missing).toContain("s3:GetAccountPublicAccessBlock");
    expect(missing).toContain("s3:GetReplicationConfiguration");
  });

  test("nothing is asked twice, however many checks need the answer", async () => {
    const asked: string[] = [];
    const noting = (operation: string) => (input: object) => {
      asked.push(`${operation} ${JSON.stringify(input)}`);
      return {};
    };
    const operations = ["DescribeKey", "DescribeTrails", "GetTrailStatus", "GetBucketPolicy", "ListObjectsV2"];
    await verify(Object.fromEntries(operations.map((operation) => [operation, noting(operation)])));
    expect(asked.length).toBeGreaterThan(operations.length);
    expect(new Set(asked).size).toBe(asked.length);
  });
});
