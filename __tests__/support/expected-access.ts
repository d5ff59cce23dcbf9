import type { Facts } from "./access-facts";
import { EXPECTED_ALERTS } from "./expected-alerts";
import { EXPECTED_QUERIES } from "./expected-queries";
import { EXPECTED_FINDINGS } from "./expected-threats";
import { EXPECTED_SIEM, openReaders } from "./expected-siem";
import {
  each,
  everyone,
  idsOf,
  known,
  like,
  nobody,
  only,
  type Axes,
  type Claim,
  type Verdict,
} from "./expected-cells";

/*
 * The one table of expected access: for each claim, in which environments it holds, and cells of the matrix. It is
 * stated by hand, from AWS's documentation and the mistakes of set-ups made by hand, and holds for any valid
 * environment. The mutation tests ask another question and do not read it: does any cell of the matrix notice that a
 * statement is weaker, whatever the cell should be?
 */

const ADMINISTRATORS = ["root", "ordinary-role", "administrator"];
const ELSEWHERE = ["audited-root", "audited-administrator", "replica-root", "replica-administrator"];
const AUDITED = ["audited-root", "audited-administrator"];
const DECRYPT = ["key-decrypt", "key-decrypt-log-via-s3"];

/** The rows of all further trails that ask the same as this row of the first. */
const ofFurther = ({ accessCases }: Axes, row: string) =>
  accessCases.filter((accessCase) => accessCase.like === row).map(({ id }) => id);

/** Those who hold every permission in IAM, where IAM decides on the key. */
const byIam = ({ iamDecides }: Facts) => (iamDecides ? ["root", "administrator"] : []);

/** Those of whom a claim about this trail says nothing. */
const open = (facts: Facts) => [...byIam(facts), ...facts.otherTrails, ...(facts.namedByStatements ?? [])];

const encrypted = (facts: Facts) => facts.encrypted;

export const EXPECTED_ACCESS: readonly Claim[] = [
  {
    claim: "CloudTrail puts log files for this trail, with their ACL; nobody else does",
    cells: (axes, facts) => only(axes, ["log-bucket-deliver"], facts.trails, open(facts)),
  },
  {
    claim: "nobody puts a log file without its ACL or with another, or of a foreign account or organization",
    cells: (axes) =>
      nobody(axes, [
        "log-bucket-deliver-no-acl",
        "log-bucket-deliver-wrong-acl",
        "log-bucket-deliver-foreign",
        "log-bucket-deliver-foreign-organization",
      ]),
  },
  {
    claim: "CloudTrail puts no digest for another trail or account",
    cells: () => each(["log-bucket-deliver-digest"], ["other-trail", "foreign-trail"], "deny"),
  },
  {
    claim: "CloudTrail puts no log file under another key or over plain HTTP",
    cells: (_, { trails }) =>
      each(["log-bucket-deliver-wrong-key", "log-bucket-deliver-plain"], trails, "explicit deny"),
  },
  {
    claim: "a log file that names no key is taken from this trail alone",
    when: ({ requireKeyHeader }) => !requireKeyHeader,
    cells: (axes, facts) => only(axes, ["log-bucket-deliver-no-key"], facts.trails, open(facts)),
  },
  {
    claim: "where the header is required, nothing is written that names no key",
    when: ({ requireKeyHeader }) => requireKeyHeader,
    cells: (axes) => everyone(axes, ["log-bucket-deliver-no-key", "log-bucket-write-no-key"], "explicit deny"),
  },
  {
    claim: "of all services, only CloudTrail for these trails checks the bucket's ACL",
    cells: (axes, { trails, otherTrails }) => {
      const services = axes.subjects.filter(({ caller }) => caller.kind === "service").map(({ id }) => id);
      return [
        ...each(["log-bucket-acl-check"], trails, "allow"),
        ...each(
          ["log-bucket-acl-check"],
          services.filter((id) => !trails.includes(id) && !otherTrails.includes(id)),
          "deny",
        ),
      ];
    },
  },
  {
    claim: "nobody forges a log file, by writing or by replicating it",
    cells: (axes) => [
      ...nobody(axes, ["log-bucket-forge", "log-bucket-forge-copy"]),
      ...each(["log-bucket-forge", "log-bucket-forge-copy"], ["administrator"], "explicit deny"),
    ],
  },
  {
    claim: "nobody but AWS services writes access logs, or replicates anything among them",
    cells: (axes) => {
      const people = axes.subjects.filter(({ caller }) => caller.kind !== "service").map(({ id }) => id);
      return each(like(axes, /^access-log-bucket-(write|forge-copy)/), people, "explicit deny");
    },
  },
  {
    claim: "where only readers read, nobody else does by a torrent, and only the copy to the replica by replication",
    when: ({ onlyReaders }) => onlyReaders,
    cells: (axes, { readers, replication, ...facts }) => {
      const people = axes.subjects.filter(({ caller }) => caller.kind !== "service").map(({ id }) => id);
      const but = (...allowed: (string | undefined)[]) => people.filter((id) => !allowed.includes(id));
      return [
        ...each(["log-bucket-read-torrent"], but(...readers, ...openReaders(facts)), "explicit deny"),
        ...each(
          ["log-bucket-read-to-replicate", "log-bucket-read-unencrypted-to-replicate"],
          but(replication),
          "explicit deny",
        ),
      ];
    },
  },
  {
    claim: "nobody sets an ACL of their own on a bucket or an object",
    cells: (axes, { existingBucket }) => [
      ...nobody(
        axes,
        like(axes, /-(bucket-acl|write-own-acl|change-own-acl|deliver-wrong-acl)$/).filter(
          // The owner disables the ACLs of an existing bucket, which the stacks do not know.
          (row) => !existingBucket || !/^log-bucket-(bucket-acl|write-own-acl|change-own-acl)$/.test(row),
        ),
      ),
      ...(existingBucket ? [] : ([["log-bucket-bucket-acl", "administrator", "explicit deny"]] as const)),
    ],
  },
  {
    claim:
      "CloudTrail where it names no trail, other services for a trail, anonymous and foreign callers get nothing anywhere",
    cells: (axes) => {
      const services = idsOf(axes).filter((id) => /^(no-trail|other-service-)/.test(id));
      return each(like(axes, /./), [...services, "anonymous", "foreign-administrator"], "deny");
    },
  },
  {
    claim: "CloudTrail uses the key for no other trail or account, and for none in a foreign encryption context",
    cells: (axes, { trails }) => [
      ...each(
        ["key-encrypt-log", "key-encrypt-foreign", "key-describe", ...DECRYPT],
        idsOf(axes).filter((id) => /^(other|foreign)-trail/.test(id)),
        "deny",
      ),
      ...each(["key-encrypt-foreign"], trails, "deny"),
    ],
  },
  {
    claim: "an ordinary role and other accounts of the organization get at no log and no key",
    cells: (axes, { encrypted }) =>
      each(
        [
          ...["log-bucket-deliver", "log-bucket-delete", "key-encrypt-log", "key-policy", ...DECRYPT],
          // S3 alone decides on log files that are not encrypted under the key.
          ...(encrypted ? ["log-bucket-read"] : []),
        ],
        known(axes, ["ordinary-role", "sibling-administrator"]),
        "deny",
      ),
  },
  {
    claim: "an administrator decrypts nothing unless IAM decides on the key",
    cells: (axes, facts) =>
      each(
        DECRYPT,
        known(axes, [...ADMINISTRATORS, ...ELSEWHERE]).filter((id) => !byIam(facts).includes(id)),
        "deny",
      ),
  },
  {
    claim: "plain HTTP and old TLS are denied explicitly to everyone, on every bucket",
    cells: (axes) => everyone(axes, like(axes, /-read-(plain|old-tls)$/), "explicit deny"),
  },
  {
    claim: "an administrator deletes no log",
    cells: (axes) =>
      each(
        ["log-bucket-delete", "log-bucket-delete-version"],
        [...known(axes, [...ADMINISTRATORS, ...ELSEWHERE]), ...idsOf(axes).filter((id) => /^audited-\d/.test(id))],
        "explicit deny",
      ),
  },
  {
    claim: "only the break-glass role deletes logs; no version goes where a compliance lock holds it",
    cells: (axes, { breakGlass, complianceLock }) => [
      ...only(axes, ["log-bucket-delete"], breakGlass === undefined ? [] : [breakGlass]),
      ...only(axes, ["log-bucket-delete-version"], breakGlass === undefined || complianceLock ? [] : [breakGlass]),
    ],
  },
  {
    claim: "the key policy can be repaired",
    cells: (_, { repairers }) => each(["key-policy"], repairers, "allow"),
  },
  {
    claim: "a root that administers nothing cannot change the key policy",
    when: ({ repairers }) => !repairers.includes("root"),
    cells: () => [["key-policy", "root", "deny"]],
  },
  {
    claim: "where IAM decides on the key, whoever holds every permission decrypts, and reads unless only readers may",
    when: ({ iamDecides }) => iamDecides,
    cells: (_, facts) => [
      ...each(DECRYPT, byIam(facts), "allow"),
      ...each(["log-bucket-read"], byIam(facts), facts.onlyReaders ? "explicit deny" : "allow"),
    ],
  },
  {
    claim: "nobody creates a grant or stops rotation",
    cells: (axes, facts) => only(axes, ["key-grant", "key-stop-rotation"], [], byIam(facts)),
  },
  {
    claim: "CloudTrail encrypts for this trail, in its own encryption context only",
    when: encrypted,
    cells: (axes, facts) => [
      ...only(axes, ["key-encrypt-log"], facts.trails, open(facts)),
      ...only(axes, ["key-encrypt-foreign", "key-encrypt"], [], byIam(facts)),
    ],
  },
  {
    claim: "CloudTrail describes the key for this trail, and for what it was called formerly",
    when: encrypted,
    cells: (axes, { trails, otherTrails }) => each(["key-describe"], [...trails, ...known(axes, otherTrails)], "allow"),
  },
  {
    claim: "nobody but CloudTrail for this trail decrypts past S3, or through S3 in another Region",
    when: encrypted,
    cells: (axes, facts) => only(axes, ["key-decrypt", "key-decrypt-via-other-region"], facts.trails, open(facts)),
  },
  {
    claim: "the named readers decrypt through S3, and nobody else but CloudTrail and the copy to the replica does",
    when: encrypted,
    cells: (axes, facts) => {
      const copies = facts.replication === undefined ? [] : [facts.replication];
      return [
        ...each(["key-decrypt-log-via-s3"], facts.readers, "allow"),
        ...only(
          axes,
          ["key-decrypt-log-via-s3"],
          [],
          [...facts.trails, ...copies, ...facts.readers, ...openReaders(facts), ...open(facts)],
        ),
      ];
    },
  },
  {
    claim: "whom a statement of the environment names decrypts through S3",
    when: encrypted,
    cells: (_, { namedByStatements = [] }) => each(["key-decrypt-log-via-s3"], namedByStatements, "allow"),
  },
  {
    claim: "exactly the named readers read logs, of the accounts and Regions that they are limited to",
    when: encrypted,
    cells: (axes, facts) =>
      only(axes, ["log-bucket-read"], facts.readersHere, [
        ...openReaders(facts),
        // IAM of their account lets them read, and a statement of the environment decrypt.
        ...(facts.onlyReaders ? [] : [...byIam(facts), ...(facts.namedByStatements ?? [])]),
      ]),
  },
  {
    claim: "a key administrator who is no reader decrypts nothing",
    cells: (_, { keyAdministrators, readers }) =>
      each(
        DECRYPT,
        keyAdministrators.filter((id) => !readers.includes(id)),
        "deny",
      ),
  },
  {
    claim: "nobody takes a role without the second factor or the external id that it requires",
    cells: (axes, { rolesWithMfa, rolesWithExternalId, permissionSetRoles }) => [
      ...rolesWithMfa.flatMap((role) =>
        only(
          axes,
          [`role-${role}-take-without-mfa`, `role-${role}-take-by-access-keys`],
          permissionSetRoles.get(role) ?? [],
        ),
      ),
      ...rolesWithExternalId.flatMap((role) =>
        only(axes, [`role-${role}-take-no-id`, `role-${role}-take-wrong-id`], permissionSetRoles.get(role) ?? []),
      ),
    ],
  },
  {
    claim: "a role of a trusted permission set takes the role, and no administrator of its account does",
    cells: (axes, { permissionSetRoles }) =>
      [...permissionSetRoles].flatMap(([role, sets]) => [
        ...each([`role-${role}-take`], sets, "allow"),
        ...each([`role-${role}-take`], known(axes, [...ADMINISTRATORS, ...ELSEWHERE]), "deny"),
      ]),
  },
  {
    claim: "nobody writes a state that needs no key; who administers the account writes one under it",
    when: ({ state }) => state,
    cells: (axes) => [
      ...nobody(axes, ["state-bucket-write-sse-s3"]),
      ["state-bucket-write-alias", "administrator", "allow"],
    ],
  },
  {
    claim:
      "the replication role alone writes copies, nobody deletes them, and nobody but the replica's readers reads them",
    when: ({ replication }) => replication !== undefined,
    cells: (axes, { replication = "", ...facts }) => [
      ...only(axes, ["replication-copy", "replication-write", "replication-tag"], [replication]),
      ...everyone(axes, like(axes, /^replica-bucket-(write|forge|replicate-deletion)/), "explicit deny"),
      ...only(
        axes,
        [
          "replica-bucket-read",
          "replica-bucket-delete",
          "replica-bucket-delete-version",
          "replica-key-decrypt",
          "replica-key-decrypt-via-other-region",
          "replica-key-grant",
        ],
        [],
        byIam({ replication, ...facts }),
      ),
      ...only(
        axes,
        ["replica-key-decrypt-other-via-s3", "replica-key-decrypt-object-via-s3"],
        facts.replicaReaders,
        byIam({ replication, ...facts }),
      ),
      ...only(
        axes,
        ["replica-bucket-read-copy", "replica-bucket-read-copy-version"],
        facts.replicaReadersHere,
        byIam({ replication, ...facts }),
      ),
    ],
  },
  {
    claim: "each further trail delivers and encrypts as the first, and nobody else does",
    when: ({ trails }) => trails.length > 1,
    cells: (axes, facts) => [
      ...only(axes, ofFurther(axes, "log-bucket-deliver"), facts.trails, open(facts)),
      ...only(axes, ofFurther(axes, "key-encrypt-log"), facts.trails, open(facts)),
      ...nobody(axes, [
        ...ofFurther(axes, "log-bucket-deliver-no-acl"),
        ...ofFurther(axes, "log-bucket-deliver-wrong-acl"),
        ...ofFurther(axes, "log-bucket-forge"),
        ...ofFurther(axes, "log-bucket-forge-copy"),
      ]),
      ...everyone(axes, ofFurther(axes, "log-bucket-deliver-plain"), "explicit deny"),
    ],
  },
  {
    claim: "each further account stops its own trail and no other, and gets at nothing in the archive",
    when: ({ furtherAudited }) => furtherAudited.length > 0,
    cells: (axes, { furtherAudited }) =>
      furtherAudited.flatMap((account) => {
        const own = [`audited-${account}-root`, `audited-${account}-administrator`];
        const stops = like(axes, /(^|-)trail-(stop|change|select|delete)$/);
        const isOwn = (id: string) => id.startsWith(`of-${account}-`);
        return [
          ...only(axes, stops.filter(isOwn), own),
          ...each(
            stops.filter((id) => !isOwn(id)),
            own,
            "deny",
          ),
          ...each(like(axes, /^(key|state-key|log-bucket|access-log-bucket|state-bucket|role)-/), own, "deny"),
        ];
      }),
  },
  {
    claim: "the audited account stops its trail; it gets at nothing in the archive",
    when: ({ apart }) => apart,
    cells: (axes) => [
      ...only(axes, ["trail-stop", "trail-change", "trail-select", "trail-delete"], AUDITED),
      ...each(like(axes, /^(key|state-key|log-bucket|access-log-bucket|state-bucket|role)-/), AUDITED, "deny"),
    ],
  },
  {
    claim: "the topic takes messages of this trail, and of who owns its account, never over plain HTTP",
    when: ({ topic, apart }) => topic && apart,
    cells: (axes, facts) => [
      ...only(axes, ["topic-publish"], ["this-trail", ...AUDITED], facts.otherTrails),
      ...nobody(axes, ["topic-publish-plain"]),
      ...only(axes, ["key-topic"], facts.trailsWithTopic, open(facts)),
      ...only(axes, ["key-other-topic", "key-foreign-topic"], [], byIam(facts)),
    ],
  },
  ...EXPECTED_ALERTS,
  ...EXPECTED_FINDINGS,
  ...EXPECTED_SIEM,
  ...EXPECTED_QUERIES,
];

export type { Axes } from "./expected-cells";

/** The claims that apply. */
export function claimsFor(facts: Facts): Claim[] {
  return EXPECTED_ACCESS.filter(({ when }) => when?.(facts) !== false);
}

/** Decides a cell. Throws where there is no such case or subject. */
export type Decide = (accessCase: string, subject: string) => string;

const FITTING: Readonly<Record<Verdict, readonly string[]>> = {
  allow: ["allowed"],
  deny: ["denied", "denied explicitly"],
  "explicit deny": ["denied explicitly"],
};

/** The cells of a claim that are not as expected, with what they are. */
export function differences(claim: Claim, axes: Axes, facts: Facts, decide: Decide): string[] {
  return claim.cells(axes, facts).flatMap(([accessCase, subject, verdict]) => {
    const decision = decide(accessCase, subject);
    return FITTING[verdict].includes(decision) ? [] : [`${accessCase} by ${subject}: ${decision}, expected ${verdict}`];
  });
}
