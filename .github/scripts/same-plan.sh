#!/usr/bin/env bash
# Whether the plan is the reviewed one. Prints `apply=true` or `apply=false` (nothing changes); exit status 1 where the
# plan is another one or nobody reviewed it.
#   ENVIRONMENT  the environment
#   DIGEST       of the plan that a person read and wants; by default that of the pull request's review
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

why="nobody reviewed this plan"
[ -z "$reviewed" ] || why="the reviewed plan was another one, $reviewed"
message="$ENVIRONMENT is not deployed: $why. Review the plan of this run (its summary and the artifact deploy-$ENVIRONMENT).
To apply it as it is, run the workflow deploy by hand with environment $ENVIRONMENT and digest $now"
printf '%s\n' "$message" >&2
printf '\n%s\n' "$message" >> "${GITHUB_STEP_SUMMARY:-/dev/null}"
exit 1
