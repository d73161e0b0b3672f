"""How a worker process begins: this program again, one thread of linear algebra, pipes to its parent."""

import os
import subprocess
import sys
from pathlib import Path

ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS")
"""Variables that keep the linear algebra of a worker to one thread: sums come in one order then."""


def launch(serve: str) -> subprocess.Popen[bytes]:
    """A process that runs the statements `serve` and talks through its standard input and output."""
    # a worker finds what its parent finds, and nothing in the folder where it happens to start
    path = os.pathsep.join(entry or str(Path.cwd()) for entry in sys.path)
    environment = {**os.environ, **dict.fromkeys(ONE_THREAD, "1"), "PYTHONPATH": path}
    return subprocess.Popen(  # noqa: S603  (this very program)
        [sys.executable, "-P", "-c", serve],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment,
        start_new_session=True,  # Ctrl-C is for the parent, which ends its workers in order
    )  # fmt: skip
