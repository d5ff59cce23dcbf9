import { App } from "cdktf";
import { evaluateCase } from "../../cli/access/compute";
import { accessCasesOf } from "../../cli/access/access-cases";
import type { Subject } from "../../cli/access/subject";
import { subjectsOf } from "../../cli/access/subjects";
import { readEnvironment } from "../../cli/model/read";
import type { EnvironmentConfig } from "../../environments/schema";
import { addStacks, synthesize } from "../../stacks";
import { withoutTokenTraces } from "../../stacks/token-traces";
import { inFolder } from "./app";

/** What the policies of an environment let pass that they must not, as the simulator answers. */
export async function simulatedProblems(config: EnvironmentConfig): Promise<string[]> {
  const { name, readers, key, replica } = config;
  const environment = inFolder((outdir) =>
    withoutTokenTraces(() => {
      const app = new App({ outdir, stackTraces: false });
      addStacks(app, config, { localState: false });
      synthesize(app);
      return readEnvironment(outdir, name);
    }),
  );
  const subjects = subjectsOf(environment);
  const accessCases = accessCasesOf(environment);
  const who = async (accessCase: string, among: readonly Subject[] = subjects) => {
    const found = accessCases.find(({ id }) => id === accessCase);
    if (!found) throw new Error(`no action ${accessCase}`);
    const outcomes = await Promise.all(among.map(({ caller }) => evaluateCase(found, caller)));
    return among.filter((_, at) => outcomes[at]!.decision === "allowed").map(nameOf);
  };
  // Root stands for IAM here, and hands its right to administrators with every permission.
  const iam = key.rootAccess === "iamDecides" ? ["root", "administrator"] : [];
  const roles = readers.map(({ roleName }) => roleName);
  // A copy is read through S3 before it is written.
  const copiers = replica ? [`${name}-audit-log-replication`] : [];
  const anonymous = subjects.filter(({ caller }) => caller.kind === "anonymous");
  const taken = await Promise.all(accessCases.map(({ id }) => who(id, anonymous)));
  const repairers = await who("key-policy");
  const wanted = key.rootAccess === "nothing" ? ownOf(config).map((arn) => arn.split("/").at(-1)!) : ["root"];
  return [
    ...accessCases.filter((_, at) => taken[at]!.length > 0).map(({ id }) => `anonymous: ${id}`),
    ...others("log-bucket-deliver", await who("log-bucket-deliver"), ["this-trail", ...iam]),
    ...others("log-bucket-read", await who("log-bucket-read"), [...roles, ...iam]),
    ...others("key-decrypt-log-via-s3", await who("key-decrypt-log-via-s3"), [
      "this-trail",
      ...copiers,
      ...roles,
      ...iam,
    ]),
    ...others("key-decrypt", await who("key-decrypt"), ["this-trail", ...iam]),
    ...((await who("log-bucket-deliver")).includes("this-trail") ? [] : ["this trail cannot deliver"]),
    ...wanted.filter((one) => !repairers.includes(one)).map((one) => `${one} cannot repair the key policy`),
  ];
}

function others(accessCase: string, allowed: readonly string[], named: readonly string[]): string[] {
  return allowed.filter((one) => !named.includes(one)).map((one) => `${one}: ${accessCase}`);
}

function nameOf({ id, caller }: Subject): string {
  if (caller.kind !== "principal") return id;
  return ["root", "administrator"].includes(id) ? id : caller.arn.split("/").at(-1)!;
}

/** Administrators of the key's own account: KMS lets no other change a key policy. */
function ownOf({ key, accounts }: EnvironmentConfig): string[] {
  return key.administrators.filter((arn) => arn.includes(`:${accounts.archive.id}:`));
}
