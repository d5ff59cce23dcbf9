#!/usr/bin/env bash
# Compares the plan with the reviewed one. Prints `apply=true`, or `apply=false` if nothing changes; exit status 1 if the
# plan differs or was not reviewed.
#   ENVIRONMENT  the environment
#   DIGEST       digest of a plan that a person has read and approves; by default that of the pull request's review
set -euo pipefail
. "$(dirname "$0")/lib.sh"

: "${ENVIRONMENT:?}"
shopt -s nullglob
changed=("$work/review"/stacks/*.json)
if [ "${#changed[@]}" -eq 0 ] && [ ! -s "$work/review/waiting" ]; then
  echo "$ENVIRONMENT: nothing to apply" >&2
  echo "apply=false"
  exit 0
fi

now=$(digest_in "$work/review/review.json")
reviewed=
if [ -n "${DIGEST:-}" ]; then
  reviewed=$DIGEST
elif [ -f "$work/reviewed/review.json" ]; then
  reviewed=$(digest_in "$work/reviewed/review.json")
fi
if [ "$now" = "$reviewed" ]; then
  echo "$ENVIRONMENT: the plan is the reviewed one, $now" >&2
  echo "apply=true"
  exit 0
fi

why="this plan was not reviewed"
[ -z "$reviewed" ] || why="this plan differs from the reviewed one, $reviewed"
message="$ENVIRONMENT is not deployed: $why. Review the plan of this run (its summary and the artifact deploy-$ENVIRONMENT).
To apply it, run the workflow deploy by hand with environment $ENVIRONMENT and digest $now"
printf '%s\n' "$message" >&2
printf '\n%s\n' "$message" >> "${GITHUB_STEP_SUMMARY:-/dev/null}"
exit 1
