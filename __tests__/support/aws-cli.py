"""Runs commands of the AWS CLI, each in a fork of this process: to load the CLI takes longer than most commands.

Reads lines of JSON with the arguments and further variables of a command, and answers each with its exit status.
"""

import json
import os
import sys

from awscli.clidriver import create_clidriver

# What this loads, the forks share.
create_clidriver()


def run(env, args):
    null = os.open(os.devnull, os.O_RDWR)
    for stream in range(3):
        os.dup2(null, stream)
    os.environ.update(env)
    return create_clidriver().main(args)


for line in sys.stdin:
    command = json.loads(line)
    pid = os.fork()
    if pid == 0:
        sys.exit(run(command["env"], command["args"]))
    _, status = os.waitpid(pid, 0)
    print(os.waitstatus_to_exitcode(status), flush=True)
