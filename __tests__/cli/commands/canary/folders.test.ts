import { logFolders } from "../../../../cli/commands/canary/folders";
import { evaluated } from "../../../support/small-matrix";

const { environment } = evaluated({ subjects: [], accessCases: [] });
const ACCOUNT = "111122223333";

const folders = (since: string, now: string, changes: object = {}, regions = ["eu-central-1"]) =>
  logFolders({ trail: { ...environment.trail, ...changes } }, ACCOUNT, regions, new Date(since), new Date(now)).map(
    ({ prefix }) => prefix,
  );

const DAY = "AWSLogs/111122223333/CloudTrail/eu-central-1/2026/11";

describe("the folders of new log files", () => {
  test("are today's", () => {
    expect(folders("2026-11-21T12:00:00Z", "2026-11-21T12:10:00Z")).toEqual([`${DAY}/21/`]);
  });

  test("are tomorrow's too once midnight has passed (UTC)", () => {
    expect(folders("2026-11-21T23:59:59Z", "2026-11-21T23:59:59Z")).toEqual([`${DAY}/21/`]);
    expect(folders("2026-11-21T23:59:59Z", "2026-11-22T00:00:01Z")).toEqual([`${DAY}/21/`, `${DAY}/22/`]);
  });

  test("are yesterday's too shortly after midnight, for files are named for the minutes before", () => {
    expect(folders("2026-11-22T00:03:00Z", "2026-11-22T00:04:00Z")).toEqual([`${DAY}/21/`, `${DAY}/22/`]);
  });

  test("cross the end of a year", () => {
    const [last, first] = folders("2026-12-31T23:59:00Z", "2027-01-01T00:05:00Z");
    expect(last).toMatch(/\/2026\/12\/31\/$/);
    expect(first).toMatch(/\/2027\/01\/01\/$/);
  });

  test("are one a Region, each once", () => {
    const regions = ["eu-west-1", "eu-central-1", "eu-west-1"];
    expect(folders("2026-11-21T12:00:00Z", "2026-11-21T12:00:00Z", {}, regions)).toEqual([
      "AWSLogs/111122223333/CloudTrail/eu-west-1/2026/11/21/",
      `${DAY}/21/`,
    ]);
  });

  test("lie below the trail's prefix and its organization", () => {
    const trail = { logs: { prefix: "audit", organizationId: "o-a1b2c3d4e5" } };
    expect(folders("2026-11-21T12:00:00Z", "2026-11-21T12:00:00Z", trail)).toEqual([
      "audit/AWSLogs/o-a1b2c3d4e5/111122223333/CloudTrail/eu-central-1/2026/11/21/",
    ]);
  });

  test("are there where the clock went back", () => {
    expect(folders("2026-11-22T12:00:00Z", "2026-11-21T12:00:00Z")).toEqual([`${DAY}/22/`]);
  });

  test("begin with the files of the quarter of an hour before the call", () => {
    const [folder] = logFolders(environment, ACCOUNT, ["eu-central-1"], new Date("2026-11-21T12:04:59Z"), new Date());
    expect(folder!.startAfter).toBe(`${DAY}/21/111122223333_CloudTrail_eu-central-1_20261121T1149Z`);
  });
});
