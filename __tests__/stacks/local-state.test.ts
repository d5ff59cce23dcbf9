import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkNoLocalState } from "../../stacks/known-state";
import { checkLocalState } from "../../stacks/local-state";
import { environmentWith, type Overrides } from "../support/environment";
import { refuse, startFakeEndpoint, type FakeEndpoint } from "../support/fake-endpoint";

const EMPTY = JSON.stringify({ version: 4, resources: [] });
const OWN = state("managed", "managed");

function state(...modes: string[]): string {
  return JSON.stringify({ version: 4, resources: modes.map((mode) => ({ mode, instances: [{}] })) });
}

const environment = process.env;
let project: string;
let endpoint: FakeEndpoint | undefined;
/** Who asked, by access key, and for what. */
let requests: { readonly url: string; readonly signer: string | undefined }[];

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), "audit-trail-test-"));
  requests = [];
});

afterEach(async () => {
  process.env = environment;
  rmSync(project, { recursive: true });
  await endpoint?.stop();
  endpoint = undefined;
});

/** A state bucket with these objects. Undefined: there is no bucket. */
async function check(objects: Record<string, string> | undefined, overrides: Overrides = {}): Promise<void> {
  endpoint = await startFakeEndpoint("111122223333", (request, response) => {
    const { pathname, searchParams } = new URL(request.url!, "http://fake");
    requests.push({ url: request.url!, signer: /Credential=(\w+)/.exec(request.headers.authorization ?? "")?.[1] });
    if (pathname === "/") return void response.end(ASSUMED);
    if (objects === undefined) return refuse(404, "NoSuchBucket")(request, response);
    const isListing = searchParams.get("list-type") === "2";
    response.end(isListing ? listing(objects) : objects[pathname.replace("/test-state/", "")]);
  });
  return checkAt(endpoint.url, overrides);
}

function checkAt(url: string, overrides: Overrides = {}): Promise<void> {
  process.env = {
    ...environment,
    CDKTF_OUTDIR: join(project, "cdktf.out"),
    AWS_ENDPOINT_URL: url,
    AWS_ACCESS_KEY_ID: "OWN",
    AWS_SECRET_ACCESS_KEY: "example",
    AWS_MAX_ATTEMPTS: "1",
  };
  return checkLocalState(environmentWith(overrides));
}

const ASSUMED =
  `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>` +
  `<AccessKeyId>ROLE</AccessKeyId><SecretAccessKey>example</SecretAccessKey><SessionToken>example</SessionToken>` +
  `<Expiration>2100-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`;

function listing(objects: Record<string, string>): string {
  const contents = Object.keys(objects).map((key) => `<Contents><Key>${key}</Key></Contents>`);
  return `<ListBucketResult><Name>test-state</Name>${contents.join("")}</ListBucketResult>`;
}

function writeLocalState(): void {
  writeFileSync(join(project, "terraform.test-state.tfstate"), EMPTY);
}

function initialize(backend: string): void {
  const folder = join(project, "cdktf.out", "stacks", "test-state", ".terraform");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "terraform.tfstate"), JSON.stringify({ version: 3, backend: { type: backend } }));
}

const BUCKET = "LOCAL_STATE=test: state bucket test-state";

describe("a local state is fine", () => {
  test("before the bucket exists", async () => {
    await expect(check(undefined)).resolves.toBeUndefined();
  });

  test("while the bucket is empty", async () => {
    await expect(check({})).resolves.toBeUndefined();
  });

  test("when all other states are empty and the bucket's own state can be migrated", async () => {
    initialize("s3");
    const objects = { "test/state": OWN, "test/archive": EMPTY, "test/trail": state("data") };
    await expect(check(objects)).resolves.toBeUndefined();
  });

  test("when the store's own state is in the local file already", async () => {
    initialize("local");
    writeLocalState();
    await expect(check({ "test/state": OWN, "test/state.tflock": "{}" })).resolves.toBeUndefined();
  });
});

describe("a local state is refused", () => {
  beforeEach(() => initialize("s3"));

  test("while another stack has resources, each stack on its line", async () => {
    const objects = { "test/state": OWN, "test/archive": state("managed", "data", "managed"), "test/x": OWN };
    await expect(check(objects)).rejects.toThrow(
      new Error(
        `${BUCKET}: test/archive still holds 2 resources; destroy that stack first\n` +
          `${BUCKET}: test/x still holds 2 resources; destroy that stack first`,
      ),
    );
  });

  test("while another run may be writing a state", async () => {
    await expect(check({ "test/trail": EMPTY, "test/trail.tflock": "{}" })).rejects.toThrow(
      new Error(`${BUCKET}: test/trail.tflock: another run holds this lock; wait until it ends`),
    );
  });

  test.each(["no JSON", "{}", '{"resources": {}}'])("while the bucket holds something else: %s", async (text) => {
    await expect(check({ "report.csv": text })).rejects.toThrow(
      new Error(
        `${BUCKET}: report.csv is not a Terraform state; move it, because destroying the stack empties the bucket`,
      ),
    );
  });
});

describe("a store that exists is not created again", () => {
  const message = new Error(
    `${BUCKET}: test/state holds 2 resources, which Terraform has not read here yet and would create again; ` +
      `run "npx cdktf diff test-state" first`,
  );

  test("from a fresh clone", async () => {
    await expect(check({ "test/state": OWN })).rejects.toThrow(message);
  });

  test("where the local state is gone", async () => {
    initialize("local");
    await expect(check({ "test/state": OWN })).rejects.toThrow(message);
  });

  test("but may be after a destroy, whose state is empty", async () => {
    await expect(check({ "test/state": EMPTY })).resolves.toBeUndefined();
  });
});

describe("a bucket that cannot be read is refused", () => {
  const unreadable = "LOCAL_STATE=test: cannot read the state bucket test-state, which may hold the states of deployed";

  test("where AWS denies", async () => {
    endpoint = await startFakeEndpoint("111122223333", refuse(403, "AccessDenied"));
    await expect(checkAt(endpoint.url)).rejects.toThrow(
      new Error(`${unreadable} stacks: AccessDenied: the fake says so`),
    );
  });

  test("where nothing answers", async () => {
    await expect(checkAt("http://127.0.0.1:9")).rejects.toThrow(`${unreadable} stacks: `);
  });
});

test("the bucket is asked in the archive account, by the role that Terraform assumes there", async () => {
  const assumeRole = "arn:aws:iam::111122223333:role/Deploy";
  await check({ "test/archive": EMPTY }, { accounts: { archive: { assumeRole } } });
  expect(requests.map(({ signer }) => signer)).toEqual(["OWN", "ROLE", "ROLE"]);
  expect(requests.map(({ url }) => url.split("?")[0])).toEqual(["/", "/test-state/", "/test-state/test/archive"]);
});

describe("the state of a state store in a local file that Terraform would ignore", () => {
  const check = () => {
    process.env["CDKTF_OUTDIR"] = join(project, "cdktf.out");
    checkNoLocalState("test");
  };
  const writeState = (text: string) => writeFileSync(join(project, "terraform.test-state.tfstate"), text);

  test("is refused", () => {
    writeState(OWN);
    expect(check).toThrow(
      new Error(
        "test: terraform.test-state.tfstate holds the state of test-state, whose resources Terraform would create " +
          "again. If the state bucket holds that state too, remove the file. If not, run " +
          '"LOCAL_STATE=test npx cdktf diff test-state", then "npx cdktf deploy test-state --migrate-state"',
      ),
    );
  });

  test.each(["local", "s3"])("is fine where Terraform is initialized with the backend %s", (backend) => {
    writeState(OWN);
    initialize(backend);
    expect(check).not.toThrow();
  });

  test("is fine where the file holds nothing, or is not there", () => {
    expect(check).not.toThrow();
    writeState(EMPTY);
    expect(check).not.toThrow();
  });
});
