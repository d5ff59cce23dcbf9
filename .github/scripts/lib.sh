# shellcheck shell=bash
# Functions that the other scripts share. Sourced, not run.
# shellcheck disable=SC2016  # JavaScript is in single quotes.

# Otherwise a failure inside $( ) is ignored.
shopt -s inherit_errexit

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
export CHECKPOINT_DISABLE=1 TF_IN_AUTOMATION=1 TF_INPUT=0
export TF_CLI_CONFIG_FILE=${TF_CLI_CONFIG_FILE:-$root/.github/terraformrc}

# Folders through which the scripts of a job pass files to each other:
#   synthesized/head, base, accept.json   the output of the app, and the file of accepted findings
#   planned/                              the stacks of one environment, where Terraform runs
#   plans/                                plans; they may contain secrets
#   review/, reviewed/                    the review of these plans, and that of the pull request
#   drift/                                the nightly report
work=$(cd "${WORK:-${RUNNER_TEMP:?}}" && pwd)
outdir=$work/planned
accept=$work/synthesized/accept.json

fail() {
  printf '%s\n' "$*" >&2
  exit 2
}

audit_trail() {
  node "$root/dist/cli/main.js" "$@"
}

# json BODY [ARG...]: runs a JavaScript function body on the JSON of standard input, `data`, and prints the result, one
# line for each item of a list. BODY must be literal text of these scripts.
json() {
  node -e '
    const [body, ...args] = process.argv.slice(1);
    const data = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
    for (const line of [new Function("data", "args", body)(data, args)].flat()) console.log(String(line));
  ' -- "$@"
}

# check_environment NAME: names become parts of paths, of the job matrix and of the names of GitHub environments.
check_environment() {
  [[ $1 =~ ^[a-z][a-z0-9-]{1,15}$ && $1 =~ ^[a-z0-9]+(-[a-z0-9]+)*$ ]] || fail "invalid environment name: ${1@Q}"
}

# list_stacks FOLDER: environment and name of each stack of a synthesized folder, those that others depend on first.
list_stacks() {
  node "$root/dist/tools/ci/list-stacks.js" "$1"
}

# environments_of FOLDER: the environments of a synthesized folder, in alphabetical order.
environments_of() {
  local names name
  names=$(list_stacks "$1" | cut -d' ' -f1 | sort -u)
  for name in $names; do check_environment "$name"; done
  printf '%s\n' "$names"
}

# json_list [NAME...]: a JSON list of names that need no escaping.
json_list() {
  local list=
  [ $# -eq 0 ] || list=$(printf ',"%s"' "$@")
  printf '[%s]\n' "${list#,}"
}

# stacks_of FOLDER ENVIRONMENT: its stacks, those that others depend on first.
stacks_of() {
  local environment stack
  list_stacks "$1" | while read -r environment stack; do
    if [ "$environment" = "$2" ]; then printf '%s\n' "$stack"; fi
  done
}

# Terraform's output may contain lines that GitHub would run as workflow commands.
quote_log() {
  sed 's/^/| /'
}

# waits_for_another LOG: whether every error is a missing remote state or a missing output of one.
waits_for_another() {
  ! grep '^Error: ' "$1" | grep -qvE '^Error: (Unable to find remote state|Unsupported attribute)$' &&
    grep -qE '^Error: Unable to find remote state|data\.terraform_remote_state\.[A-Za-z0-9_-]+\.outputs is object with' "$1"
}

# plan_stack STACK FILE: 0 no changes, 10 changes, 11 the outputs of another stack are not known yet. Ends the script if
# the plan fails.
plan_stack() {
  local folder="$outdir/stacks/$1" log="$2.log" status=0
  terraform -chdir="$folder" init -no-color > "$log" 2>&1 || status=$?
  if [ "$status" -ne 0 ]; then
    quote_log < "$log" >&2
    fail "$1: terraform init failed"
  fi
  terraform -chdir="$folder" plan -no-color -detailed-exitcode "-lock=${LOCK:-false}" "-out=$2" > "$log" 2>&1 || status=$?
  case $status in
    0) return 0 ;;
    2) return 10 ;;
  esac
  if waits_for_another "$log"; then
    return 11
  fi
  quote_log < "$log" >&2
  fail "$1: terraform plan failed"
}

# review_plans FORMAT FILE FAIL_ON PLAN...: reviews the JSON of plans.
review_plans() {
  local format=$1 file=$2 threshold=$3
  shift 3
  audit_trail review "$@" --outdir "$outdir" --accept "$accept" --commit "${COMMIT:?}" \
    --format "$format" --output "$file" --fail-on "$threshold"
}

# digest_in FILE: the digest in the environment's review.
digest_in() {
  json '
    const [review, ...more] = data.environments;
    if (more.length > 0 || review?.environment !== args[0] || !/^[0-9a-f]{64}$/.test(review.digest)) {
      throw new Error(`no review of ${args[0]}`);
    }
    return review.digest;
  ' "${ENVIRONMENT:?}" < "$1"
}

# fit FILE: cuts a text to the length that GitHub accepts for a comment or an issue.
fit() {
  node -e '
    const { readFileSync, writeFileSync } = require("node:fs");
    const file = process.argv[1];
    const text = readFileSync(file, "utf8");
    const end = "\n\nThe rest is cut off: see the run.\n";
    if (text.length > 65000) writeFileSync(file, text.slice(0, 65000 - end.length) + end);
  ' -- "$1"
}

# marked KIND: reads pages of comments or issues from standard input and prints those that a workflow wrote with the mark
# of this kind: number or id, a space, and the name in the mark. Anyone can write the mark, but only a workflow has this
# author.
marked() {
  json '
    const mark = new RegExp(`^<!-- audit-trail ${args[0]}: ([\\w.-]+(?: [\\w.-]+)?) -->`);
    return data
      .flat()
      .filter(({ user, body, pull_request }) => user?.login === "github-actions[bot]" && !pull_request && mark.test(body))
      .map((one) => `${args[0] === "drift" ? one.number : one.id} ${mark.exec(one.body)[1]}`);
  ' "$1"
}
