#!/usr/bin/env bash
# Copies the stacks of one environment from a synthesized folder that untrusted code wrote. For each stack, it writes only
# the Terraform JSON, the Terraform version and the provider lock. Exit status 2 if a stack contains anything that the app
# never writes (tools/ci/plan-allowlist.ts), with which Terraform could run a command, read a file or load a provider next
# to the credentials. With ACCOUNT_ROLE, Terraform assumes that role in every account instead of the deploying role.
#   ENVIRONMENT   the environment
#   READ_ONLY     `true` if Terraform must not assume a deploying role
#   ACCOUNT_ROLE  name of the read-only role; required if READ_ONLY is `true` and the environment has roles
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
  fail "not planned, because the app never writes this: ${refused[*]}. The review of the job offline still applies"
fi

[ "${READ_ONLY:-}" = true ] || exit 0
for stack in $stacks; do
  file="$outdir/stacks/$stack/cdk.tf.json"
  # shellcheck disable=SC2016  # JavaScript is in single quotes.
  json '
    const [role] = args;
    const states = Object.values(data.data?.terraform_remote_state ?? {}).map(({ config }) => config);
    const users = [...(data.provider?.aws ?? []), ...Object.values(data.terraform?.backend ?? {}), ...states];
    for (const one of users.flatMap((user) => user?.assume_role ?? [])) {
      if (!/^[\w+=,.@/-]+$/.test(role)) throw new Error(`set PLAN_ACCOUNT_ROLE: ${one.role_arn} deploys`);
      one.role_arn = one.role_arn.replace(/:role\/.*$/, `:role/${role}`);
    }
    return JSON.stringify(data, null, 2);
  ' "${ACCOUNT_ROLE:-}" < "$file" > "$file.new" || fail "$stack cannot be planned with a read-only role"
  mv "$file.new" "$file"
done
