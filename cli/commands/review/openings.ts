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
        .map(({ after }): OutOfScope => {
          return {
            address,
            level: "gained",
            what: `${nameOf(after!)} is new and allows access that the matrix does not evaluate`,
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
        return [{ address, level: "gained", what: `${who.join(", ")} may call ${calls(after!)} (${nameOf(after!)})` }];
      }),
    );
}

function nameOf({ sid }: Canonical): string {
  return sid === undefined ? "a statement without Sid" : `statement ${sid}`;
}

/** The actions of a statement as it spells them, the first few. */
function calls({ actions, statement }: Canonical): string {
  const elements = statement as unknown as Readonly<Record<string, string | readonly string[]>>;
  const names = [elements[actions.not ? "NotAction" : "Action"] ?? []].flat();
  const shown = names.slice(0, MOST_CALLS).join(", ");
  const more = names.length > MOST_CALLS ? ` and ${names.length - MOST_CALLS} more` : "";
  return `${actions.not ? "everything except " : ""}${shown}${more}`;
}

const MOST_CALLS = 4;

function outsidersIn({ principals, conditions }: Canonical, accounts: ReadonlySet<string>): string[] {
  if (!principals) return [];
  if (principals.not) return ["everyone except some principals"];
  const outsiders = principals.values.filter((principal) => {
    if (principal === "*") return !conditions.some(isNarrow);
    const [, kind = "", name = ""] = /^(\w+):(.*)$/.exec(principal) ?? [];
    // The name does not reveal the owner of an identity provider, or who signs in through it.
    if (kind === "CanonicalUser" || kind === "Federated") return true;
    const account = /^\d{12}$/.test(name) ? name : parseArn(name)?.account;
    return kind === "AWS" && account !== undefined && accounts.size > 0 && !accounts.has(account);
  });
  return outsiders.map((principal) =>
    principal === "*" ? "everyone" : principal.replace(/^AWS:(\d{12})$/, "account $1").replace(/^AWS:/, ""),
  );
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
