import { detectorFeatures } from "../../../../tools/emulator/gateway/repairs/detector-features";
import type { Call } from "../../../../tools/emulator/gateway/call";

const call = (method: string, url: string, body: object = {}, service = "guardduty"): Call => ({
  method,
  url,
  headers: {
    authorization: `AWS4-HMAC-SHA256 Credential=KEY/20260101/eu-central-1/${service}/aws4_request, Signature=0`,
  },
  body: Buffer.from(JSON.stringify(body)),
});

/** What a caller reads, of an emulator that answers with this body. */
async function asked(step: ReturnType<typeof detectorFeatures>, asking: Call, body: object, status = 200) {
  const answer = await step(asking, () =>
    Promise.resolve({ status, headers: {}, body: Buffer.from(JSON.stringify(body)) }),
  );
  return JSON.parse(answer.body.toString()) as {
    readonly features?: readonly { readonly name: string; readonly status: string }[];
  };
}

const S3 = { name: "S3_DATA_EVENTS", status: "ENABLED" };
const RDS = { name: "RDS_LOGIN_EVENTS", status: "DISABLED" };

test("a detector keeps the features of every call, each as it was written last", async () => {
  const step = detectorFeatures();
  await asked(step, call("POST", "/detector", { enable: true, features: [S3] }), { detectorId: "1" });
  await asked(step, call("POST", "/detector/1", { features: [RDS] }), {});
  await asked(step, call("POST", "/detector/1", { features: [{ ...S3, status: "DISABLED" }] }), {});
  const { features } = await asked(step, call("GET", "/detector/1"), { status: "ENABLED", features: [] });
  expect(features).toEqual([{ ...S3, status: "DISABLED" }, RDS]);
});

test("other detectors, refused calls, other resources and other services are left as they are", async () => {
  const step = detectorFeatures();
  await asked(step, call("POST", "/detector/1", { features: [S3] }), { message: "no" }, 400);
  await asked(step, call("POST", "/detector/2", { features: [S3] }), {});
  expect(await asked(step, call("GET", "/detector/1"), { features: [] })).toEqual({ features: [] });
  expect(await asked(step, call("GET", "/detector/2/filter"), { filterNames: [] })).toEqual({ filterNames: [] });
  expect(await asked(step, call("GET", "/detector/2", {}, "s3"), { features: [] })).toEqual({ features: [] });
});
