#!/usr/bin/env bash
# Fetches the review of the pull request by which a commit came. Makes nothing where there is none.
#   REPOSITORY   owner/name
#   COMMIT       the commit that is deployed
#   ENVIRONMENT  the environment
set -euo pipefail
. "$(dirname "$0")/lib.sh"

: "${REPOSITORY:?}" "${COMMIT:?}" "${ENVIRONMENT:?}"
check_environment "$ENVIRONMENT"

pulls=$(gh api "repos/$REPOSITORY/commits/$COMMIT/pulls")
head=$(json '
  const pull = data.find(({ merged_at, merge_commit_sha }) => merged_at && merge_commit_sha === args[0]);
  return pull?.head.sha ?? [];
' "$COMMIT" <<< "$pulls")
if [ -z "$head" ]; then
  echo "$COMMIT came by no pull request" >&2
  exit 0
fi

# A fork's run has no plan, and whatever it names review-… was written by the fork.
runs=$(gh api "repos/$REPOSITORY/actions/workflows/plan.yml/runs?event=pull_request&head_sha=$head&per_page=100")
ids=$(json '
  return data.workflow_runs
    .filter(({ head_repository }) => head_repository?.full_name === args[0])
    .sort((a, b) => b.run_number - a.run_number)
    .map(({ id }) => id);
' "$REPOSITORY" <<< "$runs")
for id in $ids; do
  if gh run download "$id" --repo "$REPOSITORY" --name "review-$ENVIRONMENT" --dir "$work/reviewed" 2> /dev/null; then
    echo "reviewed by run $id, at $head" >&2
    exit 0
  fi
done
echo "no run of the pull request at $head reviewed $ENVIRONMENT" >&2
