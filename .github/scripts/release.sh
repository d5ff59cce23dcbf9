#!/usr/bin/env bash
# Publishes the package with a provenance statement. The tag, package.json and CHANGELOG.md must name the same version. Run
# it at the root of the repository.
#   TAG         the tag that is checked out, such as v0.2.0
#   --dry-run   checks, packs, and shows what would be published; exit status 1 if it would be refused
set -euo pipefail

fail() {
  printf '%s\n' "$*" >&2
  exit 2
}

# A dry run reports every problem.
problem() {
  [ -n "$dry_run" ] || fail "$@"
  printf '%s\n' "$*" >&2
  status=1
}

case $* in
  "") dry_run= ;;
  --dry-run) dry_run=yes ;;
  *) fail "release.sh takes --dry-run or nothing, got: $*" ;;
esac
status=0
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

version=$(node -p 'require("./package.json").version')
tag=${TAG:-v$version}
if [ -n "$dry_run" ]; then
  ! git rev-parse -q --verify "refs/tags/$tag" > /dev/null || problem "the tag $tag exists already; raise the version in package.json"
else
  : "${TAG:?}" "${GITHUB_REPOSITORY:?}"
  git merge-base --is-ancestor HEAD origin/main || fail "$tag is not on main; tag a commit of main"
  # npm compares it with the repository in the provenance statement.
  npm pkg set repository.type=git "repository.url=git+https://github.com/$GITHUB_REPOSITORY.git"
fi
[ "$tag" = "v$version" ] || problem "the tag must be v$version, as in package.json, got $tag"
notes=$("$(dirname "$0")/release-notes.sh" "$version" 2>&1) || problem "$notes"

npm pack --silent --pack-destination "$folder" > /dev/null
# A version such as 0.2.0-rc.1 is installed only by those who ask for it.
channel=latest
[[ $version != *-* ]] || channel=next
if [ -n "$dry_run" ]; then
  npm publish "$folder"/*.tgz --dry-run --access public --tag "$channel"
else
  npm publish "$folder"/*.tgz --provenance --access public --tag "$channel"
fi
exit "$status"
