#!/usr/bin/env bash
# Plans the stacks of an environment and reviews the plans together. Exit status: that of the review.
# Writes the complete report or none: review.json, .html and .md, and stacks/NAME.json and .md of each stack that changes.
# A stack that requires the first deployment of another one is reviewed as synthesized, and listed in `waiting`.
#   ENVIRONMENT  the environment
#   COMMIT       the commit to show in the review
#   FAIL_ON      lowest verdict that fails with exit status 1
#   KEEP_PLANS   `true` keeps the plans with changes
#   LOCK         `true` locks the states
set -euo pipefail
. "$(dirname "$0")/lib.sh"
# Plans may contain secrets.
umask 077

: "${ENVIRONMENT:?}" "${COMMIT:?}"
check_environment "$ENVIRONMENT"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
plans=$scratch/plans
[ "${KEEP_PLANS:-}" != true ] || plans=$work/plans
mkdir -p "$plans" "$scratch/json" "$scratch/review/stacks"
: > "$scratch/review/waiting"

changed=()
all=()
stacks=$(stacks_of "$outdir" "$ENVIRONMENT")
for stack in $stacks; do
  status=0
  plan_stack "$stack" "$plans/$stack" || status=$?
  rm -f "$plans/$stack.log"
  case $status in
    0 | 10)
      terraform -chdir="$outdir/stacks/$stack" show -json "$plans/$stack" > "$scratch/json/$stack.json"
      all+=("$scratch/json/$stack.json")
      if [ "$status" -eq 10 ]; then changed+=("$stack"); else rm "$plans/$stack"; fi
      ;;
    11)
      printf '%s\n' "$stack" >> "$scratch/review/waiting"
      printf '%s cannot be planned before the first deployment of the stacks that it depends on\n' "$stack" >&2
      ;;
    *) exit 2 ;;
  esac
done
[ "${#all[@]}" -gt 0 ] || fail "no stack of $ENVIRONMENT can be planned"

report="$scratch/review"
review_plans json "$report/review.json" never "${all[@]}"
review_plans html "$report/review.html" never "${all[@]}"
for stack in "${changed[@]}"; do
  review_plans json "$report/stacks/$stack.json" never "$scratch/json/$stack.json"
  review_plans markdown "$report/stacks/$stack.md" never "$scratch/json/$stack.json"
done
status=0
review_plans markdown "$report/review.md" "${FAIL_ON:-gained}" "${all[@]}" || status=$?
[ "$status" -ne 2 ] || exit 2
while IFS= read -r stack; do
  printf '\n%s is not planned: the stacks that it depends on must be deployed first.\n' "$stack" >> "$report/review.md"
done < "$report/waiting"
cat "$report/review.md" >> "${GITHUB_STEP_SUMMARY:-/dev/null}"

mv "$report" "$work/review"
exit "$status"
