import { initDiagnostics, placeOf, plainText, validateDiagnostics } from "../../../tools/terraform/diagnostics";

const error = {
  severity: "error",
  summary: "Missing required argument",
  detail: 'The argument "name" is required.',
  range: { filename: "cdk.tf.json", start: { line: 3, column: 1, byte: 9 }, end: { line: 3, column: 2, byte: 10 } },
  snippet: { context: "resource.aws_cloudtrail.Trail_8987F129", code: "{", start_line: 3 },
};
const warning = { severity: "warning", summary: "Argument is deprecated", detail: "Use another." };
const output = (valid: unknown, diagnostics: unknown) => JSON.stringify({ format_version: "1.0", valid, diagnostics });

describe("the output of terraform validate", () => {
  test("gives severity, summary, detail and context", () => {
    expect(validateDiagnostics(output(false, [error, warning]))).toEqual([
      {
        severity: "error",
        summary: "Missing required argument",
        detail: 'The argument "name" is required.',
        context: "resource.aws_cloudtrail.Trail_8987F129",
      },
      { severity: "warning", summary: "Argument is deprecated", detail: "Use another." },
    ]);
  });

  test("is empty for a sound stack", () => {
    expect(validateDiagnostics(output(true, []))).toEqual([]);
  });

  test.each([
    ["no JSON", "Error: something"],
    ["nothing", ""],
    ["without a verdict", JSON.stringify({ diagnostics: [] })],
    ["with a verdict that is a text", output("true", [])],
    ["without diagnostics", JSON.stringify({ valid: true })],
    ["valid with an error", output(true, [error])],
    ["invalid without an error", output(false, [warning])],
  ])("is not taken for a verdict when it is %s", (_, text) => {
    expect(validateDiagnostics(text)).toBeUndefined();
  });

  test("counts an unknown severity as an error", () => {
    const fatal = { ...warning, severity: "fatal" };
    expect(validateDiagnostics(output(false, [fatal]))).toMatchObject([{ severity: "error" }]);
  });
});

test("the output of terraform init gives the diagnostics among its other lines", () => {
  const lines = [
    '{"@level":"info","@message":"Initializing the backend...","type":"init_output"}',
    "",
    'Successfully configured the backend "s3"!',
    JSON.stringify({ "@level": "error", type: "diagnostic", diagnostic: error }),
  ];
  const diagnostics = initDiagnostics(lines.join("\n"));
  expect(diagnostics).toMatchObject([{ severity: "error", summary: "Missing required argument" }]);
});

describe("text of another program is printed plain", () => {
  test.each([
    ["colours", "\u001b[31mred\u001b[0m", "red"],
    ["cursor movement", "a\u001b[2J\u001b[1;1Hb", "ab"],
    ["a link", "\u001b]8;;http://example.com\u0007link\u001b]8;;\u0007", "link"],
    ["a return that overwrites the line", "invalid\rok", "invalidok"],
    ["a bell, a backspace and a C1 control", "a\u0007\u0008\u009bb", "ab"],
    ["marks that turn the direction of writing", "a\u202eb\u2066c", "abc"],
    ["blanks around", " text \n", "text"],
  ])("without %s", (_, text, plain) => {
    expect(plainText(text)).toBe(plain);
  });

  test("with its lines and tabs, and letters of any script", () => {
    expect(plainText("a\n\tb é 鍵")).toBe("a\n\tb é 鍵");
  });

  test("is empty where there is none", () => {
    expect(plainText(undefined)).toBe("");
  });

  test("in each part of a diagnostic", () => {
    const dirty = { ...error, summary: "\u001b[1ms", detail: "\u001b[1md", snippet: { context: "\u001b[1mc" } };
    expect(validateDiagnostics(output(false, [dirty]))).toEqual([
      { severity: "error", summary: "s", detail: "d", context: "c" },
    ]);
  });
});

describe("the place of a diagnostic", () => {
  const terraform = {
    resource: { aws_cloudtrail: { Trail_1: { "//": { metadata: { path: "prod-trail/Trail/Trail" } } } } },
  };
  const at = (context?: string) => placeOf({ severity: "error", summary: "", detail: "", context }, terraform);

  test("is the construct with Terraform's address", () => {
    expect(at("resource.aws_cloudtrail.Trail_1")).toBe("prod-trail/Trail/Trail (aws_cloudtrail.Trail_1)");
  });

  test("is Terraform's alone where no construct is known", () => {
    expect(at("resource.aws_cloudtrail.Other")).toBe("aws_cloudtrail.Other");
    expect(at("terraform.backend.s3")).toBe("terraform.backend.s3");
  });

  test("is unknown where Terraform names none", () => {
    expect(at(undefined)).toBeUndefined();
  });
});
