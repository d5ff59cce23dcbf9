import { awsClients } from "../../../cli/aws/clients";

const NAMES = ["AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3"];

afterEach(() => NAMES.forEach((name) => Reflect.deleteProperty(process.env, name)));

test.each(NAMES)("%s without --endpoint is refused: an emulator would pass for AWS", (name) => {
  process.env[name] = "http://127.0.0.1:5000";
  expect(() => awsClients({ region: "eu-central-1" })).toThrow(
    `${name} is set: give the endpoint with --endpoint, or unset it to ask AWS`,
  );
  expect(() => awsClients({ region: "eu-central-1", endpoint: "http://127.0.0.1:5000" })).not.toThrow();
});

test("an endpoint variable that is empty names none", () => {
  process.env["AWS_ENDPOINT_URL"] = "";
  expect(() => awsClients({ region: "eu-central-1" })).not.toThrow();
});
