#!/usr/bin/env bash
# Synthesizes the checkout, and what it is compared with. Needs nothing of AWS.
#   BASE_REF  what it is compared with: HEAD^1 in GitHub's merge commit; by default nothing
#   SIDE      `base` where the checkout is what another synthesized folder, that is there, is compared with
set -euo pipefail
. "$(dirname "$0")/lib.sh"

synthesized=$work/synthesized
mkdir -p "$synthesized"

synthesize() {
  npm run --silent build
  CDKTF_OUTDIR="$1" node dist/main.js
}

if [ "${SIDE:-head}" = base ]; then
  # Whoever wrote the other one may have laid something here.
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
