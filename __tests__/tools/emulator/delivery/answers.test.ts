import { trailStatus } from "../../../../tools/emulator/delivery/answers";
import { Identities } from "../../../../tools/emulator/delivery/identities";
import { Trails, type WatchedTrail } from "../../../../tools/emulator/delivery/trails";
import { answer, answering, jsonCall } from "../../../support/gateway-calls";

const ACCOUNT = "111122223333";
const CALLER = {
  account: ACCOUNT,
  arn: `arn:aws:iam::${ACCOUNT}:user/Reader`,
  userId: "AIDAEXAMPLE",
  accessKeyId: "A",
};

class Known extends Identities {
  override of() {
    return Promise.resolve(CALLER);
  }
}

const identities = new Known("http://127.0.0.1:9");
const at = (text: string) => new Date(`2025-01-01T${text}Z`);

function statusOf(chains: WatchedTrail["chains"]) {
  const trails = new Trails("http://127.0.0.1:9", identities);
  trails.all.push({
    account: ACCOUNT,
    region: "eu-central-1",
    name: "audit",
    started: at("00:00:00"),
    waiting: [],
    chains,
    error: undefined,
  });
  const moto = answer(200, JSON.stringify({ IsLogging: true, LatestDeliveryTime: 1 }));
  return trailStatus(trails, identities)(
    jsonCall("cloudtrail", "GetTrailStatus", { Name: "audit" }),
    answering(moto).next,
  );
}

const delivered = (time: Date) => ({ logs: [], since: time, last: undefined, delivered: time });

test("a trail's status reports the Region that is asked, not the others", async () => {
  const chains = new Map([
    ["eu-central-1", delivered(at("00:01:00"))],
    ["us-east-1", delivered(at("00:09:00"))],
  ]);
  const { body } = await statusOf(chains);
  expect(JSON.parse(body.toString())).toMatchObject({
    IsLogging: true,
    LatestDeliveryTime: at("00:01:00").getTime() / 1000,
  });
});

test("where nothing was delivered it reports no time, whatever moto says", async () => {
  const { body } = await statusOf(new Map([["us-east-1", delivered(at("00:09:00"))]]));
  expect(JSON.parse(body.toString())).not.toHaveProperty("LatestDeliveryTime");
});
