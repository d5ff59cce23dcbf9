#!/usr/bin/env bash
# Prints the environments whose stacks differ, as a JSON list for a matrix of jobs. An environment that is gone has
# nothing to plan: the review of the synthesized folders tells of it.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
export LC_ALL=C

synthesized=$work/synthesized

# Synthesis is deterministic: what is the same is the same byte by byte.
fingerprint() {
  local stacks
  stacks=$(stacks_of "$1" "$2")
  cd "$1/stacks"
  for stack in $stacks; do
    find "./$stack" -type f -print0
  done | sort -z | xargs -0 -r sha256sum
}

changed=()
environments=$(list_stacks "$synthesized/head" | cut -d' ' -f1 | sort -u)
while IFS= read -r environment; do
  check_environment "$environment"
  before=$(fingerprint "$synthesized/base" "$environment")
  after=$(fingerprint "$synthesized/head" "$environment")
  [ "$before" = "$after" ] || changed+=("\"$environment\"")
done <<< "$environments"

(IFS=,; printf '[%s]\n' "${changed[*]-}")
