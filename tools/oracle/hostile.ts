import type { Policy } from "../../cli/policy/document";
import type { Question } from "./question";
import type { Random } from "./random";

const PIECES = [
  "*",
  "?",
  "**",
  "a",
  "aa",
  "/",
  ":",
  "${",
  "}",
  "$",
  "${*}",
  "${?}",
  "${$}",
  "\ud83d",
  "é",
  " ",
  "\\",
  ".",
  "+",
  "[",
  "^",
];
const BUCKET = "arn:aws:s3:::";
const ROLE = "arn:aws:iam::111122223333:role/Reader";

/** A text of what has a meaning somewhere: to IAM, to regular expressions, to Unicode. */
function text(random: Random): string {
  return random.some(PIECES, 8).join("");
}

/** Texts that only sometimes have wildcards, and are only sometimes alike. */
function value(random: Random, seed: string): string {
  if (random.oneIn(3)) return seed;
  return random.oneIn(2) ? `${seed.slice(0, random.below(seed.length + 1))}*` : text(random);
}

/** A question with patterns, values and keys that nobody would write. */
export function hostile(random: Random): Question {
  const key = `logs/${text(random)}`;
  const tag = text(random);
  const operator = random.pick(["StringEquals", "StringLike", "StringNotLike", "StringEqualsIgnoreCase"]);
  const statements = Array.from({ length: 1 + random.below(3) }, (_, index) => ({
    Sid: `S${index}`,
    Effect: random.oneIn(3) ? "Deny" : "Allow",
    Action: random.pick(["*", "s3:*", "s3:Get*", "S3:GETOBJECT", "s3:G?tObj*t", "s3:*****Object"]),
    Resource: random.oneOrMany([`${BUCKET}${value(random, key)}`, `${BUCKET}${value(random, key)}`, "*"], 2),
    ...(random.oneIn(2) && {
      Condition: { [operator]: { "aws:PrincipalTag/x": random.oneOrMany([value(random, tag), tag], 2) } },
    }),
  }));
  const policy: Policy = { source: "identity", statements: statements as unknown as Policy["statements"] };
  return {
    request: {
      principal: { kind: "role", arn: ROLE, session: "arn:aws:sts::111122223333:assumed-role/Reader/x" },
      action: "s3:GetObject",
      resource: `${BUCKET}${key}`,
      account: "111122223333",
      context: random.oneIn(4) ? {} : { "aws:PrincipalTag/x": tag },
      absent: "all others",
    },
    policies: { identity: [policy] },
    settings: {},
  };
}
