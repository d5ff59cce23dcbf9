import * as numbers from "../../../modules/limits/numbers";

describe("ranges that AWS documents", () => {
  test.each([
    ["days between rotations of a key", numbers.KEY_ROTATION_DAYS, 90, 2560],
    ["days until a key is deleted", numbers.KEY_DELETION_WINDOW_DAYS, 7, 30],
    ["hours of a role's session", numbers.SESSION_HOURS, 1, 12],
    ["days of an Object Lock", numbers.OBJECT_LOCK_DAYS, 1, 36500],
  ])("%s", (_, range, min, max) => {
    expect(range).toEqual({ min, max });
  });

  test("retentions that CloudWatch Logs takes", () => {
    expect(numbers.LOG_RETENTION_DAYS).toEqual([
      1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
    ]);
  });

  test("the stay in an infrequent-access class", () => {
    expect(numbers.INFREQUENT_ACCESS_DAYS).toBe(30);
  });
});
