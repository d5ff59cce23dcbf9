#!/usr/bin/env bash
# Prints the section of CHANGELOG.md about a version, such as 0.2.0. Run it at the root of the repository.
set -euo pipefail

version=${1:?}
notes=$(awk -v heading="## $version" '$0 == heading { on = 1; next } /^## / { on = 0 } on' CHANGELOG.md)
if [[ ! $notes =~ [^[:space:]] ]]; then
  printf '%s\n' "CHANGELOG.md must have a section \"## $version\" that is not empty, below \"## Unreleased\"" >&2
  exit 2
fi
sed '/./,$!d' <<< "$notes"
