import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkProfile } from "../../../cli/aws/profiles";

const NAMES = ["AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE", "AWS_PROFILE"] as const;
const BEFORE = NAMES.map((name) => [name, process.env[name]] as const);
const FOLDER = mkdtempSync(join(tmpdir(), "profiles-"));
const CONFIG = join(FOLDER, "config");
const CREDENTIALS = join(FOLDER, "credentials");

beforeEach(() => {
  writeFileSync(
    CONFIG,
    '[default]\nregion = x\n[profile audit]\n[profile "two words"]\n[sso-session hub]\n[services s3]\n',
  );
  writeFileSync(CREDENTIALS, "[ keys ]\naws_access_key_id = AKIDEXAMPLE\n");
  Object.assign(process.env, { AWS_CONFIG_FILE: CONFIG, AWS_SHARED_CREDENTIALS_FILE: CREDENTIALS, AWS_PROFILE: "" });
});

afterAll(() => {
  rmSync(FOLDER, { recursive: true });
  for (const [name, value] of BEFORE) {
    if (value === undefined) Reflect.deleteProperty(process.env, name);
    else process.env[name] = value;
  }
});

test.each(["audit", "two words", "keys", "default", undefined])("%s is a profile, or asks for none", (name) => {
  expect(() => checkProfile(name)).not.toThrow();
});

test.each(["nope", "hub", "sso-session hub", "AUDIT", "constructor"])("%s is none", (name) => {
  expect(() => checkProfile(name)).toThrow(
    new Error(
      `--profile must name a profile of ${CONFIG} or ${CREDENTIALS}, which have the profiles default, audit, two words, keys; ` +
        `got "${name}"`,
    ),
  );
});

test("the variable is checked too, unless the option replaces it", () => {
  process.env["AWS_PROFILE"] = "nope";
  expect(() => checkProfile(undefined)).toThrow(/^AWS_PROFILE must name a profile of .*; got "nope"$/);
  expect(() => checkProfile("audit")).not.toThrow();
});

test("without the files there is no profile", () => {
  rmSync(CONFIG);
  rmSync(CREDENTIALS);
  expect(() => checkProfile("audit")).toThrow(/, which have no profile; got "audit"$/);
  expect(() => checkProfile("default")).not.toThrow();
});
