import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformStack } from "cdktf";
import { Archive, AuditTrail, type ArchiveProps, type AuditTrailProps } from "../../../modules/archive";
import { Trail } from "../../../modules/trail";
import { startEmulator, type Emulator } from "../../../tools/emulator/start";
import type { StateJson } from "../../support/hcl";
import { describeWithMoto } from "../../support/moto";
import { REGION, rootModule, type RootModuleOptions } from "../../support/root-module";
import { runTool } from "../../support/run-tool";

const TIMEOUT = 900_000;
const ARCHIVE = "111122223333";
const PAYMENTS = "444455556666";
const WEB = "777788889999";
const SECURITY = `arn:aws:iam::${ARCHIVE}:role/Security`;

/**
 * What both modules of an archive take, in HCL and for the constructs, without Object Lock: the emulator refuses it for a
 * bucket that holds objects, as it may once there is a trail.
 */
const EVERY_OPTION = {
  hcl: `
    access_log_bucket_name = "example-access"
    key_alias              = "audit/logs"
    key_administrators     = ["arn:aws:iam::${ARCHIVE}:role/KeyAdministrators"]
    key_rotation_days        = 180
    key_deletion_window_days = 14
    readers = [
      { role_name = "log-reader", trusted_principals = ["${SECURITY}", "arn:aws:iam::${WEB}:user/auditor"] },
      { role_name = "log-robot", trusted_principals = ["${SECURITY}"], require_mfa = false, max_session_hours = 4 },
    ]
    break_glass          = { role_name = "break-glass", trusted_principals = ["${SECURITY}"] }
    only_organization_id = "o-a1b2c3d4e5"
    expire_after_days    = 400
    access_logs_expire_after_days = 90
    keep_noncurrent_days = 60
    iam_path             = "/audit/"
    permissions_boundary = "arn:aws:iam::${ARCHIVE}:policy/Boundary"
    tags                 = { Owner = "security" }`,
  props: {
    accessLogs: { bucketName: "example-access", lifecycle: { expireAfterDays: 90, keepNoncurrentDays: 60 } },
    key: {
      aliases: ["audit/logs"],
      administrators: [`arn:aws:iam::${ARCHIVE}:role/KeyAdministrators`],
      rotationPeriodInDays: 180,
      deletionWindowInDays: 14,
    },
    readers: [
      { roleName: "log-reader", trustedPrincipals: [SECURITY, `arn:aws:iam::${WEB}:user/auditor`] },
      { roleName: "log-robot", trustedPrincipals: [SECURITY], requireMfa: false, maxSessionHours: 4 },
    ],
    breakGlass: { roleName: "break-glass", trustedPrincipals: [SECURITY] },
    onlyOrganizationId: "o-a1b2c3d4e5",
    lifecycle: { expireAfterDays: 400, keepNoncurrentDays: 60 },
    iam: { path: "/audit/", permissionsBoundary: `arn:aws:iam::${ARCHIVE}:policy/Boundary` },
    tags: { Owner: "security" },
  } satisfies Partial<ArchiveProps>,
};

describeWithMoto("a call of a Terraform module, applied by Terraform", () => {
  let emulator: Emulator;
  let scratch: string;

  beforeEach(async () => {
    scratch = mkdtempSync(join(tmpdir(), "terraform modules "));
    emulator = await startEmulator();
  }, TIMEOUT);

  afterEach(async () => {
    await emulator.stop();
    rmSync(scratch, { recursive: true });
  });

  const call = (module: string, account: string, values: string) =>
    rootModule({ endpoint: emulator.endpoint, scratch, account, module, values } satisfies RootModuleOptions);

  test.each<[string, string, Partial<AuditTrailProps>]>([
    ["the required options", "", {}],
    [
      "every option",
      `${EVERY_OPTION.hcl}
       cloudwatch_logs_retention_days = 90
       data_event_bucket_names        = ["payments-data", "web-data"]`,
      {
        ...EVERY_OPTION.props,
        cloudWatchLogs: { retentionInDays: 90 },
        events: { data: [{ kind: "s3", buckets: ["payments-data", "web-data"] }] },
      },
    ],
  ])(
    "audit-trail with %s has the matrix of the construct (and, with the required ones, its controls), and no drift",
    async (_, hcl, props) => {
      const names = { name: "audit", bucketName: "example-logs" };
      const root = await call("audit-trail", ARCHIVE, `name = "audit"\nbucket_name = "example-logs"\n${hcl}`);
      const state = await root.apply();
      expect(await root.drift()).toBeUndefined();
      const stacks = synthesized(scratch, (stackIn) => {
        new AuditTrail(stackIn(ARCHIVE), "AuditTrail", { account: ARCHIVE, region: REGION, ...names, ...props });
      });
      expect(await cells([state])).toEqual(await cells(["--outdir", stacks]));
      if (hcl === "") expect(await verdicts([state])).toEqual(await verdicts(["--outdir", stacks]));
    },
    TIMEOUT,
  );

  test.each<[string, Delivery]>([
    [
      "trails of two accounts, one with a log group",
      {
        trails: [
          { account: PAYMENTS, name: "payments", cloudWatchLogs: true },
          { account: WEB, name: "web", cloudWatchLogs: false },
        ],
        hcl: `${EVERY_OPTION.hcl}
          object_lock = { mode = "GOVERNANCE", days = 30 }`,
        props: { ...EVERY_OPTION.props, objectLock: { mode: "GOVERNANCE", days: 30 } },
      },
    ],
    [
      "the trail of an organization",
      {
        trails: [{ account: PAYMENTS, name: "organization", cloudWatchLogs: true }],
        organizationId: "o-a1b2c3d4e5",
        hcl: `readers = [{ role_name = "log-reader", trusted_principals = ["${SECURITY}"] }]`,
        props: { readers: [{ roleName: "log-reader", trustedPrincipals: [SECURITY] }] },
      },
    ],
  ])(
    "archive and trail: %s have the matrix of the constructs, and no drift",
    async (_, { trails, organizationId, hcl, props }) => {
      const organized = organizationId === undefined ? "" : `organization_id = "${organizationId}"\n`;
      const listed = trails.map(
        ({ account, name, cloudWatchLogs }) =>
          `{ account_id = "${account}", name = "${name}", cloudwatch_logs = ${cloudWatchLogs} }`,
      );
      const values = `bucket_name = "example-logs"\ntrails = [${listed.join(", ")}]\n${organized}${hcl}`;
      const archive = await call("archive", ARCHIVE, values);
      const states = [await archive.apply()];
      const keyArn = keyOf(states[0]!);
      for (const { account, name, cloudWatchLogs } of trails) {
        const target = `name = "${name}"\nbucket_name = "example-logs"\nkey_arn = "${keyArn}"\n`;
        const retention = cloudWatchLogs ? "cloudwatch_logs_retention_days = 30" : "";
        const trail = await call("trail", account, `${target}${organized}${retention}`);
        states.push(await trail.apply());
        expect(await trail.drift()).toBeUndefined();
      }

      const stacks = synthesized(scratch, (stackIn) => {
        const identities = trails.map(({ account, ...trail }) => ({
          ...{ account, region: REGION, ...trail },
          organization: organizationId === undefined ? undefined : { id: organizationId, managementAccount: account },
        }));
        const { readers = [], ...others } = props;
        const { bucket, key } = new Archive(stackIn(ARCHIVE), "Archive", {
          ...{ account: ARCHIVE, region: REGION, bucketName: "example-logs", trails: identities, ...others },
          readers: readers.map((reader) => ({ ...reader, accounts: "all" })),
        });
        for (const { cloudWatchLogs, ...identity } of identities) {
          new Trail(stackIn(identity.account), "Trail", {
            ...{ ...identity, bucket, key, cloudWatchLogs: cloudWatchLogs ? { retentionInDays: 30 } : undefined },
          });
        }
      });
      expect(await cells(["--environment", "audit", ...states])).toEqual(await cells(["--outdir", stacks]));
    },
    TIMEOUT,
  );
});

interface Delivery {
  readonly trails: readonly { readonly account: string; readonly name: string; readonly cloudWatchLogs: boolean }[];
  readonly organizationId?: string;
  readonly hcl: string;
  readonly props: Partial<ArchiveProps>;
}

/** The output folder of an app whose stacks, one for each account, are one environment. */
function synthesized(scratch: string, build: (stackIn: (account: string) => TerraformStack) => void): string {
  const app = new App({ outdir: join(scratch, "cdktf.out"), stackTraces: false });
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

function keyOf(state: string): string {
  const { values } = JSON.parse(readFileSync(state, "utf8")) as StateJson;
  const resources = values.root_module.child_modules!.flatMap((module) => module.resources ?? []);
  return String(resources.find(({ address }) => address === "module.call.aws_kms_key.key")!.values["arn"]);
}
