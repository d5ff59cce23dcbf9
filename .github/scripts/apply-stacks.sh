#!/usr/bin/env bash
# Applies the plans of an environment, stack by stack. Applying a stack may change the plan of the next one, so that one is
# planned again, and applied only if the plan is still the same.
#   ENVIRONMENT  the environment
#   COMMIT       the commit to show in the review
set -euo pipefail
. "$(dirname "$0")/lib.sh"
umask 077

: "${ENVIRONMENT:?}" "${COMMIT:?}"
check_environment "$ENVIRONMENT"
plans=$work/plans
scratch=$(mktemp -d)
trap 'rm -rf "$scratch" "$plans"' EXIT
export LOCK=true

# Prints the digest of a stack's reviewed plan, or nothing if the stack does not change.
reviewed() {
  [ ! -f "$work/review/stacks/$1.json" ] || digest_in "$work/review/stacks/$1.json"
}

# Plans a stack again and prints the digest, or nothing if the stack does not change.
plan_again() {
  local status=0
  rm -f "$plans/$1"
  plan_stack "$1" "$plans/$1" || status=$?
  case $status in
    0) rm -f "$plans/$1" ;;
    10)
      terraform -chdir="$outdir/stacks/$1" show -json "$plans/$1" > "$scratch/$1.json"
      review_plans json "$scratch/review.json" never "$scratch/$1.json"
      digest_in "$scratch/review.json"
      ;;
    11) fail "$1 still requires the outputs of another stack" ;;
    *) exit 2 ;;
  esac
}

applied=
stacks=$(stacks_of "$outdir" "$ENVIRONMENT")
for stack in $stacks; do
  if [ -n "$applied" ]; then
    now=$(plan_again "$stack")
    if [ "$now" != "$(reviewed "$stack")" ]; then
      message="$stack is not deployed: after $applied was applied, its plan differs from the reviewed one.
Run the workflow deploy by hand for $ENVIRONMENT: it reviews the remaining changes and prints the digest that applies them"
      printf '%s\n' "$message" >&2
      printf '\n%s\n' "$message" >> "${GITHUB_STEP_SUMMARY:-/dev/null}"
      exit 1
    fi
  fi
  [ -f "$plans/$stack" ] || continue
  terraform -chdir="$outdir/stacks/$stack" apply -no-color "$plans/$stack"
  rm "$plans/$stack"
  applied=$stack
done
