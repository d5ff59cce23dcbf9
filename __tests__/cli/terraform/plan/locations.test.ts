import { locate, type Asked, type KnownLocation } from "../../../../cli/terraform/plan/locations";
import type { ConfiguredProvider } from "../../../../cli/terraform/plan/provider-config";
import type { PlannedResource } from "../../../../cli/terraform/plan/plan";
import { planned } from "../../../support/planned";

const [OURS, OTHERS] = ["111122223333", "444455556666"];

interface Given {
  readonly configured?: readonly Partial<ConfiguredProvider>[];
  readonly asked?: readonly Asked[];
  readonly told?: KnownLocation;
}

const resource = (type: string, values: object, provider = ""): PlannedResource => ({
  ...planned(type, values, values),
  provider,
});
const key = (account: string, region: string, provider = "") =>
  resource("aws_kms_key", { arn: `arn:aws:kms:${region}:${account}:key/a` }, provider);
const BUCKET = resource("aws_s3_bucket", { arn: "arn:aws:s3:::logs" });

/** Account and Region of each resource. */
function located(resources: readonly PlannedResource[], { configured = [], asked = [], told = {} }: Given = {}) {
  const providers = configured.map((one) => ({
    alias: "",
    account: undefined,
    region: undefined,
    credentials: "",
    ...one,
  }));
  const found = locate({ configured: providers, resources, asked, told });
  return found.resources.map(({ location, provider }) => {
    const { account, region } = location ?? found.providers[provider] ?? {};
    return account === undefined ? undefined : `${account} ${region}`;
  });
}

test("a resource is where its ARN says, whatever its provider says", () => {
  const configured = [{ account: OURS, region: "eu-west-1" }];
  expect(located([key(OTHERS!, "eu-central-1")], { configured })).toEqual([`${OTHERS} eu-central-1`]);
});

test("without an ARN, it is where its provider's configuration says, and not where other resources are", () => {
  const configured = [{ account: OURS, region: "eu-west-1" }];
  expect(located([BUCKET, key(OTHERS!, "eu-central-1")], { configured })[0]).toBe(`${OURS} eu-west-1`);
});

test("then it is where the provider's other resources are", () => {
  expect(located([BUCKET, key(OURS!, "eu-west-1")])[0]).toBe(`${OURS} eu-west-1`);
  expect(located([BUCKET, key(OURS!, "eu-west-1", "elsewhere")])[0]).toBeUndefined();
  expect(located([BUCKET, key(OURS!, "eu-west-1"), key(OTHERS!, "eu-west-1")])[0]).toBeUndefined();
});

test("then where data sources of the provider say", () => {
  const asked = [
    { provider: "", account: OURS! },
    { provider: "", region: "eu-west-1" },
    { provider: "other", account: OTHERS! },
  ];
  expect(located([BUCKET], { asked })).toEqual([`${OURS} eu-west-1`]);
  const two = [key(OURS!, "eu-central-1"), key(OTHERS!, "eu-central-1")];
  expect(located([BUCKET, ...two], { asked })[0]).toBe(`${OURS} eu-central-1`);
});

test("then where the command line says", () => {
  const told = { account: OTHERS!, region: "eu-north-1" };
  expect(located([BUCKET], { told })).toEqual([`${OTHERS} eu-north-1`]);
  expect(located([BUCKET, key(OURS!, "eu-west-1")], { told })[0]).toBe(`${OURS} eu-west-1`);
});

test("providers that differ only in their Region are of one account", () => {
  const configured = [{ region: "eu-west-1" }, { alias: "global", region: "us-east-1" }];
  const global = { ...BUCKET, provider: "global" };
  expect(located([global, key(OURS!, "eu-west-1")], { configured })[0]).toBe(`${OURS} us-east-1`);
  const apart = [configured[0]!, { ...configured[1]!, credentials: "a role" }];
  expect(located([global, key(OURS!, "eu-west-1")], { configured: apart })[0]).toBeUndefined();
});

test("ARNs of other resources, of organization trails and of AWS say nothing", () => {
  const target = resource("aws_cloudwatch_event_target", { arn: `arn:aws:sqs:eu-west-1:${OTHERS}:queue` });
  const trail = resource("aws_cloudtrail", {
    arn: `arn:aws:cloudtrail:eu-west-1:${OTHERS}:trail/all`,
    is_organization_trail: true,
  });
  const policy = resource("aws_iam_policy", { arn: "arn:aws:iam::aws:policy/ReadOnlyAccess" });
  expect(located([BUCKET, target, trail, policy])[0]).toBeUndefined();
});

test("of what has no Region, any Region of the file will do", () => {
  const role = resource("aws_iam_role", { arn: `arn:aws:iam::${OURS}:role/a` });
  expect(located([role, key(OURS!, "eu-west-1"), key(OURS!, "eu-central-1")])[0]).toBe(`${OURS} eu-west-1`);
  expect(located([BUCKET, key(OURS!, "eu-west-1"), key(OURS!, "eu-central-1")])[0]).toBeUndefined();
});
