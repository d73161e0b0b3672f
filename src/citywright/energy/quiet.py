"""Keep a library that writes to the process's standard output from doing so."""

import ctypes
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress


@contextmanager
def quiet_stdout() -> Iterator[None]:
    """Everything that C code writes to file descriptor 1 inside goes nowhere.

    HiGHS prints a banner when its first instance is made, before any option can be set; a command
    that prints one JSON document cannot have it.
    """
    _flush()
    with suppress(OSError):
        kept = os.dup(1)
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        try:
            yield
        finally:
            _flush()
            os.dup2(kept, 1)
            os.close(kept)
            os.close(nowhere)
        return
    yield


def _flush() -> None:
    with suppress(OSError, ValueError):
        sys.stdout.flush()
    with suppress(OSError, AttributeError):
        library = ctypes.CDLL("msvcrt" if os.name == "nt" else None)
        library.fflush(None)
