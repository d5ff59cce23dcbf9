import { parseArn } from "../../../modules/policy";
import type { Canonical } from "../../policy/canonical";
import type { OutOfScope } from "./out-of-scope";
import type { PolicyChange } from "./policies";

/** New Allow statements, if there is no longer a matrix that would evaluate them. */
export function unseen(policies: readonly PolicyChange[]): OutOfScope[] {
  return policies
    .filter(({ kind }) => kind === "new")
    .flatMap(({ address, statements }) =>
      statements
        .filter(({ after }) => after?.effect === "Allow")
        .map(({ sid = "a statement without Sid" }): OutOfScope => {
          return {
            address,
            level: "gained",
            what: `${sid} is new and allows access that the matrix does not evaluate`,
          };
        }),
    );
}

/** The principals in a new policy that have no business there: everyone, or other accounts. */
export function openings(policies: readonly PolicyChange[], accounts: ReadonlySet<string>): OutOfScope[] {
  return policies
    .filter(({ kind }) => kind === "new")
    .flatMap(({ address, statements }) =>
      statements.flatMap(({ after }): OutOfScope[] => {
        const who = after?.effect === "Allow" ? outsidersIn(after, accounts) : [];
        if (who.length === 0) return [];
        return [
          { address, level: "gained", what: `${after!.sid ?? "a statement without Sid"} allows ${who.join(", ")}` },
        ];
      }),
    );
}

function outsidersIn({ principals, conditions }: Canonical, accounts: ReadonlySet<string>): string[] {
  if (!principals) return [];
  if (principals.not) return ["everyone except some principals"];
  return principals.values.filter((principal) => {
    if (principal === "*") return !conditions.some(isNarrow);
    const [, kind = "", name = ""] = /^(\w+):(.*)$/.exec(principal) ?? [];
    // The name does not reveal the owner of an identity provider, or who signs in through it.
    if (kind === "CanonicalUser" || kind === "Federated") return true;
    const account = /^\d{12}$/.test(name) ? name : parseArn(name)?.account;
    return kind === "AWS" && account !== undefined && accounts.size > 0 && !accounts.has(account);
  });
}

/** Conditions that limit everyone to certain accounts, roles, resources or networks. */
const NARROWING = new Set([
  ...["aws:principalaccount", "aws:principalorgid", "aws:principalorgpaths", "aws:principalarn", "aws:sourcearn"],
  ...["aws:sourceaccount", "aws:sourceorgid", "aws:sourcevpce", "aws:sourcevpc", "aws:sourceip", "kms:calleraccount"],
  ...["aws:principalisawsservice", "aws:userid", "s3:dataaccesspointaccount", "s3:dataaccesspointarn"],
]);

function isNarrow({ operator, key, values }: Canonical["conditions"][number]): boolean {
  const isOpen = /Not|IfExists|^ForAllValues|^Null$/.test(operator) || values.some((value) => /^[*?]*$/.test(value));
  return NARROWING.has(key) && !isOpen;
}
