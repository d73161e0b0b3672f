"""A contestant in a process of its own, timed and weighed from outside with all its children.

CPU time is the system's account of everything that the process waited for; memory is the largest sum,
over the process and its descendants, of what each holds (pages that they share count for each: a
little too much for whoever works with several processes). It is looked at every fifth of a second.
"""

import json
import math
import resource
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

ROOT = Path(__file__).parent.parent
OFTEN = 0.2
GRACE = 60.0
"""Seconds past its own limit after which a contestant is stopped."""


@dataclass(frozen=True)
class Watched:
    """What one run told (`told`, its last line of JSON) and what was seen of it."""

    told: dict[str, Any]
    wall: float
    cpu: float
    peak: float
    why: str = ""


def held(process: psutil.Process) -> float:
    """Memory of a process and its descendants now (MB): what they share is counted once."""
    total = 0
    try:
        for one in (process, *process.children(recursive=True)):
            whole = one.memory_full_info()
            total += getattr(whole, "pss", whole.rss)
    except psutil.Error:
        return 0.0
    return total / 1024**2


def _stop(process: psutil.Process) -> None:
    """End a process and everything that it started."""
    for one in (*process.children(recursive=True), process):
        one.kill()


def watched(command: list[str], limit: float = math.inf) -> Watched:
    """Run a command to its end, or stop it a while after the limit."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began, peak, why = time.perf_counter(), 0.0, ""
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as wrong:
        running = subprocess.Popen(command, stdout=out, stderr=wrong, cwd=ROOT)
        process = psutil.Process(running.pid)
        while running.poll() is None:
            peak = max(peak, held(process))
            if time.perf_counter() - began > limit + GRACE:
                why = f"stopped at {limit + GRACE:.0f} s"
                _stop(process)
                break
            time.sleep(OFTEN)
        running.wait()
        wall = time.perf_counter() - began
        lines, errors = _read(out), _read(wrong)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    if not why and running.returncode:
        why = errors[-1] if errors else f"ended with {running.returncode}"
    told = {} if why or not lines else json.loads(lines[-1])
    return Watched(told, wall, cpu, peak, why)


def _read(file: Any) -> list[str]:  # noqa: ANN401 - a temporary file
    """Lines of what was written."""
    file.seek(0)
    text: str = file.read()
    return text.strip().splitlines()
