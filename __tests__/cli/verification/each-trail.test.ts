import { checksOf } from "../../../cli/verification/checks/all";
import { locationsOf } from "../../../cli/verification/locations";
import { accountId, fleetOf } from "../../support/fleet";
import { environmentOf } from "../../support/matrix";
import type { Environment } from "../../../cli/model/environment";

const fleet = environmentOf(fleetOf(3));
const checks = checksOf(fleet, { drift: false });
const ids = checks.map(({ id }) => id);

test("every trail of a fleet is checked, each check with an id of its own", () => {
  const expected = [
    "trail.logging",
    ...[accountId(2), accountId(3), "111122223333"].map((id) => `trail.logging.${id}`),
  ];
  expect(ids.filter((id) => id.startsWith("trail.logging")).sort()).toEqual(expected.sort());
  expect(ids.filter((id) => id.startsWith("logs.newest"))).toHaveLength(4);
  expect(new Set(ids).size).toBe(ids.length);
});

test("what is asked once of the bucket is checked once", () => {
  expect(ids.filter((id) => id.startsWith("logs.anonymous-get"))).toEqual(["logs.anonymous-get"]);
});

test("each check expects what its own trail has", () => {
  const check = (id: string) => checks.find((one) => one.id === id)!;
  expect(check(`trail.arn.${accountId(2)}`)).toMatchObject({
    title: `trail of ${accountId(2)}: is there`,
    expected: `arn:aws:cloudtrail:eu-central-1:${accountId(2)}:trail/fleet-trail`,
  });
  expect(check(`logs.newest.${accountId(3)}`).expected).toContain(`AWSLogs/${accountId(3)}/CloudTrail/`);
});

test("every account is asked", () => {
  expect(locationsOf(fleet).map(({ account }) => account)).toEqual([
    accountId(1),
    accountId(2),
    accountId(3),
    "111122223333",
  ]);
});

describe("the keys", () => {
  const keyIds = (environment: Environment) =>
    checksOf(environment, { drift: false })
      .map(({ id }) => id)
      .filter((id) => id.endsWith(".rotation"));
  const [, second, ...others] = fleet.trails;
  const anotherKey = fleet.keys.find(({ arn }) => arn !== fleet.trail.keyArn)!;
  const withAnother = { ...fleet, trails: [fleet.trail, { ...second!, keyArn: anotherKey.arn }, ...others] };

  test("are checked once where all trails share one", () => {
    expect(keyIds(fleet)).toEqual(["key.rotation", "state-key.rotation"]);
  });

  test("are checked for each trail that has its own", () => {
    expect(keyIds(withAnother)).toEqual(["key.rotation", `key-of-${accountId(2)}.rotation`, "state-key.rotation"]);
    const check = checksOf(withAnother, { drift: false }).find(({ id }) => id === `key-of-${accountId(2)}.enabled`)!;
    expect(check.title).toBe(`key of ${accountId(2)}: is enabled`);
  });

  test("are checked for the log bucket where no trail uses its own", () => {
    const logBucket = { ...fleet.logBucket, keyArn: anotherKey.arn };
    expect(keyIds({ ...fleet, logBucket })).toEqual([
      "key.rotation",
      "key-of-log-bucket.rotation",
      "state-key.rotation",
    ]);
  });
});

test("a reader of some accounts is checked on a log that they read and on one that they do not", () => {
  const readers = [
    {
      roleName: "second-reader",
      trustedPrincipals: ["arn:aws:iam::111122223333:role/SecurityEngineers"],
      accounts: [accountId(2)],
    },
  ];
  const environment = environmentOf(fleetOf(3, { readers }));
  const found = checksOf(environment, { drift: false }).map(({ id }) => id);
  expect(found.filter((id) => id.startsWith("access.role.second-reader"))).toEqual([
    "access.role.second-reader",
    `access.role.second-reader.${accountId(2)}`,
  ]);
  expect(ids.filter((id) => id.startsWith("access.role.fleet-reader"))).toEqual(["access.role.fleet-reader"]);
});
