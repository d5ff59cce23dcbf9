#!/usr/bin/env bash
# Prints the environments of synthesized/head as a JSON list for a job matrix.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

environments=$(environments_of "$work/synthesized/head")
# shellcheck disable=SC2086  # The names contain no spaces.
json_list $environments
