import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformStack } from "cdktf";
import { Archive, AuditTrail, type ArchiveProps, type AuditTrailProps } from "../../../modules/archive";
import { Trail } from "../../../modules/trail";
import { startEmulator, type Emulator } from "../../../tools/emulator/start";
import { describeWithMoto } from "../../support/moto";
import { REGION, rootModule, type ModuleCall, type RootModule } from "../../support/root-module";
import { runTool } from "../../support/run-tool";

const TIMEOUT = 900_000;
const SECURITY = "arn:aws:iam::888899990000:role/Security";

/**
 * What both modules of an archive take, in HCL and for the constructs, without Object Lock: the emulator refuses it for a
 * bucket that holds objects, as it may once there is a trail.
 */
function everyOption(account: string, bucketName: string) {
  return {
    hcl: `
    access_log_bucket_name = "${bucketName}-access"
    key_alias              = "audit/logs"
    key_administrators     = ["arn:aws:iam::${account}:role/KeyAdministrators"]
    key_rotation_days        = 180
    key_deletion_window_days = 14
    readers = [
      { role_name = "log-reader", trusted_principals = ["${SECURITY}", "arn:aws:iam::${account}:user/auditor"] },
      { role_name = "log-robot", trusted_principals = ["${SECURITY}"], require_mfa = false, max_session_hours = 4 },
    ]
    break_glass          = { role_name = "break-glass", trusted_principals = ["${SECURITY}"] }
    only_organization_id = "o-a1b2c3d4e5"
    expire_after_days    = 400
    access_logs_expire_after_days = 90
    keep_noncurrent_days = 60
    iam_path             = "/audit/"
    permissions_boundary = "arn:aws:iam::${account}:policy/Boundary"
    tags                 = { Owner = "security" }`,
    props: {
      accessLogs: { bucketName: `${bucketName}-access`, lifecycle: { expireAfterDays: 90, keepNoncurrentDays: 60 } },
      key: {
        aliases: ["audit/logs"],
        administrators: [`arn:aws:iam::${account}:role/KeyAdministrators`],
        rotationPeriodInDays: 180,
        deletionWindowInDays: 14,
      },
      readers: [
        { roleName: "log-reader", trustedPrincipals: [SECURITY, `arn:aws:iam::${account}:user/auditor`] },
        { roleName: "log-robot", trustedPrincipals: [SECURITY], requireMfa: false, maxSessionHours: 4 },
      ],
      breakGlass: { roleName: "break-glass", trustedPrincipals: [SECURITY] },
      onlyOrganizationId: "o-a1b2c3d4e5",
      lifecycle: { expireAfterDays: 400, keepNoncurrentDays: 60 },
      iam: { path: "/audit/", permissionsBoundary: `arn:aws:iam::${account}:policy/Boundary` },
      tags: { Owner: "security" },
    } satisfies Partial<ArchiveProps>,
  };
}

type StackIn = (account: string) => TerraformStack;

/** Calls of modules, and the constructs that they must equal. Each has accounts of its own, so that one plan applies all. */
interface Case {
  readonly calls: readonly ModuleCall[];
  readonly build: (stackIn: StackIn) => void;
}

interface Account {
  readonly account: string;
  readonly bucketName: string;
}

function auditTrail({ account, bucketName }: Account, hcl: string, props: Partial<AuditTrailProps>): Case {
  const values = `name = "audit"\nbucket_name = "${bucketName}"\n${hcl}`;
  return {
    calls: [{ name: bucketName, module: "audit-trail", account, values }],
    build: (stackIn) => {
      const named = { account, region: REGION, name: "audit", bucketName };
      new AuditTrail(stackIn(account), "AuditTrail", { ...named, ...props });
    },
  };
}

interface TrailOf {
  readonly account: string;
  readonly name: string;
  readonly cloudWatchLogs: boolean;
}

function archive(
  { account, bucketName }: Account,
  trails: readonly TrailOf[],
  { hcl, props, organizationId }: { hcl: string; props: Partial<ArchiveProps>; organizationId?: string },
): Case {
  const organized = organizationId === undefined ? "" : `organization_id = "${organizationId}"\n`;
  const listed = trails.map(
    (one) => `{ account_id = "${one.account}", name = "${one.name}", cloudwatch_logs = ${one.cloudWatchLogs} }`,
  );
  const values = `bucket_name = "${bucketName}"\ntrails = [${listed.join(", ")}]\n${organized}${hcl}`;
  const ofTrail = (one: TrailOf): ModuleCall => {
    const target = `name = "${one.name}"\nbucket_name = "${bucketName}"\nkey_arn = module.${bucketName}.key_arn\n`;
    const retention = one.cloudWatchLogs ? "cloudwatch_logs_retention_days = 30\n" : "";
    // CloudTrail requires the whole policy of the bucket.
    const after = `depends_on = [module.${bucketName}]`;
    const values = `${target}${organized}${retention}${after}`;
    return { name: one.name, module: "trail", account: one.account, values };
  };
  const build = (stackIn: StackIn) => {
    const identities = trails.map((one) => ({
      ...{ account: one.account, region: REGION, name: one.name, cloudWatchLogs: one.cloudWatchLogs },
      organization: organizationId === undefined ? undefined : { id: organizationId, managementAccount: one.account },
    }));
    const { readers = [], ...others } = props;
    const { bucket, key } = new Archive(stackIn(account), "Archive", {
      ...{ account, region: REGION, bucketName, trails: identities, ...others },
      readers: readers.map((reader) => ({ ...reader, accounts: "all" })),
    });
    for (const { cloudWatchLogs, ...identity } of identities) {
      const retention = cloudWatchLogs ? { retentionInDays: 30 } : undefined;
      new Trail(stackIn(identity.account), "Trail", { ...identity, bucket, key, cloudWatchLogs: retention });
    }
  };
  return { calls: [{ name: bucketName, module: "archive", account, values }, ...trails.map(ofTrail)], build };
}

const FULL = { account: "222233334444", bucketName: "full-logs" };
const FULL_OPTIONS = everyOption(FULL.account, FULL.bucketName);
const APART = { account: "333344445555", bucketName: "apart-logs" };
const APART_OPTIONS = everyOption(APART.account, APART.bucketName);

const REQUIRED = auditTrail({ account: "111122223333", bucketName: "required-logs" }, "", {});
const CASES: Readonly<Record<string, Case>> = {
  "audit-trail with the required options": REQUIRED,
  "audit-trail with every option": auditTrail(
    FULL,
    `${FULL_OPTIONS.hcl}
     cloudwatch_logs_retention_days = 90
     data_event_bucket_names        = ["payments-data", "web-data"]`,
    {
      ...FULL_OPTIONS.props,
      cloudWatchLogs: { retentionInDays: 90 },
      events: { data: [{ kind: "s3", buckets: ["payments-data", "web-data"] }] },
    },
  ),
  "archive, and trails of two accounts, one with a log group": archive(
    APART,
    [
      { account: "444455556666", name: "payments", cloudWatchLogs: true },
      { account: "777788889999", name: "web", cloudWatchLogs: false },
    ],
    {
      hcl: `${APART_OPTIONS.hcl}
        object_lock = { mode = "GOVERNANCE", days = 30 }`,
      props: { ...APART_OPTIONS.props, objectLock: { mode: "GOVERNANCE", days: 30 } },
    },
  ),
  "archive, and the trail of an organization": archive(
    { account: "555566667777", bucketName: "organization-logs" },
    [{ account: "666677778888", name: "organization", cloudWatchLogs: true }],
    {
      organizationId: "o-a1b2c3d4e5",
      hcl: `readers = [{ role_name = "log-reader", trusted_principals = ["${SECURITY}"] }]`,
      props: { readers: [{ roleName: "log-reader", trustedPrincipals: [SECURITY] }] },
    },
  ),
};

describeWithMoto("calls of the Terraform modules, applied by Terraform", () => {
  let emulator: Emulator;
  let scratch: string;
  let root: RootModule;

  beforeAll(async () => {
    scratch = mkdtempSync(join(tmpdir(), "terraform modules "));
    emulator = await startEmulator();
    const calls = Object.values(CASES).flatMap((one) => one.calls);
    root = await rootModule(emulator.endpoint, scratch, calls);
    await root.apply();
  }, TIMEOUT);

  afterAll(async () => {
    await emulator.stop();
    rmSync(scratch, { recursive: true });
  });

  test(
    "a second plan changes nothing",
    async () => {
      expect(await root.drift()).toBeUndefined();
    },
    TIMEOUT,
  );

  /** Paths of the states: one for each call, as teams have them. */
  const states = ({ calls }: Case) =>
    calls.map(({ name }) => {
      const file = join(scratch, `${name}.json`);
      writeFileSync(file, JSON.stringify(root.stateOf(name)));
      return file;
    });

  test.each(Object.entries(CASES))(
    "%s: the same matrix as the constructs",
    async (_, one) => {
      const files = states(one);
      const environment = files.length > 1 ? ["--environment", "audit"] : [];
      const stacks = synthesized(scratch, one.build);
      expect(await cells([...environment, ...files])).toEqual(await cells(["--outdir", stacks]));
    },
    TIMEOUT,
  );

  test(
    "audit-trail with the required options: the same controls as the construct",
    async () => {
      const stacks = synthesized(scratch, REQUIRED.build);
      expect(await verdicts(states(REQUIRED))).toEqual(await verdicts(["--outdir", stacks]));
    },
    TIMEOUT,
  );
});

/** The output folder of an app whose stacks, one for each account, are one environment. */
function synthesized(scratch: string, build: (stackIn: StackIn) => void): string {
  const outdir = mkdtempSync(join(scratch, "app-"));
  const app = new App({ outdir, stackTraces: false });
  build((account) => {
    const stack = new TerraformStack(app, `account-${account}`);
    new AwsProvider(stack, "Aws", { region: REGION, allowedAccountIds: [account] });
    stack.addOverride("//.audit-trail", { environment: "audit" });
    return stack;
  });
  app.synth();
  return app.outdir;
}

/** The cells of the matrix and its settings, by their ids; titles and the order follow from how the stacks are given. */
async function cells(args: readonly string[]): Promise<unknown> {
  const [matrix] = (await answer("matrix", args)) as [MatrixJson];
  const texts = [
    ...matrix.cells.map(({ accessCase, subject, ...decision }) => [accessCase, subject, decision]),
    ...matrix.settings.map(({ id, value, safe }) => [id, value, safe]),
  ].map((one) => JSON.stringify(one));
  return texts.sort();
}

interface MatrixJson {
  readonly cells: readonly { readonly accessCase: string; readonly subject: string }[];
  readonly settings: readonly { readonly id: string; readonly value: unknown; readonly safe: boolean }[];
}

/** What `controls` says of each control, without addresses; but of `prevent_destroy`, which no state shows. */
async function verdicts(args: readonly string[]): Promise<unknown> {
  const { controls } = (await answer("controls", args)) as ControlsJson;
  return controls
    .filter(({ setting }) => !setting.includes("prevent_destroy"))
    .map(({ id, verdicts: [one] }) => [id, one!.status, one!.faults.map((fault) => fault.replace(/^[^:]*: /, ""))]);
}

interface ControlsJson {
  readonly controls: readonly {
    readonly id: string;
    readonly setting: string;
    readonly verdicts: readonly { readonly status: string; readonly faults: readonly string[] }[];
  }[];
}

/** What a command answers, without the names of the environment, of files and of Terraform's addresses. */
async function answer(command: string, args: readonly string[]): Promise<unknown> {
  const { out, err } = await runTool([command, "--format", "json", ...args]);
  expect(err).toBe("");
  return JSON.parse(out, (key, value: unknown) => (["name", "source", "resource"].includes(key) ? undefined : value));
}
