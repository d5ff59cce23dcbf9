/** Lists the problems of a value, each with its path. */
type Check = (value: unknown, path: string) => string[];

const anything: Check = () => [];

const matching =
  (pattern: RegExp): Check =>
  (value, path) =>
    typeof value === "string" && pattern.test(value) ? [] : [`${path} is not allowed: ${shown(value)}`];

/** Terraform also accepts a list of blocks in most places. The app never writes one, so it is not allowed. */
const objectOf =
  (checkOf: (key: string) => Check | undefined): Check =>
  (value, path) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return [`${path} is not an object`];
    return Object.entries(value).flatMap(([key, inner]) => {
      const at = `${path}.${name(key)}`;
      return checkOf(key)?.(inner, at) ?? [`${at} is not allowed`];
    });
  };

const only = (checks: Readonly<Record<string, Check>>) =>
  objectOf((key) => (Object.hasOwn(checks, key) ? checks[key] : undefined));

const mapOf = (keys: RegExp, check: Check) => objectOf((key) => (keys.test(key) ? check : undefined));

const listOf =
  (check: Check): Check =>
  (value, path) =>
    Array.isArray(value) ? value.flatMap((one, index) => check(one, `${path}[${index}]`)) : [`${path} is not a list`];

const NAME = /^(?!__proto__$)[A-Za-z_][\w-]*$/;
/** Region and bucket become parts of host names that receive signed requests. */
const REGION = matching(/^[a-z]{2,4}(-[a-z]+)+-\d$/);
const BUCKET = matching(/^[a-z0-9][a-z0-9.-]+$/);
/** Literal text and not a reference, because the workflow replaces it with the read-only role. */
const ROLE = only({ role_arn: matching(/^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/) });

/** No `profile`, credential files or endpoints: they can run commands or send requests elsewhere. */
const PROVIDER = only({
  alias: matching(NAME),
  region: REGION,
  allowed_account_ids: anything,
  assume_role: listOf(ROLE),
  default_tags: anything,
});

const STATE = only({
  bucket: BUCKET,
  key: anything,
  region: REGION,
  allowed_account_ids: anything,
  assume_role: ROLE,
  encrypt: anything,
  kms_key_id: anything,
  use_lockfile: anything,
});

const TERRAFORM = only({
  required_providers: only({
    aws: only({ source: matching(/^((registry\.terraform\.io\/)?hashicorp\/)?aws$/), version: anything }),
  }),
  backend: only({ s3: STATE }),
});

const LIFECYCLE = only({ prevent_destroy: anything, create_before_destroy: anything });

const RESOURCE = objectOf((key) => {
  if (key === "provisioner" || key === "connection" || key === "dynamic") return undefined;
  if (key === "provider") return matching(/^aws(\.[A-Za-z_][\w-]*)?$/);
  return key === "lifecycle" ? LIFECYCLE : anything;
});

const STACK = only({
  "//": anything,
  terraform: TERRAFORM,
  provider: only({ aws: listOf(PROVIDER) }),
  data: only({
    terraform_remote_state: mapOf(NAME, only({ "//": anything, backend: matching(/^s3$/), config: STATE })),
  }),
  resource: mapOf(/^aws_[a-z0-9_]+$/, mapOf(NAME, RESOURCE)),
  output: anything,
  moved: anything,
  removed: listOf(only({ from: anything, lifecycle: only({ destroy: anything }) })),
});

/**
 * Why Terraform must not plan a stack's JSON next to credentials: anything that could run a command, read a file or the
 * environment, or load other code. This is a list of what the app writes; everything else is a problem.
 */
export function problemsOf(stack: unknown): string[] {
  return [...STACK(stack, "stack"), ...templateProblems(stack, "stack")];
}

/** `versions.tf` must be as the app writes it: HCL can do everything that JSON can. */
export function problemsOfVersions(text: string): string[] {
  return /^terraform \{\n {2}required_version = "[<>=!~., 0-9]+"\n\}\n$/.test(text)
    ? []
    : ["versions.tf is not allowed: it contains more than required_version"];
}

const LOCKED_PROVIDER = [
  /provider "registry\.terraform\.io\/hashicorp\/aws" \{\n/,
  / {2}version {5}= "[\w.+-]+"\n/,
  /(?: {2}constraints = "[<>=!~., 0-9]+"\n)?/,
  / {2}hashes = \[\n(?: {4}"(?:h1|zh):[\w+/=]+",\n)+ {2}\]\n\}\n/,
];
const LOCK = new RegExp(`^(?:#.*\\n|\\n)*${LOCKED_PROVIDER.map(({ source }) => source).join("")}$`);

/** The dependency lock file must be as Terraform writes it: a version and checksums can load only the registry's code. */
export function problemsOfLock(text: string): string[] {
  return LOCK.test(text) ? [] : [".terraform.lock.hcl is not allowed: it locks more than hashicorp/aws"];
}

const REFERENCE = /^\$\{(aws_[a-z0-9_]+\.[\w-]+|data\.terraform_remote_state\.[\w-]+\.outputs)(\.[\w-]+|\[\d+\])+\}/;

/**
 * A function's archive beside the stack's JSON. It is not copied for the plan, which compares the checksum alone:
 * Terraform opens the archive when it is applied.
 */
const ARCHIVE = /^\$\{path\.module\}\/[\w-]+\.zip$/;

/** Functions can read files; references and escaped templates cannot. Keys are templates too. */
function templateProblems(value: unknown, path: string): string[] {
  if (typeof value === "string") return isPlain(value) ? [] : [`${path} has a template: ${shown(value)}`];
  if (typeof value !== "object" || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((one, index) => templateProblems(one, `${path}[${index}]`));
  return Object.entries(value).flatMap(([key, inner]) => [
    ...(isPlain(key) ? [] : [`${path} has a template: ${shown(key)}`]),
    ...templateProblems(inner, `${path}.${name(key)}`),
  ]);
}

/** A longer run of `$` and `%` before a brace is not allowed: a template may begin after the escape. */
function isPlain(text: string): boolean {
  if (ARCHIVE.test(text)) return true;
  return [...text.matchAll(/[$%]+\{/g)].every(
    ({ 0: begin, index }) => begin === "$${" || begin === "%%{" || REFERENCE.test(text.slice(index)),
  );
}

const name = (key: string) => (NAME.test(key) ? key : shown(key));

/** Any value, on one line. */
function shown(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 100 ? `${text.slice(0, 100)}...` : text;
}
