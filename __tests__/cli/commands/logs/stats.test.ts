import { gzipSync } from "node:zlib";
import { logFile, record } from "../../../support/log-records";
import { logs, withFiles } from "../../../support/logs-command";

const stats = (...args: string[]) => logs(["stats", ...args]);

const puts = Array.from({ length: 3 }, () => record({ eventName: "PutObject", errorCode: "AccessDenied" }));
const gets = Array.from({ length: 12 }, () => record());
const odd = record({ eventName: 'a"b,c', userIdentity: null });

test("counts each event once, the most frequent first", async () => {
  const files = { "a.json.gz": gzipSync(logFile([...gets, ...puts, odd])), "b.json": logFile([puts[0]!, record()]) };
  await withFiles(files, async (folder) => {
    const { status, out, err } = await stats(folder, "--by", "event", "--by", "error");
    expect(status).toBe(0);
    expect(out).toBe(
      ["events  event      error", "    13  GetObject", "     3  PutObject  AccessDenied", '     1  a"b,c', ""].join(
        "\n",
      ),
    );
    expect(err).toBe("left out: 1 record of events shown before (late corrections, copies in other accounts)\n");
  });
});

test("--top limits the rows, and says so", async () => {
  await withFiles({ "a.json": logFile([...gets, ...puts, odd]) }, async (folder) => {
    const { out, err } = await stats(folder, "--by", "event,userIdentity.type", "--top", "1", "--format", "csv");
    expect(out).toBe("events,event,userIdentity.type\r\n12,GetObject,IAMUser\r\n");
    expect(err).toBe("2 more rows: --top 3 shows all\n");
  });
});

test("filters come first", async () => {
  await withFiles({ "a.json": logFile([...gets, ...puts]) }, async (folder) => {
    const { out } = await stats(folder, "--denied", "--by", "event", "--format", "jsonl");
    expect(out).toBe('{"events":"3","event":"PutObject"}\n');
  });
});

test("no event is no error", async () => {
  await withFiles({ "a.json": logFile([]) }, async (folder) => {
    expect(await stats(folder, "--by", "event")).toEqual({ status: 0, out: "", err: "" });
  });
});

test.each([
  [["."], "--by is required: --by NAMES (see audit-trail logs stats --help)"],
  [
    [".", "--by", "evnt"],
    '--by has no column "evnt"; did you mean event? A field\'s path, such as userIdentity.type, works too',
  ],
])("%j is a mistake", async (args, message) => {
  expect(await stats(...args)).toEqual({ status: 2, out: "", err: `${message}\n` });
});
