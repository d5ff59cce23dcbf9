import { pickTrail } from "../../../../cli/commands/canary/pick-trail";
import { staging } from "../../../fixtures/environments/staging";
import { accountId, fleetOf } from "../../../support/fleet";
import { environmentOf } from "../../../support/matrix";

const BUCKET = "fleet-customer-data";
const recording = environmentOf(fleetOf(3, { trail: { events: { data: [{ kind: "s3", buckets: [BUCKET] }] } } }));
const picked = (trail?: string, bucket?: string, environment = recording) =>
  pickTrail(environment, { trail, bucket }).trail.account;

test("a trail is picked by its account or its ARN", () => {
  expect(picked(accountId(2))).toBe(accountId(2));
  expect(picked(`arn:aws:cloudtrail:eu-central-1:${accountId(3)}:trail/fleet-trail`)).toBe(accountId(3));
  expect(picked("111122223333")).toBe("111122223333");
});

test("the only trail that could record the object needs no option", () => {
  // The archive account's own trail records no data events.
  expect(picked(undefined, undefined, environmentOf(staging))).toBe("123456789012");
});

test("several are asked for, in one line", () => {
  const listed = [1, 2, 3].map(accountId).join(", ");
  const message = `fleet has 3 trails; give --trail with the account of one: ${listed}`;
  expect(() => picked()).toThrow(message);
  expect(() => picked(undefined, BUCKET)).toThrow(message);
});

test("an account without a trail is refused with those there are", () => {
  expect(() => picked("999999999999")).toThrow(
    "--trail: fleet has no trail of 999999999999; give the account or the ARN of one of its trails: " +
      [...[1, 2, 3].map(accountId), "111122223333"].join(", "),
  );
});
