import type { Finished } from "../../../cli/framework/process";
import { both, interpretBackend, interpretInit, interpretValidate } from "../../../tools/terraform/interpret-output";

const finished = (code: number | null, stdout: string, stderr = ""): Finished => ({ code, stdout, stderr });
const initSays = (...diagnostics: object[]) =>
  finished(1, diagnostics.map((diagnostic) => JSON.stringify({ type: "diagnostic", diagnostic })).join("\n"));
const error = (summary: string, detail = "") => ({ severity: "error" as const, summary, detail });

describe("terraform init", () => {
  test("that went through leaves the verdict open", () => {
    expect(interpretInit(finished(0, ""))).toBeUndefined();
  });

  test.each([
    error(
      "Failed to query available provider packages",
      "Could not retrieve the list of available versions for provider hashicorp/aws: could not connect to the registry",
    ),
    error("Failed to query available provider packages", "no available releases match the given constraints >= 6.0.0"),
    error("Failed to install provider", "Error while installing hashicorp/aws v5.100.0: context deadline exceeded"),
  ])("that cannot have the provider is no verdict on the stack: $summary, $detail", (diagnostic) => {
    expect(interpretInit(initSays(diagnostic))).toEqual({
      kind: "skipped",
      reason:
        "no provider: allow Terraform to access its registry, or configure a provider mirror in the file that TF_CLI_CONFIG_FILE names",
      diagnostics: [diagnostic],
    });
  });

  test("that finds a provider nobody knows judges the stack", () => {
    const unknown = error(
      "Failed to query available provider packages",
      "provider registry registry.terraform.io does not have a provider named registry.terraform.io/hashicorp/awss",
    );
    expect(interpretInit(initSays(unknown))).toEqual({ kind: "invalid", diagnostics: [unknown] });
  });

  test("that finds errors judges the stack, and leaves warnings out", () => {
    const version = error("Unsupported Terraform Core version", "This configuration does not support version 1.11.4.");
    const warning = { severity: "warning", summary: "Deprecated", detail: "" };
    expect(interpretInit(initSays(warning, version))).toEqual({ kind: "invalid", diagnostics: [version] });
  });

  test("that finds an error besides the missing provider judges the stack", () => {
    const noProvider = error("Failed to query available provider packages", "could not connect to the registry");
    const other = error("Duplicate required providers configuration");
    expect(interpretInit(initSays(noProvider, other))).toMatchObject({
      kind: "invalid",
      diagnostics: [noProvider, other],
    });
  });

  test("that breaks off is no verdict", () => {
    expect(interpretInit(finished(2, "", "\u001b[31mpanic: out of memory\u001b[0m\ngoroutine 1"))).toEqual({
      kind: "skipped",
      reason: "terraform init ended with 2 and no verdict: panic: out of memory",
    });
    expect(interpretInit(finished(null, "killed"))).toEqual({
      kind: "skipped",
      reason: "terraform init ended with a signal and no verdict: killed",
    });
  });
});

describe("terraform validate", () => {
  const says = (code: number, valid: boolean, diagnostics: object[]) =>
    finished(code, JSON.stringify({ valid, diagnostics }));
  const warning = { severity: "warning" as const, summary: "Argument is deprecated", detail: "" };

  test("passes a sound stack and counts its warnings", () => {
    expect(interpretValidate(says(0, true, []))).toEqual({ kind: "ok", warnings: 0 });
    expect(interpretValidate(says(0, true, [warning, warning]))).toEqual({ kind: "ok", warnings: 2 });
  });

  test("fails a stack with an error", () => {
    const missing = error("Missing required argument");
    expect(interpretValidate(says(1, false, [missing]))).toEqual({ kind: "invalid", diagnostics: [missing] });
  });

  test("that says nothing readable is no verdict", () => {
    expect(interpretValidate(finished(1, "", "Error: no plugin"))).toEqual({
      kind: "skipped",
      reason: "terraform validate ended with 1 and no verdict: Error: no plugin",
    });
  });

  test("that says valid but fails is no verdict", () => {
    expect(interpretValidate(says(1, true, []))).toMatchObject({ kind: "skipped" });
  });
});

describe("the backend block", () => {
  const refused = error(
    "Cannot assume IAM Role",
    'operation error STS: AssumeRole, Post "http://127.0.0.1:1/": dial tcp 127.0.0.1:1: connect: connection refused',
  );

  test("is sound where init went through", () => {
    expect(interpretBackend(finished(0, ""))).toBeUndefined();
  });

  test("is sound where Terraform got as far as asking AWS", () => {
    expect(interpretBackend(initSays(refused))).toBeUndefined();
    const inSummary = error('validating provider credentials: Post "http://127.0.0.1:1/": connection refused');
    expect(interpretBackend(initSays(inSummary))).toBeUndefined();
  });

  test("is faulty where Terraform does not take it", () => {
    const typo = error("Extraneous JSON object property", 'No argument or block type is named "encyrpt".');
    expect(interpretBackend(initSays(typo, refused))).toEqual({ kind: "invalid", diagnostics: [typo] });
  });

  test("is not judged where Terraform breaks off", () => {
    expect(interpretBackend(finished(2, "", "panic"))).toMatchObject({ kind: "skipped" });
  });
});

describe("two verdicts on one stack", () => {
  const ok = { kind: "ok", warnings: 1 } as const;
  const skipped = { kind: "skipped", reason: "why" } as const;
  const invalid = (summary: string) => ({ kind: "invalid", diagnostics: [error(summary)] }) as const;

  test("pass only together", () => {
    expect(both(undefined, ok)).toEqual(ok);
    expect(both(skipped, ok)).toEqual(skipped);
    expect(both(undefined, skipped)).toEqual(skipped);
    expect(both(invalid("a"), ok)).toEqual(invalid("a"));
  });

  test("fail together with all that was found", () => {
    expect(both(invalid("a"), invalid("b"))).toEqual({ kind: "invalid", diagnostics: [error("a"), error("b")] });
    expect(both(skipped, invalid("b"))).toEqual(invalid("b"));
    expect(both(invalid("a"), skipped)).toEqual(invalid("a"));
  });
});
