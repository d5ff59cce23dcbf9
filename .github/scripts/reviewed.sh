#!/usr/bin/env bash
# Downloads the review of the pull request that was merged as a commit. Writes nothing if there is none.
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
  echo "$COMMIT is not the merge of a pull request" >&2
  exit 0
fi

# Anyone who can push can upload an artifact of this name. Only a run of plan.yml for the event workflow_run is trusted:
# GitHub takes its file from the default branch.
artifact=review-$ENVIRONMENT-$head
found=$(gh api "repos/$REPOSITORY/actions/artifacts?name=$artifact&per_page=100")
ids=$(json '
  return data.artifacts
    .filter(({ name, expired }) => name === args[0] && !expired)
    .sort((a, b) => b.id - a.id)
    .map(({ workflow_run }) => workflow_run.id);
' "$artifact" <<< "$found")
for id in $ids; do
  run=$(gh api "repos/$REPOSITORY/actions/runs/$id")
  from=$(json 'return [data.path.split("@")[0], data.event, data.head_repository?.full_name].join(" ")' <<< "$run")
  [ "$from" = ".github/workflows/plan.yml workflow_run $REPOSITORY" ] || continue
  gh run download "$id" --repo "$REPOSITORY" --name "$artifact" --dir "$work/reviewed"
  echo "reviewed by run $id, at $head" >&2
  exit 0
done
echo "no run of plan.yml reviewed $ENVIRONMENT at $head" >&2
