import { logFile, record } from "../../../support/log-records";
import { logs, withFiles } from "../../../support/logs-command";

const timeline = (...args: string[]) => logs(["timeline", ...args]);

const START = "AKIAIOSFODNN7EXAMPLE";
const DEPLOYER = "ASIAAAAAAAAADEPLOYER";
const ADMIN = "ASIAAAAAAAAAAAAADMIN";
const CREATED = "AKIAAAAAAAAAACREATED";
const UNUSED = "ASIAAAAAAAAAAAUNUSED";
const STRANGER = "ASIAAAAAAAAASTRANGER";

const at = (minute: number) => `2026-03-01T10:${String(minute).padStart(2, "0")}:00Z`;

/** A call with a key; `issued` is the key that it returned. */
function call(
  minute: number,
  key: string,
  eventName: string,
  issued?: string,
  created = false,
): Record<string, unknown> {
  const arn =
    key === START
      ? "arn:aws:iam::111122223333:user/alice"
      : `arn:aws:sts::111122223333:assumed-role/${key.slice(-5)}/s`;
  return record({
    eventTime: at(minute),
    eventName,
    userIdentity: { type: "AssumedRole", arn, accessKeyId: key },
    responseElements: issued && { [created ? "accessKey" : "credentials"]: { accessKeyId: issued } },
  });
}

const FILES = {
  "a.json": logFile([
    call(9, DEPLOYER, "AssumeRole", ADMIN),
    call(1, START, "ListBuckets"),
    call(2, START, "AssumeRole", DEPLOYER),
    call(3, STRANGER, "AssumeRole", UNUSED),
  ]),
  "b.json": logFile([
    call(12, CREATED, "StopLogging"),
    call(10, ADMIN, "CreateAccessKey", CREATED, true),
    call(4, DEPLOYER, "GetObject"),
    call(5, START, "GetSessionToken", UNUSED),
    call(13, STRANGER, "GetObject"),
  ]),
};

test("events come in the order of time, whatever file they are in", async () => {
  await withFiles(FILES, async (folder) => {
    const { status, out } = await timeline(folder, "--format", "csv", "--columns", "time");
    expect({ status, times: out.trim().split("\r\n").slice(1) }).toEqual({
      status: 0,
      times: [1, 2, 3, 4, 5, 9, 10, 12, 13].map(at),
    });
  });
});

test("without --follow, a key's own calls and those that returned it", async () => {
  await withFiles(FILES, async (folder) => {
    const { out } = await timeline(
      folder,
      "--access-key",
      DEPLOYER,
      "--format",
      "csv",
      "--columns",
      "event,access-key",
    );
    expect(out.trim().split("\r\n").slice(1)).toEqual([
      `AssumeRole,${START}`,
      `GetObject,${DEPLOYER}`,
      `AssumeRole,${DEPLOYER}`,
    ]);
  });
});

test("--follow shows every session that a key opened as a tree, then what they all did", async () => {
  await withFiles(FILES, async (folder) => {
    const { status, out, err } = await timeline(folder, "--access-key", START, "--follow");
    expect({ status, err }).toEqual({ status: 0, err: "" });
    const [tree = "", events = ""] = out.split("\n\n");
    const cells = tree.split("\n").map((line) => line.split(/ {2,}(?=\S)/).filter((cell) => cell !== ""));
    expect(cells.slice(1)).toEqual([
      [START, "arn:aws:iam::111122223333:user/alice", "3", at(1), at(5)],
      [`├─ ${DEPLOYER}`, `AssumeRole ${at(2)}`, "arn:aws:sts::111122223333:assumed-role/LOYER/s", "2", at(4), at(9)],
      [
        "│",
        `└─ ${ADMIN}`,
        `AssumeRole ${at(9)}`,
        "arn:aws:sts::111122223333:assumed-role/ADMIN/s",
        "1",
        at(10),
        at(10),
      ],
      [
        "│",
        `└─ ${CREATED}`,
        `CreateAccessKey ${at(10)}`,
        "arn:aws:sts::111122223333:assumed-role/EATED/s",
        "1",
        at(12),
        at(12),
      ],
      [`└─ ${UNUSED}`, `GetSessionToken ${at(5)}`, "not used", "0"],
    ]);
    // The stranger opened a session with the same key: that call is about it too.
    expect(
      events
        .trim()
        .split("\n")
        .slice(1)
        .map((line) => line.slice(0, 20)),
    ).toEqual([1, 2, 3, 4, 5, 9, 10, 12].map(at));
  });
});

test("sessions that open each other do not go on for ever", async () => {
  const loop = [
    call(1, START, "AssumeRole", DEPLOYER),
    call(2, DEPLOYER, "AssumeRole", START),
    call(3, DEPLOYER, "AssumeRole", DEPLOYER),
  ];
  await withFiles({ "a.json": logFile(loop) }, async (folder) => {
    const { out } = await timeline(folder, "--access-key", START, "--follow", "--format", "csv", "--columns", "time");
    expect(out.trim().split("\r\n")).toHaveLength(4);
  });
});

test("nothing found is exit status 1", async () => {
  await withFiles(FILES, async (folder) => {
    expect(await timeline(folder, "--event", "None")).toEqual({ status: 1, out: "", err: "" });
  });
});

test.each([
  [[".", "--follow"], "--follow requires the key to begin with: --access-key ID"],
  [
    [".", "--follow", "--access-key", START, "--event", "GetObject"],
    "--follow shows all that the sessions did; combine it with --from, --to, --account and --region only",
  ],
])("%j is a mistake", async (args, message) => {
  expect(await timeline(...args)).toEqual({ status: 2, out: "", err: `${message}\n` });
});
