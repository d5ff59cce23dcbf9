#!/usr/bin/env bash
# Verifies an environment and plans it. Writes `state` (clean, finding or unknown) and `report.md`; exit status 0, 1, 2.
#   ENVIRONMENT, COMMIT  as for plan-stacks.sh
set -euo pipefail
. "$(dirname "$0")/lib.sh"

: "${ENVIRONMENT:?}" "${COMMIT:?}"
check_environment "$ENVIRONMENT"
drift=$work/drift
mkdir -p "$drift"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

verified=0
audit_trail verify --environment "$ENVIRONMENT" --outdir "$outdir" --format markdown \
  --output "$scratch/verify.md" || verified=$?
planned=0
FAIL_ON=changed GITHUB_STEP_SUMMARY=/dev/null "$root/.github/scripts/plan-stacks.sh" || planned=$?

if [ "$verified" -eq 1 ] || [ "$planned" -eq 1 ]; then
  state=finding
elif [ "$verified" -ne 0 ] || [ "$planned" -ne 0 ]; then
  state=unknown
else
  state=clean
fi
printf '%s\n' "$state" > "$drift/state"
{
  printf '## Deployed\n\n'
  cat "$scratch/verify.md" 2> /dev/null || echo 'verify ended with an error: see the run.'
  printf '\n## Plan of %s\n\n' "$COMMIT"
  cat "$work/review/review.md" 2> /dev/null || echo 'The plan failed: see the run.'
} > "$drift/report.md"
cat "$drift/report.md" >> "${GITHUB_STEP_SUMMARY:-/dev/null}"

case $state in
  clean) exit 0 ;;
  finding) exit 1 ;;
  *) exit 2 ;;
esac
