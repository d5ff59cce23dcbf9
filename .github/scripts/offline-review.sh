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
[ "$status" -eq 2 ] || cat "$review/review.md" >> "${GITHUB_STEP_SUMMARY:-/dev/stdout}"
exit "$status"
