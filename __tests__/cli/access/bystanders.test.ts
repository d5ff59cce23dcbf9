import { withoutBystanders } from "../../../cli/access/bystanders";
import { changedState, environmentsOf, type StateResource } from "../../support/hcl";

const document = (...Statement: readonly object[]) => JSON.stringify({ Version: "2012-10-17", Statement });
const added = (type: string, name: string, values: object): StateResource => ({
  address: `${type}.${name}`,
  mode: "managed",
  type,
  values: { name, ...values },
});

/** A role of an application, with one statement. */
const role = (name: string, Action: string, Resource: string) => [
  added("aws_iam_role", name, {
    arn: `arn:aws:iam::111122223333:role/${name}`,
    assume_role_policy: document({
      Effect: "Allow",
      Principal: { Service: "ec2.amazonaws.com" },
      Action: "sts:AssumeRole",
    }),
  }),
  added("aws_iam_role_policy", name, {
    role: name,
    policy: document({ Sid: "Use", Effect: "Allow", Action, Resource }),
  }),
];

test("roles and topics of applications are left out, and who may touch the logs stays", async () => {
  const state = changedState("enabled-by-count", (one) => one);
  state.values.root_module.resources!.push(
    ...role("app", "dynamodb:GetItem", "arn:aws:dynamodb:eu-central-1:111122223333:table/app"),
    ...role("backup", "s3:GetObject", "arn:aws:s3:::acme-*/*"),
    added("aws_sns_topic", "orders", { arn: "arn:aws:sns:eu-central-1:111122223333:orders" }),
  );
  const [environment] = await environmentsOf({ "one.json": state });
  expect(environment!.identities.map(({ arn }) => arn.split("/").at(-1))).toEqual(["app", "backup"]);
  const { identities, channels } = withoutBystanders(environment!);
  expect(identities.map(({ arn }) => arn.split("/").at(-1))).toEqual(["backup"]);
  expect(channels).toEqual([]);
});
