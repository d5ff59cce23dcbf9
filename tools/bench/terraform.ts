import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, LocalBackend, TerraformStack } from "cdktf";
import { wholeNumber } from "../../cli/framework/option";
import { programOptions } from "../../cli/framework/program";
import { AuditTrail } from "../../modules/archive";
import { credentialsOf } from "../emulator/clients";
import { startEmulator } from "../emulator/start";
import { withScratch } from "../process/scratch";
import { Deployer } from "../terraform/deployer";
import { EMULATOR_OVERRIDE } from "../terraform/emulator-override";
import { median } from "./measure";

const HELP = `Measures how long Terraform plans a call of terraform/audit-trail, compared with the same stack of the constructs, against an
emulator.

  npm run bench:terraform
  npm run bench:terraform -- --runs 9

  --runs NUMBER  plans of each, in turn (default 5)
  --help         show this help

Exit status: 0 no findings, 1 the call takes more than 1.1 times as long, 2 error.`;

const ACCOUNT = "111122223333";
const REGION = "eu-central-1";
const MOST_TIMES = 1.1;

async function bench(scratch: string): Promise<number> {
  const { help, runs } = programOptions(process.argv.slice(2), {
    runs: { ...wholeNumber(1), group: "Behavior", help: "plans of each", default: "5" },
  });
  if (help) {
    console.log(HELP);
    return 0;
  }
  const emulator = await startEmulator();
  try {
    const { endpoint } = emulator;
    const credentials = await credentialsOf(endpoint, ACCOUNT);
    const terraform = new Deployer({ cache: join(scratch, "providers"), credentials, region: REGION, endpoint });
    const folders = { stack: stackIn(scratch), module: callIn(scratch) };
    await terraform.init(folders.stack);
    await terraform.init(folders.module);
    const seconds = { stack: [] as number[], module: [] as number[] };
    for (let run = 0; run < runs; run += 1) {
      for (const name of ["stack", "module"] as const) {
        const start = performance.now();
        await terraform.drift(folders[name]);
        seconds[name].push((performance.now() - start) / 1000);
      }
    }
    const [stack, module] = [median(seconds.stack), median(seconds.module)];
    const ratio = module / stack;
    console.log(`Node ${process.versions.node}, ${availableParallelism()} CPUs; median of ${runs} plans\n`);
    console.log(`stack   ${stack.toFixed(2)} s\nmodule  ${module.toFixed(2)} s\n`);
    console.log(`module to stack: ${ratio.toFixed(3)} times, limit ${MOST_TIMES}`);
    return ratio > MOST_TIMES ? 1 : 0;
  } finally {
    await emulator.stop();
  }
}

/** The stack of the constructs. */
function stackIn(scratch: string): string {
  const app = new App({ outdir: join(scratch, "cdktf.out"), stackTraces: false });
  const stack = new TerraformStack(app, "stack");
  new AwsProvider(stack, "Aws", { region: REGION, s3UsePathStyle: true });
  new LocalBackend(stack, { path: join(scratch, "stack.tfstate") });
  stack.addOverride("terraform.required_providers.aws.version", "~> 5.100");
  new AuditTrail(stack, "AuditTrail", {
    ...{ account: ACCOUNT, region: REGION, name: "audit", bucketName: "example-audit-logs" },
    readers: [{ roleName: "log-reader", trustedPrincipals: [`arn:aws:iam::${ACCOUNT}:role/Security`] }],
    cloudWatchLogs: {},
  });
  app.synth();
  return join(app.outdir, "stacks", "stack");
}

/** The same as a call of the module. */
function callIn(scratch: string): string {
  const folder = join(scratch, "call");
  mkdirSync(folder);
  cpSync(join(__dirname, "..", "..", "..", "terraform", "audit-trail"), join(folder, "audit-trail"), {
    recursive: true,
  });
  writeFileSync(join(folder, "emulator_override.tf"), EMULATOR_OVERRIDE);
  writeFileSync(
    join(folder, "main.tf"),
    `provider "aws" {
  region = "${REGION}"
}
module "audit_trail" {
  source                         = "./audit-trail"
  name                           = "audit"
  bucket_name                    = "example-audit-logs"
  cloudwatch_logs_retention_days = 365
  readers = [{ role_name = "log-reader", trusted_principals = ["arn:aws:iam::${ACCOUNT}:role/Security"] }]
}
`,
  );
  return folder;
}

withScratch("audit-trail-bench", bench).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
});
