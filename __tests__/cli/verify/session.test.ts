import type { AwsOptions } from "../../../cli/aws/clients";
import { parseArn } from "../../../modules/policy";
import { dev } from "../../../environments/dev";
import { prod } from "../../../environments/prod";
import { awsError, fakeAws } from "../../support/fake-aws";
import { synthesizedFolder } from "../../support/synthesized-folder";
import { verified } from "../../support/verified";

const ARCHIVE = prod.accounts.archive;
const AUDITED = prod.accounts.audited;

describe("who asks, with a fake in AWS's place", () => {
  const { outdir, remove } = synthesizedFolder(dev, prod);
  afterAll(remove);

  /** Verifies prod; tells with what the clients were made. */
  const connected = async (given: Parameters<typeof verified>[0], identity = accountOfRole) => {
    const made: AwsOptions[] = [];
    const connect = (options: AwsOptions) =>
      fakeAws(
        (operation) => (operation === "GetCallerIdentity" ? identity(options) : awsError("AccessDenied", 403)),
        (all) => made.push(all),
      )(options);
    const verification = await verified({ ...given, connect });
    return { made, verification };
  };

  const accountOfRole = ({ roleArn }: AwsOptions): object | Error => ({ Account: parseArn(roleArn ?? "")?.account });

  test("in each account it takes the role that Terraform takes, in each Region once", async () => {
    const { made } = await connected({ outdir, environment: "prod" });
    expect(made.map(({ region, roleArn }) => [region, roleArn])).toEqual([
      ["eu-central-1", AUDITED.assumeRole],
      ["eu-central-1", ARCHIVE.assumeRole],
      ["eu-west-1", ARCHIVE.assumeRole],
    ]);
  });

  test("a role that is given is taken in its own account only", async () => {
    const role = `arn:aws:iam::${ARCHIVE.id}:role/Auditor`;
    const { made } = await connected({ outdir, environment: "prod", roles: [role], profile: "auditor" });
    expect(new Set(made.map(({ roleArn }) => roleArn))).toEqual(new Set([AUDITED.assumeRole, role]));
    expect(made.every(({ profile }) => profile === "auditor")).toBe(true);
  });

  test("against an endpoint it takes no role that is not given", async () => {
    const { made } = await connected({ outdir, environment: "dev", endpoint: "http://127.0.0.1:5000" }, () => ({
      Account: dev.accounts.archive.id,
    }));
    expect(made).toMatchObject([{ endpoint: "http://127.0.0.1:5000", roleArn: undefined }]);
  });

  test("another Region takes the place of the trail's, not of the replica's", async () => {
    const { made } = await connected({ outdir, environment: "prod", region: "us-east-1" });
    expect(made.map(({ region }) => region)).toEqual(["us-east-1", "us-east-1", "eu-west-1"]);
  });

  test("credentials of another account compare nothing, and both accounts are told", async () => {
    await expect(connected({ outdir, environment: "prod" }, () => ({ Account: "999999999999" }))).rejects.toThrow(
      "the credentials are of account 999999999999, prod uses 777788889999; " +
        "give --profile, or --role of that account",
    );
  });

  test("without credentials it could not run", async () => {
    const none = () => Object.assign(new Error("Could not load credentials"), { name: "CredentialsProviderError" });
    await expect(connected({ outdir, environment: "prod" }, none)).rejects.toThrow(
      "no credentials for AWS: CredentialsProviderError: Could not load credentials",
    );
  });

  test("where one account is closed, the other is verified all the same", async () => {
    const { verification } = await connected({ outdir, environment: "prod" }, (options) =>
      options.roleArn === AUDITED.assumeRole ? awsError("AccessDenied", 403) : accountOfRole(options),
    );
    const states = new Set(verification.results.map(({ state }) => state));
    expect(states).toEqual(new Set(["unknown", "skipped"]));
    const missing = new Set(verification.results.map(({ missingPermission }) => missingPermission));
    expect(missing).toContain("kms:DescribeKey");
    expect(missing).toContain("s3:GetAccountPublicAccessBlock");
    expect(missing).toContain("s3:GetReplicationConfiguration");
  });
});
