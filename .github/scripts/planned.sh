#!/usr/bin/env bash
# Sets the status `planned` of the commit: success where every environment that changes was planned, and no review of
# these plans is bad enough to fail.
#   CHANGED, PLAN  results of these jobs
#   ENVIRONMENTS   JSON list of those that were to be planned
#   REPOSITORY     owner/name
#   COMMIT         the commit that was planned
#   RUN_URL        where the plans are to be read
set -euo pipefail
. "$(dirname "$0")/lib.sh"

: "${CHANGED:?}" "${PLAN:?}" "${REPOSITORY:?}" "${COMMIT:?}" "${RUN_URL:?}"
state=failure
why="see the run: not all plans were made, or a review says no"
if [ "$CHANGED" = success ] && [ "$PLAN" = success ]; then
  state=success why="planned: ${ENVIRONMENTS:?}"
elif [ "$CHANGED" = success ] && [ "$PLAN" = skipped ] && [ "${ENVIRONMENTS:-}" = '[]' ]; then
  state=success why="no environment changes"
fi
gh api --silent --method POST "repos/$REPOSITORY/statuses/$COMMIT" -f "state=$state" -f context=planned \
  -f "description=${why:0:140}" -f "target_url=$RUN_URL"
