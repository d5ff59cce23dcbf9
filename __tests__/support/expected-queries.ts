import type { Facts } from "./access-facts";
import { like, nobody, only, type Axes, type Claim, type ExpectedCell } from "./expected-cells";

/** Those who hold every permission in the archive account. */
const OWNERS = ["root", "administrator"];

/** Rows of the workgroup or the database. */
function rows(axes: Axes, ...cases: readonly string[]): string[] {
  const found = like(axes, new RegExp(`^query-(workgroup|database)-.*-(${cases.join("|")})$`));
  if (found.length === 0) throw new Error(`no rows like ${cases.join(", ")}`);
  return found;
}

const claim = (text: string, cells: (axes: Axes, queries: readonly string[]) => readonly ExpectedCell[]): Claim => ({
  claim: text,
  when: ({ queries }: Facts) => queries !== undefined,
  cells: (axes, { queries = [] }) => cells(axes, queries),
});

/** Who may query the logs, and who reads what queries found. */
export const EXPECTED_QUERIES: readonly Claim[] = [
  claim("the readers that are named query, and so may who owns the account", (axes, queries) => [
    ...only(axes, rows(axes, "run", "read-saved", "read", "default"), [...queries, ...OWNERS]),
    ...only(
      axes,
      rows(axes, "run-elsewhere", "read-elsewhere", "elsewhere", "change", "change-saved", "default-change", "delete"),
      OWNERS,
    ),
  ]),
  claim(
    "who queries writes and reads results, and nobody else does, not even who owns the account",
    (axes, queries) => [
      ...only(axes, ["results-bucket-read", "results-bucket-write", "results-bucket-write-no-key"], queries),
      ...nobody(axes, [
        "results-bucket-read-version",
        "results-bucket-read-torrent",
        "results-bucket-read-to-replicate",
      ]),
    ],
  ),
  claim("nobody uses the key of the results but through S3, for their bucket and in its Region", (axes) =>
    nobody(axes, [
      "results-key-decrypt",
      "results-key-encrypt-directly",
      "results-key-decrypt-via-other-region",
      "results-key-encrypt-via-other-region",
      "results-key-decrypt-foreign-via-s3",
      "results-key-encrypt-foreign-via-s3",
    ]),
  ),
];
