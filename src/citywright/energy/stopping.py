"""Ctrl-C between two rounds: the search ends with the plan and the bracket that it has."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def stops_between_rounds() -> Iterator[Callable[[], bool]]:
    """Inside, a first interrupt is remembered and told by the function; a second one interrupts.

    Signals reach the main thread only; elsewhere the function always says no.
    """
    asked = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield asked.is_set
        return
    before: Any = signal.getsignal(signal.SIGINT)

    def once(_number: int, _frame: object) -> None:
        asked.set()
        signal.signal(signal.SIGINT, before)

    signal.signal(signal.SIGINT, once)
    try:
        yield asked.is_set
    finally:
        signal.signal(signal.SIGINT, before)
