#!/usr/bin/env bash
# Takes the stacks of one environment out of a synthesized folder that other code wrote: of each stack its Terraform
# JSON, Terraform version and provider lock, written anew, and nothing else. Exit status 2 where one holds what the app
# never writes (tools/ci/plan-allowlist.ts): Terraform would run a command, read a file or load a provider for it beside
# the credentials. With ACCOUNT_ROLE, Terraform takes that role in every account in place of the one that deploys.
#   ENVIRONMENT   the environment
#   READ_ONLY     `true` where no role that deploys may be taken
#   ACCOUNT_ROLE  name of the read-only role; needed where the environment names roles and READ_ONLY is `true`
set -euo pipefail
. "$(dirname "$0")/lib.sh"

: "${ENVIRONMENT:?}"
check_environment "$ENVIRONMENT"
synthesized=$work/synthesized/head

stacks=$(stacks_of "$synthesized" "$ENVIRONMENT")
[ -n "$stacks" ] || fail "$synthesized has no stack of $ENVIRONMENT"
mkdir -p "$outdir/stacks"
# shellcheck disable=SC2016,SC2086  # JavaScript in single quotes; names of stacks hold no spaces.
json '
  const own = Object.entries(data.stacks).filter(([name]) => args.includes(name));
  const entry = ({ dependencies = [] }) => ({ dependencies: dependencies.filter((name) => args.includes(name)) });
  return JSON.stringify({ stacks: Object.fromEntries(own.map(([name, stack]) => [name, entry(stack)])) });
' $stacks < "$synthesized/manifest.json" > "$outdir/manifest.json"
refused=()
for stack in $stacks; do
  mkdir "$outdir/stacks/$stack"
  log=$outdir/stacks/$stack.log
  if ! node "$root/dist/tools/ci/sanitize-stack.js" "$synthesized/stacks/$stack" "$outdir/stacks/$stack" 2> "$log"; then
    refused+=("$stack")
    quote_log < "$log" >&2
  fi
  rm "$log"
done
if [ "${#refused[@]}" -gt 0 ]; then
  rm -r "$outdir"
  fail "not planned: ${refused[*]}, for what the app never writes. What the job offline reviewed still stands"
fi

[ "${READ_ONLY:-}" = true ] || exit 0
for stack in $stacks; do
  file="$outdir/stacks/$stack/cdk.tf.json"
  # shellcheck disable=SC2016  # JavaScript stands in single quotes.
  json '
    const [role] = args;
    const states = Object.values(data.data?.terraform_remote_state ?? {}).map(({ config }) => config);
    const users = [...(data.provider?.aws ?? []), ...Object.values(data.terraform?.backend ?? {}), ...states];
    for (const one of users.flatMap((user) => user?.assume_role ?? [])) {
      if (!/^[\w+=,.@/-]+$/.test(role)) throw new Error(`set PLAN_ACCOUNT_ROLE: ${one.role_arn} deploys`);
      one.role_arn = one.role_arn.replace(/:role\/.*$/, `:role/${role}`);
    }
    return JSON.stringify(data, null, 2);
  ' "${ACCOUNT_ROLE:-}" < "$file" > "$file.new" || fail "$stack cannot be planned with a role that only reads"
  mv "$file.new" "$file"
done
