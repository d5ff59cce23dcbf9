#!/usr/bin/env bash
# Synthesizes the checkout, and optionally the commit to compare it with. Does not use AWS.
#   BASE_REF  the commit to compare with, HEAD^1 in GitHub's merge commit; by default none
#   SIDE      `base` synthesizes the checkout as the base of an existing synthesized/head
set -euo pipefail
. "$(dirname "$0")/lib.sh"

synthesized=$work/synthesized
mkdir -p "$synthesized"

synthesize() {
  npm run --silent build
  CDKTF_OUTDIR="$1" node dist/main.js
}

if [ "${SIDE:-head}" = base ]; then
  # The pull request that wrote synthesized/head may have written here too.
  rm -rf "$synthesized/base"
  synthesize "$synthesized/base"
  exit 0
fi

synthesize "$synthesized/head"
if [ -f audit-trail.accept.json ]; then
  cp audit-trail.accept.json "$accept"
else
  echo '[]' > "$accept"
fi

[ -n "${BASE_REF:-}" ] || exit 0
head_folder=$PWD
worktree=$(mktemp -d)
trap 'cd "$head_folder" && git worktree remove --force "$worktree"' EXIT
git worktree add --quiet --detach "$worktree" "$BASE_REF"
cd "$worktree"
if cmp -s package-lock.json "$head_folder/package-lock.json"; then
  ln -s "$head_folder/node_modules" node_modules
else
  npm ci --ignore-scripts --no-audit --no-fund
fi
synthesize "$synthesized/base"
