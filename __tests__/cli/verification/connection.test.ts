import { openSession } from "../../../cli/verification/session";
import { readEnvironment } from "../../../cli/model/read";
import { locationsOf } from "../../../cli/verification/locations";
import { dev } from "../../fixtures/environments/dev";
import { awsError, fakeAws } from "../../support/fake-aws";
import { synthesizedFolder } from "../../support/synthesized-folder";
import { NOWHERE } from "../../support/verified";

const refused = Object.assign(new Error("connect ECONNREFUSED 127.0.0.1:9"), { code: "ECONNREFUSED" });

describe("whether AWS still answers when the checks are over", () => {
  const { outdir, remove } = synthesizedFolder(dev);
  afterAll(remove);

  /** Asks for a key, then whether all is still in reach; tells how often it asked who the caller is. */
  const checked = async (key: Error, identities: (object | Error)[]) => {
    const environment = readEnvironment(outdir, "dev");
    let asked = 0;
    const { context, checkReachable, end } = await openSession(environment, {
      endpoint: NOWHERE,
      profile: undefined,
      roles: [],
      timeoutMs: 1000,
      signal: new AbortController().signal,
      connect: fakeAws((operation) => (operation === "GetCallerIdentity" ? identities[asked++]! : key)),
    });
    await context
      .aws(locationsOf(environment)[0]!)
      .key("alias/none")
      .catch(() => undefined);
    await checkReachable().finally(end);
    return asked;
  };
  const known = { Account: dev.accounts.archive.id };

  test("a role of another account is refused, because nothing would use it", async () => {
    const environment = readEnvironment(outdir, "dev");
    const roles = ["arn:aws:iam::999999999999:role/Auditor"];
    const options = { endpoint: NOWHERE, profile: undefined, roles, timeoutMs: 1000 };
    await expect(openSession(environment, { ...options, signal: new AbortController().signal })).rejects.toThrow(
      `--role must be in an account of dev (${dev.accounts.archive.id}), got arn:aws:iam::999999999999:role/Auditor`,
    );
  });

  test("it is gone: verify could not run", async () => {
    await expect(checked(refused, [known, refused])).rejects.toThrow(
      `${NOWHERE} cannot be reached: connect ECONNREFUSED 127.0.0.1:9`,
    );
  });

  test("it fails for all that it is asked by now: verify could not run", async () => {
    const broken = awsError("InternalError", 500);
    await expect(checked(broken, [known, broken])).rejects.toThrow(`${NOWHERE} cannot be reached: InternalError`);
  });

  test("it is there, and one call failed: the checks have their say", async () => {
    expect(await checked(refused, [known, known])).toBe(2);
  });

  test.each(["AccessDenied", "NotFoundException"])("it said %s, so it is there and not asked again", async (code) => {
    expect(await checked(awsError(code, 400), [known])).toBe(1);
  });
});
