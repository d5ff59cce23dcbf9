import type { Matrix } from "../../cli/access/compute";
import { decision } from "./matrix";

/** "deny" leaves open whether a statement says so; "explicit deny" does not. */
export type Verdict = "allow" | "deny" | "explicit deny";

/** Action, subject, verdict. */
export type WantedCell = readonly [accessCase: string, subject: string, verdict: Verdict];

/** Whom an environment names. Ids of subjects. */
export interface Named {
  readonly readers: readonly string[];
  readonly keyAdministrators: readonly string[];
}

/** Those of a cell's list whom the matrix has. */
const among = ({ subjects }: Matrix, ...ids: readonly string[]) =>
  ids.filter((id) => subjects.some((subject) => subject.id === id));

const ADMINISTRATORS = ["root", "administrator"];
const ELSEWHERE = ["audited-root", "audited-administrator", "replica-root", "replica-administrator"];
const STRANGERS = ["ordinary-role", "sibling-administrator", "foreign-administrator", "anonymous"];
const DECRYPT = ["key-decrypt", "key-decrypt-log-via-s3"];

const all = (accessCases: readonly string[], subjects: readonly string[], verdict: Verdict): WantedCell[] =>
  accessCases.flatMap((accessCase) => subjects.map((subject): WantedCell => [accessCase, subject, verdict]));

/** What an audit trail must come to: AWS's documentation and the mistakes of set-ups made by hand, case by case. */
export const CASES: Readonly<Record<string, (matrix: Matrix, named: Named) => WantedCell[]>> = {
  "CloudTrail puts a log file for this trail, with its ACL": () => [["log-bucket-deliver", "this-trail", "allow"]],
  "CloudTrail puts none with another ACL or none": () =>
    all(["log-bucket-deliver-no-acl", "log-bucket-deliver-wrong-acl"], ["this-trail"], "deny"),
  "CloudTrail puts none for another trail or account": () => [
    ...all(["log-bucket-deliver", "log-bucket-deliver-digest"], ["other-trail", "foreign-trail"], "deny"),
    ...all(["log-bucket-deliver-foreign", "log-bucket-deliver-foreign-organization"], ["this-trail"], "deny"),
  ],
  "CloudTrail puts none under another key or over plain HTTP": () =>
    all(["log-bucket-deliver-wrong-key", "log-bucket-deliver-plain"], ["this-trail"], "explicit deny"),
  "CloudTrail checks the bucket's ACL for this trail": () => [
    ["log-bucket-acl-check", "this-trail", "allow"],
    ...all(["log-bucket-acl-check"], ["other-trail", "foreign-trail"], "deny"),
  ],
  "CloudTrail makes a data key for this trail": () => [["key-encrypt-log", "this-trail", "allow"]],
  "CloudTrail makes none for another trail or account": () =>
    all(["key-encrypt-log", "key-encrypt-foreign"], ["other-trail", "foreign-trail"], "deny"),
  "CloudTrail makes none in a foreign encryption context": () => [["key-encrypt-foreign", "this-trail", "deny"]],
  "CloudTrail decrypts for no other trail or account": () => all(DECRYPT, ["other-trail", "foreign-trail"], "deny"),
  "CloudTrail describes the key for this trail": () => [
    ["key-describe", "this-trail", "allow"],
    ...all(["key-describe"], ["other-trail", "foreign-trail"], "deny"),
  ],
  "a named reader reads, and decrypts through S3 only": (_, { readers }) => [
    ...all(["log-bucket-read", "key-decrypt-log-via-s3"], readers, "allow"),
    ...all(["key-decrypt", "key-decrypt-via-other-region"], readers, "deny"),
  ],
  "a random user, anonymous and other accounts get nothing": (matrix) =>
    all(
      ["log-bucket-deliver", "log-bucket-read", "log-bucket-delete", "key-encrypt-log", "key-policy", ...DECRYPT],
      among(matrix, ...STRANGERS),
      "deny",
    ),
  "an administrator deletes no log": (matrix) =>
    all(
      ["log-bucket-delete", "log-bucket-delete-version"],
      among(matrix, ...ADMINISTRATORS, ...ELSEWHERE),
      "explicit deny",
    ),
  "an administrator reads and decrypts no log": (matrix) =>
    all(["log-bucket-read", ...DECRYPT], among(matrix, ...ADMINISTRATORS, ...ELSEWHERE), "deny"),
  "a key administrator decrypts nothing": (_, { keyAdministrators }) => all(DECRYPT, keyAdministrators, "deny"),
  "the account's root repairs the key policy": () => [["key-policy", "root", "allow"]],
};

/** The cells that are not as wanted, with what they are. */
export function differences(matrix: Matrix, wanted: readonly WantedCell[]): string[] {
  return wanted.flatMap(([accessCase, subject, verdict]) => {
    const found = decision(matrix, accessCase, subject);
    const fits = { allow: ["allowed"], deny: ["denied", "denied explicitly"], "explicit deny": ["denied explicitly"] };
    return fits[verdict].includes(found) ? [] : [`${accessCase} by ${subject}: ${found}, wanted ${verdict}`];
  });
}
