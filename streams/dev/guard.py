"""Runs commands one after another for a parent, and ends them when the parent does, however it dies.

Its standard input is a pipe that only the parent holds and never writes to: when the pipe closes, the parent has
stopped the work or is dead, and the two need no telling apart. Started by the path of this file in Python's isolated
mode, so it imports the standard library only.

    python guard.py '{"folder": …, "log": …, "pid": …, "commands": [[…], …], "remove": true}'

folder is where the commands run, and is removed after the pipe closed if `remove` says so; log takes their output, pid
the process id of the one that runs. The exit code is that of the last command run, as a shell would tell it.
"""

import contextlib
import json
import select
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

GRACE_S = 15.0
"""From the polite signal to SIGKILL. Kafka takes one second to stop, writing the class archive takes three more."""
POLL_S = 0.05


def main(plan: dict[str, Any]) -> int:
    signals: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        # A guard that is told to go takes its command with it; the default would leave that one alone for ever.
        signal.signal(number, lambda received, _: signals.append(received))
    code = 0
    with Path(plan["log"]).open("ab") as log:
        for command in plan["commands"]:
            process = subprocess.Popen(
                command, cwd=plan["folder"], stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT
            )
            Path(plan["pid"]).write_text(str(process.pid))
            while process.poll() is None and not signals and parent_holds_on():
                pass
            code = end(process)
            if code:
                break
    if plan["remove"] and not parent_holds_on():
        shutil.rmtree(plan["folder"], ignore_errors=True)
    return code if code >= 0 else 128 - code


def parent_holds_on() -> bool:
    """Whether the pipe is still open after POLL_S; nothing is ever written to it, so readable means closed."""
    readable, _, _ = select.select([sys.stdin], [], [], POLL_S)
    return not readable


def end(process: subprocess.Popen[bytes]) -> int:
    """The exit code of a process, which is ended first if it still runs."""
    process.terminate()
    with contextlib.suppress(subprocess.TimeoutExpired):
        return process.wait(GRACE_S)
    process.kill()
    return process.wait()


if __name__ == "__main__":
    sys.exit(main(json.loads(sys.argv[1])))
