import { backendAlone, backendEnvironment } from "../../../tools/terraform/validator";

test("the check of a backend has neither the user's credentials nor a way to AWS", () => {
  const theirs = { AWS_PROFILE: "prod", AWS_SESSION_TOKEN: "secret", TF_CLI_ARGS_init: "-backend-config=x" };
  expect(backendEnvironment({ PATH: "/bin", ...theirs })).toEqual({
    PATH: "/bin",
    AWS_ACCESS_KEY_ID: "none",
    AWS_SECRET_ACCESS_KEY: "none",
    AWS_CONFIG_FILE: "/dev/null",
    AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_ENDPOINT_URL_S3: "http://127.0.0.1:1",
    AWS_ENDPOINT_URL_STS: "http://127.0.0.1:1",
  });
});

describe("the backend block alone", () => {
  const stack = (backend: object) => {
    return { resource: { aws_kms_key: {} }, terraform: { required_providers: {}, backend } };
  };

  test("is that of S3 as it stands, without retries", () => {
    const s3 = { bucket: "state", key: "dev/state", encyrpt: true };
    expect(backendAlone(stack({ s3 }))).toEqual({ terraform: { backend: { s3: { ...s3, max_retries: 1 } } } });
  });

  test("is that of a local file", () => {
    const local = { path: "terraform.dev-state.tfstate" };
    expect(backendAlone(stack({ local }))).toEqual({ terraform: { backend: { local } } });
  });

  test("is not checked where it would need a network, or where there is none", () => {
    expect(backendAlone(stack({ gcs: { bucket: "state" } }))).toBeUndefined();
    expect(backendAlone({ terraform: {} })).toBeUndefined();
    expect(backendAlone({})).toBeUndefined();
  });
});
