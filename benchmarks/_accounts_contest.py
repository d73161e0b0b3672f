"""What every contestant of `accounts_speed` does: the same steps, timed and weighed alike.

A contestant is a module with `build(table)`, `answers(thing, table)` and `scenario(thing, table)`:

    build       labelled frames -> the library's object; its checks and copies are paid here
    answers     all multipliers, and the accounts of every region; a dictionary of arrays
    scenario    output for one new final demand, (n,)

    python -m benchmarks._accounts_NAME FOLDER
"""

import argparse
import json
import resource
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks._accounts_input import Input, load

NEW = 5
"""New demands solved in a row; the median is told."""


def peak() -> float:
    """Largest memory of this process so far (MB)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def contest(
    version: str,
    build: Callable[[Input], Any],
    answers: Callable[[Any, Input], dict[str, np.ndarray]],
    scenario: Callable[[Any, Input], np.ndarray],
) -> None:
    """Run one contestant in this process and print its figures as JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--save", type=Path, required=True)
    asked = parser.parse_args()
    imported = peak()
    began = time.perf_counter()
    table = load(asked.folder)
    loaded, held, busy = time.perf_counter(), peak(), time.process_time()
    thing = build(table)
    built = time.perf_counter()
    found = answers(thing, table)
    done, most, busy = time.perf_counter(), peak(), time.process_time() - busy
    seconds = []
    for _ in range(NEW):
        start = time.perf_counter()
        found["x_new"] = scenario(thing, table)
        seconds.append(time.perf_counter() - start)
    np.savez(asked.save, **found)
    figures = {
        "version": version,
        "load": loaded - began,
        "build": built - loaded,
        "answers": done - built,
        "total": done - loaded,
        "cpu": busy,
        "scenario": float(np.median(seconds)),
        "first": seconds[0],
        "imported": imported,
        "input": table.megabytes,
        "peak": most,
        "above": most - held,
        "later": peak(),
    }
    print(json.dumps(figures))
