import type { Finished } from "../../../cli/framework/process";
import { versionProblem } from "../../../tools/terraform/version";

const finished = (code: number | null, stdout: string): Finished => ({ code, stdout, stderr: "" });

describe("the version of Terraform", () => {
  const version = (terraform_version: unknown) => versionProblem(finished(0, JSON.stringify({ terraform_version })));
  const install = "install Terraform 1.10 or later, developer.hashicorp.com/terraform/install";

  test.each(["1.10.0", "1.10.0-beta1", "1.11.4", "1.100.0", "2.0.0"])("%s will do", (text) => {
    expect(version(text)).toBeUndefined();
  });

  test.each(["1.9.8", "1.1.9", "0.15.5"])("%s is too old", (text) => {
    expect(version(text)).toBe(`Terraform ${text} is too old: ${install}`);
  });

  test("that cannot be read will not do", () => {
    expect(version(undefined)).toBe(`terraform version cannot be read: ${install}`);
    expect(versionProblem(finished(1, "Terraform v1.11.4"))).toBe(`terraform version cannot be read: ${install}`);
  });
});
