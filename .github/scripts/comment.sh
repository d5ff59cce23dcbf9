#!/usr/bin/env bash
# Keeps one comment per stack on the pull request, and updates the comments of stacks that no longer change. Reads
# reviews/review-ENVIRONMENT-COMMIT of each planned environment.
#   ENVIRONMENTS   JSON list of the environments to plan
#   REPOSITORY     owner/name
#   PULL_REQUESTS  JSON list of the open pull requests with this commit, from GitHub's event
#   BASE           the target branch of the pull request
#   COMMIT         the planned commit
#   RUN_URL        address of the run, which has the HTML report
set -euo pipefail
. "$(dirname "$0")/lib.sh"

: "${ENVIRONMENTS:?}" "${REPOSITORY:?}" "${PULL_REQUESTS:?}" "${BASE:?}" "${COMMIT:?}" "${RUN_URL:?}"
pull_request=$(json '
  return data.find(({ base, head }) => base.ref === args[0] && head.sha === args[1])?.number ?? [];
' "$BASE" "$COMMIT" <<< "$PULL_REQUESTS")
if [ -z "$pull_request" ]; then
  echo "no open pull request into $BASE has $COMMIT as its latest commit" >&2
  exit 0
fi
body=$(mktemp)
trap 'rm -f "$body"' EXIT

declare -A comments=() environments=() written=()
pages=$(gh api --paginate --slurp "repos/$REPOSITORY/issues/$pull_request/comments?per_page=100")
marks=$(marked review <<< "$pages")
while read -r id environment stack; do
  # If there are two, keep the first.
  if [ -n "$stack" ] && [ -z "${comments[$stack]:-}" ]; then
    comments[$stack]=$id
    environments[$stack]=$environment
  fi
done <<< "$marks"

# write STACK: creates or updates the comment of the stack with the text on standard input.
write() {
  { printf '<!-- audit-trail review: %s %s -->\n' "${environments[$1]}" "$1"; cat; } > "$body"
  fit "$body"
  if [ -n "${comments[$1]:-}" ]; then
    gh api --silent --method PATCH "repos/$REPOSITORY/issues/comments/${comments[$1]}" -F "body=@$body"
  else
    gh api --silent --method POST "repos/$REPOSITORY/issues/$pull_request/comments" -F "body=@$body"
  fi
}

shopt -s nullglob
for file in "$work/reviews"/review-*/stacks/*.md; do
  stack=$(basename "$file" .md)
  [[ $stack =~ ^[a-zA-Z0-9_.-]+$ ]] || fail "invalid stack name: ${stack@Q}"
  environment=${file#"$work/reviews/review-"}
  environment=${environment%"-$COMMIT/stacks/$stack.md"}
  check_environment "$environment"
  environments[$stack]=$environment
  { printf '### %s\n\n' "$stack"; cat "$file"; printf '\n[HTML report](%s)\n' "$RUN_URL"; } | write "$stack"
  written[$stack]=1
done

for stack in "${!comments[@]}"; do
  [ -z "${written[$stack]:-}" ] || continue
  environment=${environments[$stack]}
  if [[ $ENVIRONMENTS == *"\"$environment\""* ]] && [ ! -d "$work/reviews/review-$environment-$COMMIT" ]; then
    printf '### %s\n\nThe plan at %s failed: see [the run](%s).\n' "$stack" "$COMMIT" "$RUN_URL"
  else
    printf '### %s\n\nNo longer changes at %s.\n' "$stack" "$COMMIT"
  fi | write "$stack"
done
