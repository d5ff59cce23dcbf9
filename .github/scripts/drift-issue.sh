#!/usr/bin/env bash
# Keeps one open issue for each environment that differs from main or could not be checked, and closes it when the
# environment is clean. Reads drifts/drift-ENVIRONMENT of each environment.
#   REPOSITORY  owner/name
#   RUN_URL     address of the run
set -euo pipefail
. "$(dirname "$0")/lib.sh"

: "${REPOSITORY:?}" "${RUN_URL:?}"
label=audit-trail-drift
body=$(mktemp)
trap 'rm -f "$body"' EXIT

declare -A issues=()
pages=$(gh api --paginate --slurp "repos/$REPOSITORY/issues?state=open&labels=$label&per_page=100")
marks=$(marked drift <<< "$pages")
while read -r number environment; do
  [ -z "$environment" ] || [ -n "${issues[$environment]:-}" ] || issues[$environment]=$number
done <<< "$marks"

shopt -s nullglob
for folder in "$work/drifts"/drift-*; do
  environment=${folder##*/drift-}
  check_environment "$environment"
  state=$(cat "$folder/state")
  number=${issues[$environment]:-}
  title="audit-trail: $environment differs from main"
  [ "$state" = finding ] || title="audit-trail: $environment could not be checked"
  # An open issue says more than that tonight's check did not run.
  if [ "$state" = finding ] || { [ "$state" = unknown ] && [ -z "$number" ]; }; then
    { printf '<!-- audit-trail drift: %s -->\n[The run](%s)\n\n' "$environment" "$RUN_URL"; cat "$folder/report.md"; } > "$body"
    fit "$body"
    if [ -n "$number" ]; then
      gh api --silent --method PATCH "repos/$REPOSITORY/issues/$number" -F "body=@$body"
    else
      gh label create "$label" --repo "$REPOSITORY" --force --description "The deployed resources differ from main"
      gh api --silent --method POST "repos/$REPOSITORY/issues" -f "title=$title" \
        -F "body=@$body" -f "labels[]=$label"
    fi
  elif [ "$state" = clean ] && [ -n "$number" ]; then
    gh api --silent --method POST "repos/$REPOSITORY/issues/$number/comments" -f "body=Clean again: $RUN_URL"
    gh api --silent --method PATCH "repos/$REPOSITORY/issues/$number" -f state=closed -f state_reason=completed
  fi
done
