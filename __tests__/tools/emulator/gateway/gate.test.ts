import type { Answer, Call } from "../../../../tools/emulator/gateway/call";
import { Gate } from "../../../../tools/emulator/gateway/gate";

const call: Call = { method: "PUT", url: "/bucket", headers: { host: "s3" }, body: Buffer.alloc(0) };
const fine: Answer = { status: 200, headers: {}, body: Buffer.alloc(0) };

test("a gate is open at first, and again after open", async () => {
  const gate = new Gate();
  const next = async () => fine;
  expect((await gate.step(call, next)).status).toBe(200);
  await gate.close();
  expect((await gate.step(call, next)).status).toBe(403);
  gate.open();
  expect((await gate.step(call, next)).status).toBe(200);
});

test("a closed gate lets nothing through to the emulator", async () => {
  const gate = new Gate();
  await gate.close();
  const next = jest.fn(async () => fine);
  await gate.step(call, next);
  expect(next).not.toHaveBeenCalled();
});

test("it is closed when every call under way has been answered", async () => {
  const gate = new Gate();
  const events: string[] = [];
  let answer = (_: Answer) => {};
  const answered = gate
    .step(call, () => new Promise((resolve) => (answer = resolve)))
    .then(() => events.push("answered"));
  const closed = gate.close().then(() => events.push("closed"));
  await new Promise((resolve) => setTimeout(resolve, 700));
  expect(events).toEqual([]);
  answer(fine);
  await Promise.all([answered, closed]);
  expect(events).toEqual(["answered", "closed"]);
});
