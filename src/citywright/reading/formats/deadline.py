"""No document takes for ever: a block of code that is stopped when its time is over."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from citywright.errors import ReadingError
from citywright.reading.formats.limits import MOST_SECONDS

AGAIN = 1.0
"""Seconds until a stop that some library swallowed is repeated."""


@contextmanager
def within(file: str, seconds: float = MOST_SECONDS) -> Iterator[None]:
    """Run the block for `seconds` at most.

    Only the main thread of a system with alarm signals can be stopped in the middle of its work; in
    another thread the block runs to its end, bounded by the size of what is read alone.

    Raises
    ------
    ReadingError
        reading.too_slow.
    """
    if not hasattr(signal, "SIGALRM") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise ReadingError("reading.too_slow", file=file, seconds=seconds)

    before = signal.signal(signal.SIGALRM, stop)
    left = signal.setitimer(signal.ITIMER_REAL, seconds, AGAIN)
    try:
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
    finally:  # also where the stop came between the end of the block and the line above
        signal.setitimer(signal.ITIMER_REAL, *left)
        signal.signal(signal.SIGALRM, before)
