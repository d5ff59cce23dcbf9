#!/usr/bin/env bash
# Sets the status `planned` of the commit: success if every environment that changes was planned, and no review of these
# plans failed.
#   CHANGED, PLAN  results of these jobs
#   ENVIRONMENTS   JSON list of the environments to plan
#   REPOSITORY     owner/name
#   COMMIT         the planned commit
#   RUN_URL        address of the run, which shows the plans
set -euo pipefail
. "$(dirname "$0")/lib.sh"

: "${CHANGED:?}" "${PLAN:?}" "${REPOSITORY:?}" "${COMMIT:?}" "${RUN_URL:?}"
state=failure
why="see the run: a plan or its review failed"
if [ "$CHANGED" = success ] && [ "$PLAN" = success ]; then
  state=success why="planned: ${ENVIRONMENTS:?}"
elif [ "$CHANGED" = success ] && [ "$PLAN" = skipped ] && [ "${ENVIRONMENTS:-}" = '[]' ]; then
  state=success why="no environment changes"
fi
gh api --silent --method POST "repos/$REPOSITORY/statuses/$COMMIT" -f "state=$state" -f context=planned \
  -f "description=${why:0:140}" -f "target_url=$RUN_URL"
