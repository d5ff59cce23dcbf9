#!/usr/bin/env bash
# Reviews a pull request by what is synthesized alone: what forks get, and what tells of a lost prevent_destroy.
#   COMMIT   to name
#   FAIL_ON  verdict from which on the exit status is 1
set -euo pipefail
. "$(dirname "$0")/lib.sh"

outdir=$work/synthesized/head
review=$work/review

mkdir -p "$review"
review_plans html "$review/review.html" never --base "$work/synthesized/base"
status=0
review_plans markdown "$review/review.md" "${FAIL_ON:-gained}" --base "$work/synthesized/base" || status=$?
if [ "$status" -ne 2 ]; then
  # Elsewhere than on GitHub there is no summary but the log.
  if [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then
    cat "$review/review.md" >> "$GITHUB_STEP_SUMMARY"
  else
    cat "$review/review.md"
  fi
fi
exit "$status"
