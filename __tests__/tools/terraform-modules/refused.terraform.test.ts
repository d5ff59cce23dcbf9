import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEmulator, type Emulator } from "../../../tools/emulator/start";
import { TerraformFailed } from "../../../tools/terraform/deployer";
import { describeWithMoto } from "../../support/moto";
import { rootModule } from "../../support/root-module";

const TIMEOUT = 900_000;
const ACCOUNT = "111122223333";

const TRAIL = `name = "audit"\nbucket_name = "example-logs"\n`;
const KEY = `key_arn = "arn:aws:kms:eu-central-1:${ACCOUNT}:key/1234"\n`;
const ROLE = `arn:aws:iam::${ACCOUNT}:role/Security`;

/** Values, and the beginnings of the errors that Terraform must report. */
type Refused = readonly [module: string, values: string, errors: readonly string[]];

const ofTrail = (values: string, error: string): Refused => ["audit-trail", `${TRAIL}${values}`, [error]];

/** Rules of one variable. If any is broken, Terraform checks no others. */
const OF_ONE_VARIABLE: readonly Refused[] = [
  [
    "audit-trail",
    `name        = "a..b"
     bucket_name = "Logs"
     key_alias   = "alias/logs"
     key_administrators = ["arn:aws:iam::${ACCOUNT}:role/*"]
     key_rotation_days = 89
     key_deletion_window_days = 7.5
     readers     = [{ role_name = "a b", trusted_principals = [], max_session_hours = 13 }]
     only_organization_id = "o-short"
     object_lock = { mode = "NONE", days = 0 }
     access_logs_expire_after_days = 36501
     keep_noncurrent_days = 0
     iam_path    = "audit"
     tags        = { "aws:x" = "y", z = "<" }`,
    [
      "name must be 3 to 128 letters",
      "bucket_name must be 3 to 63",
      "key_alias must be",
      "key_administrators must be ARNs",
      "key_rotation_days must be a whole number from 90 to 2560",
      "key_deletion_window_days must be a whole number from 7 to 30",
      "role_name of each reader must be",
      "trusted_principals of each reader must be",
      "max_session_hours of each reader must be a whole number from 1 to 12",
      "only_organization_id must be",
      "mode of object_lock must be",
      "days of object_lock must be a whole number from 1 to 36500",
      "access_logs_expire_after_days must be a whole number",
      "keep_noncurrent_days must be a whole number",
      "iam_path must be a path",
      "keys of tags must be",
      "values of tags must be",
    ],
  ],
  [
    "audit-trail",
    `${TRAIL}
     readers = [
       { role_name = "reader", trusted_principals = ["${ROLE}"] },
       { role_name = "Reader", trusted_principals = ["${ROLE}"] },
     ]
     tags    = { a = "1", A = "2" }`,
    ["role_name of each reader must be another name", "keys of tags must differ"],
  ],
  ofTrail(`access_log_bucket_name = "logs-s3alias"`, "access_log_bucket_name must be 3 to 63"),
  ofTrail("cloudwatch_logs_retention_days = 2", "cloudwatch_logs_retention_days must be one of 1, 3, 5"),
  ofTrail(`data_event_bucket_names = ["a/b"]`, "data_event_bucket_names must be names"),
  ofTrail(
    `break_glass = { role_name = "break glass", trusted_principals = ["${ROLE}"] }`,
    "role_name of break_glass must be",
  ),
  ofTrail(
    `break_glass = { role_name = "break-glass", trusted_principals = ["arn:aws:iam::${ACCOUNT}:root"] }`,
    "trusted_principals of break_glass must be",
  ),
  ofTrail("expire_after_days = 0", "expire_after_days must be a whole number"),
  ofTrail(`permissions_boundary = "Boundary"`, "permissions_boundary must be the ARN"),
  ["archive", `bucket_name = "example-logs"\ntrails = []`, ["trails must name at least one trail"]],
  [
    "archive",
    `bucket_name = "example-logs"
     trails = [{ account_id = "1111", name = "-" }]`,
    ["account_id of each trail must be 12 digits", "name of each trail must be"],
  ],
  [
    "trail",
    `${TRAIL} key_arn = "alias/logs"\norganization_id = "x"`,
    ["key_arn must be the ARN", "organization_id must"],
  ],
];

/** Rules of several variables, or of the provider's account or Region. Each breaks a variable that the call sets. */
const OF_SEVERAL: readonly Refused[] = [
  ofTrail(`access_log_bucket_name = "example-logs"`, "access_log_bucket_name must be another bucket"),
  [
    "audit-trail",
    `name = "audit"\nbucket_name = "${"b".repeat(52)}"\naccess_log_bucket_name = null`,
    ["access_log_bucket_name must be given"],
  ],
  [
    "audit-trail",
    `name = "${"a".repeat(49)}"\nbucket_name = "example-logs"\ncloudwatch_logs_retention_days = 1`,
    ["name must have at most 48 characters"],
  ],
  ofTrail(`data_event_bucket_names = ["example-logs"]`, "data_event_bucket_names must not name the log bucket"),
  ofTrail(
    `data_event_bucket_names = ["example-logs-access-logs"]`,
    "data_event_bucket_names must not name the bucket for server access logs",
  ),
  ofTrail(
    `readers     = [{ role_name = "reader", trusted_principals = ["${ROLE}"] }]
     break_glass = { role_name = "READER", trusted_principals = ["${ROLE}"] }`,
    "role_name of break_glass must be no reader's",
  ),
  ofTrail(
    `expire_after_days = 29\nobject_lock = { mode = "COMPLIANCE", days = 30 }`,
    "expire_after_days must be at least the days of object_lock",
  ),
  ofTrail(
    `permissions_boundary = "arn:aws:iam::444455556666:policy/Boundary"`,
    "permissions_boundary must be a managed policy of the roles' account",
  ),
  [
    "archive",
    `bucket_name = "example-logs"
     trails = [{ account_id = "444455556666", name = "audit" }, { account_id = "${ACCOUNT}", name = "audit" }]
     organization_id = "o-a1b2c3d4e5"`,
    ["trails must all be of the management"],
  ],
  [
    "trail",
    `${TRAIL}${KEY.replace("eu-central-1", "us-east-1")}cloudwatch_logs_retention_days = 1`,
    ["key_arn must be a key in the Region of the trail"],
  ],
];

describeWithMoto("Terraform refuses what the constructs refuse", () => {
  let emulator: Emulator;
  let scratch: string;

  beforeAll(async () => {
    scratch = mkdtempSync(join(tmpdir(), "refused by terraform "));
    emulator = await startEmulator();
  }, TIMEOUT);

  afterAll(async () => {
    await emulator.stop();
    rmSync(scratch, { recursive: true });
  });

  describe.each([
    ["rules of one variable", OF_ONE_VARIABLE],
    ["rules of several", OF_SEVERAL],
  ])("%s", (rules, refused) => {
    /** Of one plan of all calls. */
    let errors: readonly string[];

    beforeAll(async () => {
      const calls = refused.map(([module, values], index) => ({
        name: nameOf(index),
        module,
        account: ACCOUNT,
        values,
      }));
      const root = await rootModule(emulator.endpoint, join(scratch, rules), calls);
      const problem = await root.drift().catch((error: unknown) => error);
      expect(problem).toBeInstanceOf(TerraformFailed);
      const [, ...found] = (problem as Error).message.split(/^.*Error: /m);
      errors = found.map((error) => error.replace(/[\s│]+/g, " "));
    }, TIMEOUT);

    test.each(refused.map((one, index) => [...one, index] as const))(
      "%s with %s",
      (_module, _values, expected, index) => {
        const found = errors.filter((error) => error.includes(`in module "${nameOf(index)}":`));
        for (const error of expected) expect(found).toContainEqual(expect.stringContaining(` ${error}`));
        expect(found).toHaveLength(expected.length);
      },
    );

    test("and nothing else", () => {
      expect(errors).toHaveLength(refused.flatMap(([, , expected]) => expected).length);
    });
  });
});

const nameOf = (index: number) => `call_${index}`;
