"""`python -m benchmarks` runs every benchmark; `python -m benchmarks NAME [...]` runs one."""

import importlib
import os
import sys
from pathlib import Path


def _names() -> list[str]:
    """Modules of this package that can be run."""
    files = sorted(Path(__file__).parent.glob("*.py"))
    return [
        file.stem
        for file in files
        if "\ndef main(" in file.read_text(encoding="utf-8") and not file.stem.startswith("_")
    ]


def main() -> None:
    """Run the benchmark named on the command line, or all, each with the other arguments."""
    # as where it is installed: a module is compiled once, and not by each process that is timed
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    chosen = [arg for arg in sys.argv[1:2] if not arg.startswith("-")]
    unknown = set(chosen) - set(_names())
    if unknown:
        sys.exit(f"no such benchmark; there are {', '.join(_names())}")
    sys.argv = [sys.argv[0], *sys.argv[1 + len(chosen) :]]
    for name in chosen or _names():
        print(f"== {name}")
        importlib.import_module(f"benchmarks.{name}").main()


if __name__ == "__main__":
    main()
