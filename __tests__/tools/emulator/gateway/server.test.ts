import { serve } from "../../../../tools/emulator/gateway/server";

test("an emulator that is gone is reported in the form that the caller reads", async () => {
  const server = await serve([], () => Promise.reject(new Error("connect ECONNREFUSED")));
  try {
    const s3 = await fetch(`${server.endpoint}/bucket?policy`);
    expect([s3.status, s3.headers.get("x-audit-trail-emulator")]).toEqual([502, "moto"]);
    expect(await s3.text()).toContain(
      "<Error><Code>BadGateway</Code><Message>the emulator does not respond: connect ECONNREFUSED</Message>",
    );
    const headers = { "x-amz-target": "TrentService.ListKeys" };
    const kms = await fetch(server.endpoint, { method: "POST", body: "{}", headers });
    expect(await kms.json()).toEqual({
      __type: "BadGateway",
      message: "the emulator does not respond: connect ECONNREFUSED",
    });
  } finally {
    await server.stop();
  }
});
