"""Runs `align` as a user does, in a process of its own, and measures what it took."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Run:
    """What a command printed, how long it took from start to end, and how much memory at its peak.

    `cpu` is the time that the processors worked for it: on a machine that does nothing else hardly less than `seconds`.
    """

    stdout: str
    seconds: float
    megabytes: float
    cpu: float


def align(*arguments: str | Path) -> Run:
    """Run `align` with the arguments.

    Raises:
        subprocess.CalledProcessError: The command failed.
    """
    return measure([sys.executable, "-m", "align", *map(str, arguments)])


def measure(command: list[str]) -> Run:
    """Run a command and wait for it, with the operating system's own account of its memory."""
    # As for a user, whose Python keeps what it has compiled.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    start = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment) as process:
        assert process.stdout is not None
        output = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - start
    if process.returncode not in (0, 1):
        raise subprocess.CalledProcessError(process.returncode, command)
    return Run(output.decode("utf-8"), seconds, usage.ru_maxrss / 1024, usage.ru_utime + usage.ru_stime)
