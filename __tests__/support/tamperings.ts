import { gunzipSync, gzipSync } from "node:zlib";
import type { FakeObject, FakeOptions } from "../../tools/emulator/fake-s3";
import {
  HOUR_MS,
  hashOf,
  signDigest,
  signedTrail,
  signingKey,
  type SignedTrail,
} from "../../tools/emulator/signed-trail";

export const KEYS = signingKey();
export const TRAIL_END = "2026-03-01T10:00:00Z";

/** Changes a trail's files as somebody might who may write to the bucket. */
export interface Tampering {
  readonly name: string;
  /** Exit status, and `state kind count` of the findings. */
  readonly expected: readonly [status: number, ...findings: string[]];
  /** Exit status of `aws cloudtrail validate-logs` 1.45. @default the same */
  readonly cli?: number;
  readonly trail?: () => SignedTrail;
  readonly tamper?: (trail: SignedTrail) => void;
  readonly options?: (trail: SignedTrail) => FakeOptions;
  /** Number of gaps. @default none */
  readonly gaps?: number;
}

const plain = () => signedTrail({ key: KEYS.privateKey });
const json = ({ bytes }: FakeObject) => gunzipSync(bytes).toString();

function edit(trail: SignedTrail, key: string, change: (object: FakeObject) => Partial<FakeObject>): void {
  const object = trail.objects.get(key)!;
  trail.objects.set(key, { ...object, ...change(object) });
}

function editJson(trail: SignedTrail, key: string, change: (text: string) => string): void {
  edit(trail, key, (object) => ({ bytes: gzipSync(change(json(object))) }));
}

function remove(trail: SignedTrail, ...keys: readonly (string | undefined)[]): void {
  for (const key of keys) if (!trail.objects.delete(key!)) throw new Error(`${key} is not there`);
}

function forge(trail: SignedTrail, key: string, modified = "2026-03-01T04:40:00Z"): void {
  trail.objects.set(key, { bytes: trail.objects.get(trail.logs[0]!)!.bytes, modified: new Date(modified) });
}

const LOG = 18;
const DIGEST = 4;
const FORGED = "111122223333_CloudTrail_eu-central-1_20260301T0430Z_forged.json.gz";
const FOLDER = "AWSLogs/111122223333/CloudTrail/eu-central-1/2026/03/01/";

/** A backfill digest that names a log file which was delivered late. */
function withBackfill(metadata: Record<string, string>): SignedTrail {
  const trail = plain();
  const end = new Date("2026-03-01T06:00:00Z");
  const key = `${FOLDER}111122223333_CloudTrail_eu-central-1_20260301T0520Z_late.json.gz`;
  const content = trail.objects.get(trail.logs[0]!)!.bytes;
  trail.objects.set(key, { bytes: content, modified: new Date("2026-03-01T07:30:00Z") });
  const digestKey = trail.digests[5]!.replace(".json.gz", "_backfill.json.gz");
  const { object } = signDigest({
    key: KEYS.privateKey,
    account: "111122223333",
    digestKey,
    begin: new Date(end.getTime() - HOUR_MS),
    end,
    logs: [{ key, hash: hashOf(gunzipSync(content)) }],
    previous: undefined,
    metadata,
  });
  trail.objects.set(digestKey, object);
  return trail;
}

/** A digest that CloudTrail has signed, for the same name, with other content. */
function withOtherDigest(): SignedTrail {
  const trail = plain();
  const content = JSON.parse(json(trail.objects.get(trail.digests[DIGEST]!)!)) as Record<string, string>;
  const { object } = signDigest({
    key: KEYS.privateKey,
    account: "111122223333",
    digestKey: trail.digests[DIGEST]!,
    begin: new Date(content["digestStartTime"]!),
    end: new Date(content["digestEndTime"]!),
    logs: [],
    previous: {
      key: trail.digests[DIGEST - 1]!,
      hash: content["previousDigestHashValue"]!,
      signature: content["previousDigestSignature"]!,
    },
  });
  trail.objects.set(trail.digests[DIGEST]!, object);
  return trail;
}

function organization(): SignedTrail {
  const [one, two] = ["111122223333", "444455556666"].map((account) =>
    signedTrail({ key: KEYS.privateKey, account, organizationId: "o-a1b2c3d4e5" }),
  ) as [SignedTrail, SignedTrail];
  return { ...one, objects: new Map([...one.objects, ...two.objects]) };
}

const failing = (key: (trail: SignedTrail) => string, failure: readonly [number, string] | "cut") => ({
  options: (trail: SignedTrail): FakeOptions => ({ failures: new Map([[key(trail), failure]]) }),
});

export const TAMPERINGS: readonly Tampering[] = [
  { name: "nothing touched", expected: [0] },
  {
    name: "a field of a log file changed",
    tamper: (trail) => editJson(trail, trail.logs[LOG]!, (text) => text.replace("alice", "mallo")),
    expected: [1, "changed log 1"],
  },
  { name: "a log file deleted", tamper: (trail) => remove(trail, trail.logs[LOG]), expected: [1, "missing log 1"] },
  {
    name: "a log file replaced by another one",
    tamper: (trail) => edit(trail, trail.logs[LOG]!, () => trail.objects.get(trail.logs[3]!)!),
    expected: [1, "changed log 1"],
  },
  {
    name: "two log files exchanged",
    tamper: (trail) => {
      const [a, b] = [trail.logs[LOG]!, trail.logs[3]!];
      const first = trail.objects.get(a)!;
      edit(trail, a, () => ({ bytes: trail.objects.get(b)!.bytes }));
      edit(trail, b, () => ({ bytes: first.bytes }));
    },
    expected: [1, "changed log 2"],
  },
  {
    name: "a second gzip member appended to a log file",
    tamper: (trail) =>
      edit(trail, trail.logs[LOG]!, ({ bytes }) => ({ bytes: Buffer.concat([bytes, gzipSync("more")]) })),
    expected: [1, "changed log 1"],
    cli: 0,
  },
  {
    name: "zeros appended to a log file",
    tamper: (trail) =>
      edit(trail, trail.logs[LOG]!, ({ bytes }) => ({ bytes: Buffer.concat([bytes, Buffer.alloc(512)]) })),
    expected: [1, "changed log 1"],
    cli: 0,
  },
  {
    name: "a log file packed again with the same content",
    tamper: (trail) => edit(trail, trail.logs[LOG]!, (one) => ({ bytes: gzipSync(json(one), { level: 1 }) })),
    expected: [0],
  },
  {
    name: "a log file cut off",
    tamper: (trail) => edit(trail, trail.logs[LOG]!, ({ bytes }) => ({ bytes: bytes.subarray(0, bytes.length - 20) })),
    expected: [1, "changed log 1"],
  },
  {
    name: "a log file emptied",
    tamper: (trail) => edit(trail, trail.logs[LOG]!, () => ({ bytes: new Uint8Array() })),
    expected: [1, "changed log 1"],
  },
  {
    name: "a forged log file added",
    tamper: (trail) => forge(trail, `${FOLDER}${FORGED}`),
    expected: [1, "extra log 1"],
    cli: 0,
  },
  {
    name: "a forged log file added months later",
    tamper: (trail) => forge(trail, `${FOLDER}${FORGED}`, "2026-11-01T00:00:00Z"),
    expected: [1, "extra log 1"],
    cli: 0,
  },
  {
    name: "a forged log file with another ending",
    tamper: (trail) => forge(trail, `${FOLDER}notes.json`),
    expected: [1, "extra log 1"],
    cli: 0,
  },
  {
    name: "forged log files that were just written, without a time in the name and with one of another day",
    tamper: (trail) => {
      forge(trail, `${FOLDER}notes.json.gz`, new Date().toISOString());
      forge(trail, `${FOLDER}${FORGED.replace("20260301", "20991231")}`, new Date().toISOString());
    },
    expected: [1, "extra log 2"],
    cli: 0,
  },
  {
    name: "forged log files beside the folders of the Regions and of the kinds",
    tamper: (trail) => {
      forge(trail, `AWSLogs/111122223333/CloudTrail/${FORGED}`);
      forge(trail, `AWSLogs/111122223333/CloudTrail/EU_1/2026/03/01/${FORGED}`);
      forge(trail, `AWSLogs/111122223333/CloudTrail2/eu-central-1/2026/03/01/${FORGED}`);
      forge(trail, `AWSLogs/${FORGED}`);
    },
    expected: [1, "extra log 4"],
    cli: 0,
  },
  {
    name: "forged log files in folders of AWSLogs that are those of no account and no organization",
    tamper: (trail) => {
      forge(trail, FOLDER.replace("111122223333", "1111") + FORGED);
      forge(trail, FOLDER.replace("AWSLogs/", "AWSLogs/O-ABC/") + FORGED);
      forge(trail, FOLDER.replace("AWSLogs/", "AWSLogs/aws-account-id=111122223333/") + FORGED);
    },
    expected: [1, "extra log 3"],
    cli: 0,
  },
  {
    name: "files of other services and of nobody",
    tamper: (trail) => {
      forge(trail, "AWSLogs/111122223333/Config/eu-central-1/2026/3/1/ConfigHistory/x.json.gz");
      forge(trail, "AWSLogs/aws-account-id=111122223333/aws-service=vpcflowlogs/aws-region=eu-central-1/x.log.gz");
      forge(trail, "notes/x.json.gz");
    },
    expected: [0],
  },
  {
    name: "a forged file of Insights",
    tamper: (trail) => forge(trail, `${FOLDER.replace("CloudTrail", "CloudTrail-Insight")}${FORGED}`),
    expected: [2, "unproven log 1"],
    cli: 0,
  },
  {
    name: "a forged log file in a Region without digests",
    tamper: (trail) => forge(trail, `${FOLDER}${FORGED}`.replaceAll("eu-central-1", "us-east-1")),
    expected: [1, "uncovered log 1"],
    cli: 0,
  },
  {
    name: "a log file moved to another day",
    tamper: (trail) => {
      forge(trail, trail.logs[LOG]!.replace("/03/01/", "/03/02/"));
      remove(trail, trail.logs[LOG]);
    },
    expected: [1, "extra log 1", "missing log 1"],
  },
  {
    name: "the newest digest deleted",
    tamper: (trail) => remove(trail, trail.digests[9]),
    expected: [1, "missing digest 1", "uncovered log 4"],
    cli: 0,
  },
  {
    name: "the newest two digests deleted",
    tamper: (trail) => remove(trail, trail.digests[9], trail.digests[8]),
    expected: [1, "missing digest 2", "uncovered log 8"],
    cli: 0,
  },
  {
    name: "a digest in the middle deleted",
    tamper: (trail) => remove(trail, trail.digests[DIGEST]),
    expected: [1, "missing digest 1", "uncovered log 4"],
  },
  {
    name: "two digests in a row deleted",
    tamper: (trail) => remove(trail, trail.digests[DIGEST], trail.digests[DIGEST + 1]),
    expected: [1, "missing digest 2", "uncovered log 8"],
  },
  {
    name: "the first digest deleted",
    tamper: (trail) => remove(trail, trail.digests[0]),
    expected: [1, "missing digest 1", "uncovered log 4"],
  },
  {
    name: "the first five hours deleted, log files and digests",
    tamper: (trail) => remove(trail, ...trail.logs.slice(0, 20), ...trail.digests.slice(0, 5)),
    expected: [1, "missing digest 1"],
  },
  {
    name: "the last hour deleted, log files and digest",
    tamper: (trail) => remove(trail, ...trail.logs.slice(36), trail.digests[9]),
    expected: [1, "missing digest 1"],
    cli: 0,
  },
  {
    name: "all digests deleted",
    tamper: (trail) => remove(trail, ...trail.digests),
    expected: [1, "uncovered log 40"],
    cli: 0,
  },
  {
    name: "a log file taken out of its digest and deleted",
    tamper: (trail) => {
      editJson(trail, trail.digests[DIGEST]!, (text) => {
        const content = JSON.parse(text) as { logFiles: unknown[] };
        return JSON.stringify({ ...content, logFiles: content.logFiles.slice(1) });
      });
      remove(trail, trail.logs[16]);
    },
    expected: [1, "changed digest 1", "unproven log 3"],
  },
  {
    name: "the signature of a digest lost, as programs that copy do",
    tamper: (trail) => edit(trail, trail.digests[DIGEST]!, () => ({ metadata: {} })),
    expected: [0],
    cli: 1,
  },
  {
    name: "the signature of the newest digest lost",
    tamper: (trail) => edit(trail, trail.digests[9]!, () => ({ metadata: {} })),
    expected: [2, "unproven digest 1", "unproven log 4"],
    cli: 1,
  },
  {
    name: "the signature of a digest replaced by another one",
    tamper: (trail) =>
      edit(trail, trail.digests[DIGEST]!, () => ({ metadata: trail.objects.get(trail.digests[2]!)!.metadata! })),
    expected: [1, "changed digest 1", "unproven log 4"],
  },
  {
    name: "an older digest under the name of another one",
    tamper: (trail) => edit(trail, trail.digests[DIGEST]!, () => trail.objects.get(trail.digests[2]!)!),
    expected: [1, "changed digest 1", "unproven log 4"],
  },
  {
    name: "a digest under another name",
    tamper: (trail) => {
      const object = trail.objects.get(trail.digests[DIGEST]!)!;
      remove(trail, trail.digests[DIGEST]);
      trail.objects.set(trail.digests[DIGEST]!.replace("T050000Z", "T050001Z"), object);
    },
    expected: [1, "changed digest 1", "missing digest 1", "unproven log 4"],
  },
  {
    name: "a second gzip member appended to a digest",
    tamper: (trail) =>
      edit(trail, trail.digests[DIGEST]!, ({ bytes }) => ({ bytes: Buffer.concat([bytes, gzipSync("more")]) })),
    expected: [1, "changed digest 1", "unproven log 4"],
    cli: 0,
  },
  {
    name: "another digest with a valid signature in the place of one",
    trail: withOtherDigest,
    expected: [1, "changed digest 1", "unproven log 4"],
    cli: 0,
  },
  {
    name: "another digest, without its signature, in the place of one",
    trail: withOtherDigest,
    tamper: (trail) => edit(trail, trail.digests[DIGEST]!, () => ({ metadata: {} })),
    expected: [1, "changed digest 1", "unproven log 4"],
  },
  {
    name: "the newest digest signed with a key that is not CloudTrail's",
    tamper: (trail) => {
      const forged = signedTrail({ key: signingKey().privateKey });
      edit(trail, trail.digests[9]!, () => forged.objects.get(trail.digests[9]!)!);
    },
    expected: [1, "changed digest 1", "unproven log 4"],
  },
  {
    name: "a digest with the fingerprint of an unknown key",
    tamper: (trail) => editJson(trail, trail.digests[9]!, (text) => text.replace("31e8b543", "00000000")),
    expected: [1, "changed digest 1", "unproven log 4"],
  },
  {
    name: "a digest without a required field",
    tamper: (trail) => editJson(trail, trail.digests[DIGEST]!, (text) => text.replace("digestEndTime", "x")),
    expected: [1, "changed digest 1", "unproven log 4"],
  },
  {
    name: "a digest that is no gzip file",
    tamper: (trail) => edit(trail, trail.digests[DIGEST]!, () => ({ bytes: Buffer.from("no gzip") })),
    expected: [1, "changed digest 1", "unproven log 4"],
  },
  {
    name: "the trail off for three hours",
    trail: () => signedTrail({ key: KEYS.privateKey, off: [4, 5, 6] }),
    expected: [1, "uncovered log 12"],
    gaps: 1,
    cli: 0,
  },
  {
    name: "a log file that may not be read",
    ...failing(({ logs }) => logs[LOG]!, [403, "AccessDenied"]),
    expected: [2, "unreadable log 1"],
    cli: 255,
  },
  {
    name: "an archived log file",
    ...failing(({ logs }) => logs[LOG]!, [403, "InvalidObjectState"]),
    expected: [2, "unreadable log 1"],
    cli: 255,
  },
  {
    name: "a connection that is cut in a log file",
    ...failing(({ logs }) => logs[LOG]!, "cut"),
    expected: [2, "unreadable log 1"],
    cli: 1,
  },
  {
    name: "a log file that is deleted while it is validated",
    ...failing(({ logs }) => logs[LOG]!, [404, "NoSuchKey"]),
    expected: [1, "missing log 1"],
  },
  {
    name: "a digest that may not be read",
    ...failing(({ digests }) => digests[DIGEST]!, [403, "AccessDenied"]),
    expected: [2, "unreadable digest 1", "unproven log 4"],
    cli: 255,
  },
  {
    name: "a backfill digest",
    trail: () => withBackfill({ "backfill-generation-timestamp": "2026-03-01T08:00:00Z" }),
    expected: [0],
  },
  {
    name: "a backfill digest without its timestamp",
    trail: () => withBackfill({}),
    expected: [1, "changed digest 1", "extra log 1"],
  },
  { name: "an organization with two accounts", trail: organization, expected: [0] },
];
