"""Work for the executor, where worker processes find it by name; light, so that they begin at once."""

import os
import signal
import sys
import time

import numpy as np

LIGHT = """
import importlib.util, sys, types
room = types.ModuleType("citywright.plan")
room.__path__ = list(importlib.util.find_spec("citywright").submodule_search_locations)
room.__path__ = [room.__path__[0] + "/plan"]
sys.modules["citywright.plan"] = room
from citywright.plan.executor.processes import serve
serve()
"""
"""What a worker runs in these tests: the executor without the rest of its room, which takes seconds."""


def power(shared: int, item: int) -> tuple[int, float]:
    """Something that needs a moment, and rounds."""
    time.sleep(0.01)
    return item**shared, float(np.sin(item) / 3.0)


def where(shared: str, item: int) -> tuple[int, str | None]:
    """Process, and how many threads its linear algebra has."""
    time.sleep(0.05)
    return os.getpid(), os.environ.get(shared)


def refuse(shared: int, item: int) -> int:
    if item == shared:
        raise ZeroDivisionError(f"item {item}")
    return item


def die(shared: int, item: int) -> int:
    """The worker that gets this item is killed."""
    if item == shared:
        os.kill(os.getpid(), signal.SIGKILL)
    return item


def loud(shared: str, item: int) -> int:
    """A library that prints must not spoil the answers."""
    sys.stdout.write(shared * 10_000)
    sys.stdout.flush()
    os.write(1, b"from C\n")
    return item
