import type { AwsOptions } from "../../cli/aws/clients";
import type { Verification } from "../../cli/verification/verify";
import { prod } from "../fixtures/environments/prod";
import { parseArn } from "../../modules/policy";
import { awsError, fakeAws } from "./fake-aws";
import { synthesizedFolder } from "./synthesized-folder";
import { NOWHERE, verified, type Verified } from "./verified";

/** Answers of a fake AWS by operation; an operation without one is denied. */
export type AwsReader = Readonly<Record<string, object | Error | ((input: Record<string, unknown>) => object | Error)>>;

/** Verifies prod against a fake AWS; for settings that dev does not have. */
export function prodOnFake(): (answers: AwsReader, now?: Date, options?: Partial<Verified>) => Promise<Verification> {
  const { outdir, remove } = synthesizedFolder(prod);
  afterAll(remove);
  return (answers, now, options) => {
    const connect = (options: AwsOptions) =>
      fakeAws((operation, input) => {
        if (operation === "GetCallerIdentity") return { Account: parseArn(options.roleArn!)!.account };
        const answer = answers[operation] ?? awsError("AccessDenied", 403);
        return typeof answer === "function" ? answer(input) : answer;
      })(options);
    const roles = Object.values(prod.accounts).map(({ assumeRole }) => assumeRole);
    return verified({
      outdir,
      environment: "prod",
      endpoint: NOWHERE,
      roles,
      connect,
      ...(now && { now }),
      ...options,
    });
  };
}
