#!/usr/bin/env bash
# Reviews a pull request by its synthesized stacks, without AWS: also for forks, and to report a lost prevent_destroy.
#   COMMIT   the commit to show in the review
#   FAIL_ON  lowest verdict that fails with exit status 1
set -euo pipefail
. "$(dirname "$0")/lib.sh"

outdir=$work/synthesized/head
review=$work/review

mkdir -p "$review"
review_plans html "$review/review.html" never --base "$work/synthesized/base"
status=0
review_plans markdown "$review/review.md" "${FAIL_ON:-gained}" --base "$work/synthesized/base" || status=$?
if [ "$status" -ne 2 ]; then
  # Outside GitHub there is no summary: print to the log.
  if [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then
    cat "$review/review.md" >> "$GITHUB_STEP_SUMMARY"
  else
    cat "$review/review.md"
  fi
fi
exit "$status"
