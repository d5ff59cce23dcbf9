import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { awsClients } from "../../../cli/aws/clients";

const NAMES = ["AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3"];

afterEach(() => NAMES.forEach((name) => Reflect.deleteProperty(process.env, name)));

test.each(NAMES)("%s without --endpoint is refused: an emulator would pass for AWS", (name) => {
  process.env[name] = "http://127.0.0.1:5000";
  expect(() => awsClients({ region: "eu-central-1" })).toThrow(
    `${name} is set: give the endpoint with --endpoint, or unset it to use AWS`,
  );
  expect(() => awsClients({ region: "eu-central-1", endpoint: "http://127.0.0.1:5000" })).not.toThrow();
});

test("an endpoint variable that is empty names none", () => {
  process.env["AWS_ENDPOINT_URL"] = "";
  expect(() => awsClients({ region: "eu-central-1" })).not.toThrow();
});

test("an endpoint in a profile is not asked", async () => {
  const folder = mkdtempSync(join(tmpdir(), "profile-"));
  const file = join(folder, "config");
  writeFileSync(
    file,
    "[default]\nendpoint_url = http://127.0.0.1:5000\naws_access_key_id = AKIDEXAMPLE\naws_secret_access_key = example\n",
  );
  process.env["AWS_CONFIG_FILE"] = file;
  try {
    const { sts } = awsClients({ region: "eu-central-1" });
    const asked: string[] = [];
    const note = () => (args: { request?: unknown }) => {
      asked.push((args.request as { hostname: string }).hostname);
      return Promise.reject(new Error("not sent"));
    };
    sts.middlewareStack.add(note, { step: "build" });
    await expect(sts.send(new GetCallerIdentityCommand({}))).rejects.toThrow("not sent");
    expect(asked).toEqual(["sts.eu-central-1.amazonaws.com"]);
  } finally {
    Reflect.deleteProperty(process.env, "AWS_CONFIG_FILE");
    rmSync(folder, { recursive: true });
  }
});
