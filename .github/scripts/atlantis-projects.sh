#!/usr/bin/env bash
# Prints atlantis.yaml for the synthesized stacks of a pull request: one project for each stack, in a folder that contains
# only what take-environment.sh accepts. Exit status 2 if it refuses a stack.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

# A pull request could have added files that Terraform would read.
rm -rf "$work/taken"
environments=$(environments_of "$work/synthesized/head")
printf 'version: 3\nprojects:\n'
for environment in $environments; do
  folder="taken/$environment"
  mkdir -p "$work/$folder"
  ln -s ../../synthesized "$work/$folder/synthesized"
  WORK="$work/$folder" ENVIRONMENT="$environment" "$root/.github/scripts/take-environment.sh"
  stacks=$(stacks_of "$work/$folder/planned" "$environment")
  for stack in $stacks; do
    printf -- '- name: %s\n  dir: %s/planned/stacks/%s\n' "$stack" "$folder" "$stack"
    printf '  autoplan: { when_modified: ["../../../../../**/*.ts", "../../../../../package-lock.json"] }\n'
  done
done
