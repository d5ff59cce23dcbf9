import { policyJson, renderPolicy, type Statement } from "../../../modules/policy";

const READ: Statement = { Sid: "Read", Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::logs/*" };

/** The only statement of a rendered policy, parsed. */
function rendered(statement: Partial<Statement>): Record<string, unknown> {
  const { Statement: statements } = JSON.parse(renderPolicy([{ ...READ, ...statement }])) as {
    Statement: [Record<string, unknown>];
  };
  return statements[0];
}

/** What a Resource becomes in the text that Terraform reads. */
function resourceFor(value: string): unknown {
  return rendered({ Resource: value })["Resource"];
}

describe("the document", () => {
  test("is compact, with a version and each statement's elements in AWS's order", () => {
    const shuffled: Statement = {
      Condition: { Bool: { "aws:SecureTransport": "false" } },
      Resource: "arn:aws:s3:::logs",
      Action: "s3:*",
      Principal: "*",
      Effect: "Deny",
      Sid: "TlsOnly",
    };
    expect(renderPolicy([shuffled])).toBe(
      '{"Version":"2012-10-17","Statement":[{"Sid":"TlsOnly","Effect":"Deny","Principal":"*","Action":"s3:*",' +
        '"Resource":"arn:aws:s3:::logs","Condition":{"Bool":{"aws:SecureTransport":"false"}}}]}',
    );
  });

  test("has NotPrincipal where Principal would stand", () => {
    const { Sid, Action, Resource } = READ;
    const statement: Statement = {
      Resource,
      Action,
      NotPrincipal: { AWS: "arn:aws:iam::111122223333:root" },
      Effect: "Deny",
      Sid,
    };
    expect(Object.keys(rendered({ ...statement }))).toEqual(["Sid", "Effect", "NotPrincipal", "Action", "Resource"]);
  });

  test("is the same bytes for the same statements, however their elements are ordered", () => {
    const { Sid, Effect, Action, Resource } = READ;
    const statements = (): Statement[] => [
      { Resource, Action, Effect, Sid },
      { ...READ, Sid: "Again" },
    ];
    const first = renderPolicy(statements());
    expect(renderPolicy(statements())).toBe(first);
    expect(renderPolicy([READ, { ...READ, Sid: "Again" }])).toBe(first);
  });

  test("keeps the order in which statements, values and condition keys are given", () => {
    const policy = renderPolicy([
      { ...READ, Sid: "B", Action: ["s3:PutObject", "s3:GetObject"] },
      {
        ...READ,
        Sid: "A",
        Condition: { StringLike: { "s3:prefix": ["z", "a"] }, Bool: { "aws:x": "true", "aws:a": "true" } },
      },
    ]);
    expect(policy).toContain('"Sid":"B","Effect":"Allow","Action":["s3:PutObject","s3:GetObject"]');
    expect(policy).toContain(
      '"Condition":{"StringLike":{"s3:prefix":["z","a"]},"Bool":{"aws:x":"true","aws:a":"true"}}',
    );
    expect(policy.indexOf('"Sid":"B"')).toBeLessThan(policy.indexOf('"Sid":"A"'));
  });

  test("leaves the given statements as they are", () => {
    const statement: Statement = { ...READ, Action: ["s3:GetObject", "s3:GetObject"], Principal: { AWS: ["a", "a"] } };
    const before = structuredClone(statement);
    renderPolicy([statement]);
    expect(statement).toEqual(before);
  });

  test("of no statement is an empty list, which the checks refuse", () => {
    expect(renderPolicy([])).toBe('{"Version":"2012-10-17","Statement":[]}');
  });
});

describe("values", () => {
  test("a list of one becomes a scalar, wherever it stands", () => {
    const statement = rendered({
      Principal: { Service: ["cloudtrail.amazonaws.com"] },
      Action: ["s3:PutObject"],
      Resource: ["arn:aws:s3:::logs/*"],
      Condition: { StringEquals: { "aws:SourceArn": ["arn:aws:cloudtrail:eu-central-1:111122223333:trail/audit"] } },
    });
    expect(statement).toMatchObject({
      Principal: { Service: "cloudtrail.amazonaws.com" },
      Action: "s3:PutObject",
      Resource: "arn:aws:s3:::logs/*",
      Condition: { StringEquals: { "aws:SourceArn": "arn:aws:cloudtrail:eu-central-1:111122223333:trail/audit" } },
    });
  });

  test("a scalar stays one, and a list of several stays a list", () => {
    const { Action, Resource } = rendered({ Action: "s3:GetObject", Resource: ["arn:aws:s3:::a", "arn:aws:s3:::b"] });
    expect(Action).toBe("s3:GetObject");
    expect(Resource).toEqual(["arn:aws:s3:::a", "arn:aws:s3:::b"]);
  });

  test("duplicates go, the first of each stays in its place", () => {
    const { Action, Principal } = rendered({
      Action: ["s3:Put*", "s3:Get*", "s3:Put*"],
      Principal: { AWS: ["111122223333", "111122223333"] },
    });
    expect(Action).toEqual(["s3:Put*", "s3:Get*"]);
    expect(Principal).toEqual({ AWS: "111122223333" });
  });

  test("an empty list is not hidden", () => {
    expect(rendered({ Action: [] })["Action"]).toEqual([]);
  });

  test("what is undefined is left out at every depth", () => {
    const statement = rendered({
      Principal: { AWS: "111122223333", Service: undefined },
      Condition: { StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" }, Bool: undefined },
    });
    expect(statement["Principal"]).toEqual({ AWS: "111122223333" });
    expect(statement["Condition"]).toEqual({ StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } });
    expect(Object.keys(rendered({ Condition: undefined }))).not.toContain("Condition");
  });

  test("everyone as principal stays a star", () => {
    expect(rendered({ Principal: "*" })["Principal"]).toBe("*");
    expect(rendered({ Principal: { AWS: ["*"] } })["Principal"]).toEqual({ AWS: "*" });
  });

  test("quotes, backslashes and non-ASCII letters come back as given", () => {
    const odd = 'arn:aws:s3:::logs/"a\\b"/größe/日本';
    expect(resourceFor(odd)).toBe(odd);
  });
});

describe("what Terraform would take for its own", () => {
  test.each([
    "${aws:username}",
    "${aws:PrincipalTag/cost-center}",
    "${aws:PrincipalTag/team, 'everyone'}",
    "${s3:prefix}",
    "${saml:sub}",
    "${kms:EncryptionContext:aws:cloudtrail:arn}",
    "${cognito-identity.amazonaws.com:sub}",
    "${accounts.google.com:aud}",
    "${*}",
    "${?}",
    "${$}",
  ])("the policy variable %s is escaped", (variable) => {
    expect(resourceFor(`arn:aws:s3:::logs/${variable}/*`)).toBe(`arn:aws:s3:::logs/$${variable}/*`);
  });

  test("policy variables side by side are each escaped", () => {
    expect(resourceFor("${aws:username}${aws:userid}")).toBe("$${aws:username}$${aws:userid}");
  });

  test("a variable in a condition's key or value is escaped too", () => {
    const { Condition } = rendered({ Condition: { StringLike: { "s3:prefix": ["home/${aws:username}/*", "${*}"] } } });
    expect(Condition).toEqual({ StringLike: { "s3:prefix": ["home/$${aws:username}/*", "$${*}"] } });
  });

  test("a variable that is already escaped is not escaped again", () => {
    expect(resourceFor("$${aws:username}/$${*}")).toBe("$${aws:username}/$${*}");
  });

  test("the start of a template directive is escaped, once", () => {
    expect(resourceFor("100%{sic}")).toBe("100%%{sic}");
    expect(resourceFor("100%%{sic}")).toBe("100%%{sic}");
    expect(resourceFor("50% {off}")).toBe("50% {off}");
  });

  test.each([
    "${aws_kms_key.logs.arn}",
    "${data.aws_caller_identity.current.account_id}",
    "${aws_kms_key.logs[0].arn}",
    "${local.strict ? local.a : local.b}",
    "${local.strict?local.a:local.b}",
    "${provider::aws::trim_iam_role_path(local.arn)}",
    "${jsonencode(local.names)}",
    "${TfToken[TOKEN.12]}",
  ])("the Terraform expression %s stays as it is", (expression) => {
    expect(resourceFor(`${expression}/*`)).toBe(`${expression}/*`);
  });
});

describe("the document as AWS stores it", () => {
  test("has policy variables as written", () => {
    const statement: Statement = { ...READ, Resource: "arn:aws:s3:::logs/${aws:username}/%{x}" };
    expect(policyJson([statement])).toBe(
      '{"Version":"2012-10-17","Statement":[{"Sid":"Read","Effect":"Allow","Action":"s3:GetObject",' +
        '"Resource":"arn:aws:s3:::logs/${aws:username}/%{x}"}]}',
    );
  });
});
