/* oxlint-disable typescript/no-require-imports -- Bundlers follow require() of a literal path, and only it may fail. */

interface Peer {
  readonly name: string;
  /** As in the `peerDependencies` of package.json. */
  readonly range: `>=${string} <${string}`;
  readonly packageJson: () => unknown;
}

/** Packages that the app provides, because there must be only one copy of each. */
export const PEERS: readonly Peer[] = [
  { name: "cdktf", range: ">=0.21.0 <0.25.0", packageJson: () => require("cdktf/package.json") },
  { name: "constructs", range: ">=10.4.2 <11.0.0", packageJson: () => require("constructs/package.json") },
  {
    name: "@cdktf/provider-aws",
    range: ">=20.1.0 <26.0.0",
    packageJson: () => require("@cdktf/provider-aws/package.json"),
  },
];

/** What to do about packages that are missing or have the wrong version. Undefined if there are none. */
export function peerProblem(peers: readonly Peer[]): string | undefined {
  const wrong = peers.flatMap(({ name, range, packageJson }) => {
    const found = versionOf(packageJson);
    return found !== undefined && isWithin(found, range) ? [] : [{ name, range, found: found ?? "none" }];
  });
  if (wrong.length === 0) return undefined;
  const required = wrong.map(({ name, range, found }) => `${name} ${range} (found ${found})`).join(", ");
  const install = wrong.map(({ name, range }) => `"${name}@${range}"`).join(" ");
  return `cdktf-audit-trail requires ${required}; run npm install ${install}`;
}

function versionOf(packageJson: () => unknown): string | undefined {
  try {
    return (packageJson() as { readonly version: string }).version;
  } catch {
    return undefined;
  }
}

function isWithin(version: string, range: Peer["range"]): boolean {
  const [least, below] = range.replace(">=", "").split(" <") as [string, string];
  return compare(version, least) >= 0 && compare(version, below) < 0;
}

/** Compares major, minor and patch. */
function compare(a: string, b: string): number {
  const [left, right] = [a, b].map((version) => version.split(".").map((part) => parseInt(part, 10)));
  const difference = [0, 1, 2].map((index) => left![index]! - right![index]!).find((one) => one !== 0);
  return difference ?? 0;
}

const problem = peerProblem(PEERS);
if (problem !== undefined) throw new Error(problem);
