import { addedProblems, arnsIn, type AddedTo, type Statement } from "../../modules/policy";
import { matches } from "../../modules/policy/stops";
import type { Environment, Rule } from "./rule";

type Given = Partial<Statement>;

/** The statements of an option, without what the schema refused. */
function whole(statements: readonly (object | undefined)[] | undefined, path: string, resource?: string) {
  return (statements ?? []).flatMap((given, index) => {
    const statement = known({ ...(resource !== undefined && { Resource: resource }), ...given }) as Given;
    const { Sid, Effect, Action, Resource } = statement;
    const isWhole = Sid !== undefined && Effect !== undefined && Action !== undefined && Resource !== undefined;
    return isWhole ? [{ path: `${path}[${index}]`, statement: statement as Statement }] : [];
  });
}

/** Without the values that the schema refused, at any depth. */
function known(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((item) => item !== undefined).map(known);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return Object.fromEntries(entries.map(([key, inner]) => [key, known(inner)]));
}

function keyStatements({ key }: Environment) {
  return whole(key?.statements, "key.statements", "*");
}

const statementsFit: Rule = (environment) => {
  const { accounts, region, logs } = environment;
  const [account, bucketName] = [accounts?.archive?.id, logs?.bucketName];
  const bucket =
    account === undefined || region === undefined || bucketName === undefined
      ? undefined
      : arnsIn({ account, region }).bucket(bucketName);
  return [
    ...problemsOf(keyStatements(environment), { kind: "key", service: "kms", resource: "*" }),
    ...(bucket === undefined
      ? []
      : problemsOf(whole(logs?.statements, "logs.statements"), { kind: "bucket", service: "s3", resource: bucket })),
  ];
};

/** The element that a problem is about, and what it must be. */
const IN_STATEMENT =
  /statement "[^"]*": (Condition [A-Z]\w* \S+(?= must )|(?:Not)?Principal [A-Z]\w*(?= must )|\w+(?:\.\w+)?) ([^]*)$/;

type WithPath = ReturnType<typeof whole>[number];

function problemsOf(all: readonly WithPath[], to: AddedTo) {
  return all.flatMap(({ path, statement }, index) => {
    const same = all.slice(0, index).find((earlier) => earlier.statement.Sid === statement.Sid);
    return [
      same && {
        path: `${path}.Sid`,
        message: `must differ from ${same.path}.Sid, got "${statement.Sid}"`,
        unless: path,
      },
      ...addedProblems(statement, to).map((problem) => {
        // `bucket policy, statement "Own": Condition StringEquals aws:SourceArn must not be empty`
        const [, element, message] = IN_STATEMENT.exec(problem)!;
        return { path: `${path}.${element!.replaceAll(" ", ".")}`, message: message!, unless: path };
      }),
    ];
  });
}

/** What `key.rootAccess` must not be in a protected environment, no statement may be either. */
const protectedKeyKeepsDecision: Rule = (environment) => {
  const account = environment.accounts?.archive?.id;
  if (environment.protected !== true || account === undefined) return [];
  return keyStatements(environment).map(({ path, statement: { Effect, Principal, Action } }) => {
    const names = typeof Principal === "object" ? [Principal.AWS ?? []].flat() : [];
    const root = names.find((name) => name === account || name.endsWith(`:iam::${account}:root`));
    const decrypts = [Action].flat().some((action) => matches(action, "kms:Decrypt"));
    return (
      Effect === "Allow" &&
      root !== undefined &&
      decrypts && {
        path: `${path}.Principal`,
        message: `must name users or roles in a protected environment: the account's root lets IAM policies decide who decrypts, got "${root}"`,
      }
    );
  });
};

/** Rules of the statements that an environment adds to the policies of the key and the log bucket. */
export const STATEMENT_RULES: readonly Rule[] = [statementsFit, protectedKeyKeepsDecision];
