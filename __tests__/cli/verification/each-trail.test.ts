import { checksOf } from "../../../cli/verification/checks/all";
import { locationsOf } from "../../../cli/verification/locations";
import { accountId, fleetOf } from "../../support/fleet";
import { environmentOf } from "../../support/matrix";

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
