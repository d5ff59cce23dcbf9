#!/usr/bin/env bash
# Prints the environments whose stacks differ, as a JSON list for a matrix of jobs. An environment that is gone has
# nothing to plan: the review of the synthesized folders tells of it.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
export LC_ALL=C

synthesized=$work/synthesized

# Synthesis is deterministic: what is the same is the same byte by byte.
fingerprint() {
  cd "$1/stacks"
  find . -type f -path "./$2-*" -print0 | sort -z | xargs -0 -r sha256sum
}

changed=()
environments=$(find "$synthesized/head/stacks" -mindepth 1 -maxdepth 1 -type d -printf '%f\n' | cut -d- -f1 | sort -u)
while IFS= read -r environment; do
  check_environment "$environment"
  before=$(fingerprint "$synthesized/base" "$environment")
  after=$(fingerprint "$synthesized/head" "$environment")
  [ "$before" = "$after" ] || changed+=("\"$environment\"")
done <<< "$environments"

(IFS=,; printf '[%s]\n' "${changed[*]-}")
