#!/usr/bin/env bash
# Prints the environments whose stacks differ, as a JSON list for a job matrix. A removed environment has nothing to
# plan: the review of the synthesized folders reports it.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
export LC_ALL=C

synthesized=$work/synthesized

# Synthesis is deterministic: unchanged stacks are equal byte by byte.
fingerprint() {
  local stacks
  stacks=$(stacks_of "$1" "$2")
  cd "$1/stacks"
  for stack in $stacks; do
    find "./$stack" -type f -print0
  done | sort -z | xargs -0 -r sha256sum
}

changed=()
environments=$(environments_of "$synthesized/head")
for environment in $environments; do
  before=$(fingerprint "$synthesized/base" "$environment")
  after=$(fingerprint "$synthesized/head" "$environment")
  [ "$before" = "$after" ] || changed+=("$environment")
done

json_list "${changed[@]}"
