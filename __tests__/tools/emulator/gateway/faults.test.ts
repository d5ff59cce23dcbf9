import { Faults } from "../../../../tools/emulator/gateway/faults";
import { answer, answering, formCall, jsonCall, s3Call } from "../../../support/gateway-calls";

const fine = answer(200, "fine");
const describeKey = jsonCall("kms", "DescribeKey", {});
const getPolicy = s3Call("GET", "/logs?policy");

test("without faults all calls go on", async () => {
  const emulator = answering(fine);
  expect(await new Faults().step(describeKey, emulator.next)).toBe(fine);
  expect(emulator.calls).toEqual([describeKey]);
});

test("a fault befalls its action alone", async () => {
  const faults = new Faults();
  faults.set({ service: "s3", action: "GetBucketPolicy", kind: "denied" });
  const { next, calls } = answering(fine);
  expect(await faults.step(getPolicy, next)).toMatchObject({ status: 403 });
  expect(calls).toEqual([]);
  expect(await faults.step(s3Call("GET", "/logs?logging"), next)).toBe(fine);
  expect(await faults.step(describeKey, next)).toBe(fine);
});

test("a fault without action befalls all of its service", async () => {
  const faults = new Faults();
  faults.set({ service: "kms", kind: "error" });
  const { next } = answering(fine);
  expect((await faults.step(jsonCall("kms", "ListAliases", {}), next)).status).toBe(500);
  expect(await faults.step(getPolicy, next)).toBe(fine);
});

test("a fault ends after its number of calls", async () => {
  const faults = new Faults();
  faults.set({ kind: "throttle", times: 2 });
  const { next } = answering(fine);
  const statuses = [];
  for (let call = 0; call < 3; call += 1) statuses.push((await faults.step(getPolicy, next)).status);
  expect(statuses).toEqual([503, 503, 200]);
});

test("new faults take the place of the old ones", async () => {
  const faults = new Faults();
  faults.set({ kind: "error" });
  faults.set();
  expect(await faults.step(getPolicy, answering(fine).next)).toBe(fine);
});

test("each protocol is refused in its own form", async () => {
  const faults = new Faults();
  faults.set({ kind: "denied" });
  const { next } = answering(fine);
  const s3 = await faults.step(getPolicy, next);
  expect(s3.body.toString()).toContain("<Error><Code>AccessDenied</Code>");
  const kms = await faults.step(describeKey, next);
  expect(JSON.parse(kms.body.toString())).toEqual({
    __type: "AccessDeniedException",
    message: "not authorized to perform DescribeKey",
  });
  const iam = await faults.step(formCall("iam", "GetRole"), next);
  expect(iam.body.toString()).toContain("<ErrorResponse><Error><Code>AccessDeniedException</Code>");
});

test("a slow call is held, and goes on", async () => {
  const faults = new Faults();
  faults.set({ kind: "slow", milliseconds: 30 });
  const emulator = answering(fine);
  const from = performance.now();
  expect(await faults.step(getPolicy, emulator.next)).toBe(fine);
  expect(performance.now() - from).toBeGreaterThan(25);
});

test("it is counted how many calls the last faults befell", async () => {
  const faults = new Faults();
  const { next } = answering(fine);
  faults.set({ service: "s3", kind: "error" });
  await faults.step(getPolicy, next);
  await faults.step(describeKey, next);
  expect(faults.hitCount).toBe(1);
  faults.set();
  expect(faults.hitCount).toBe(0);
});
