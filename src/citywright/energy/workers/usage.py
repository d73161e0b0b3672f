"""What a process has used: CPU seconds and the most memory at a time."""

import sys
import time


def usage() -> tuple[float, float]:
    """CPU seconds of this process, and its peak resident memory in MB (nan where not known)."""
    try:
        import resource  # noqa: PLC0415  (there is none on Windows)
    except ImportError:
        return time.process_time(), float("nan")
    peak = float(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
    # Linux counts in kB, macOS in bytes (getrusage(2) of each)
    return time.process_time(), peak / (1024.0**2 if sys.platform == "darwin" else 1024.0)
