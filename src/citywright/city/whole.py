"""Write beside, then rename: a result on disk is whole or not there."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from citywright.errors import UsageError


@contextmanager
def write_whole(path: Path, replace: bool = False) -> Iterator[Path]:
    """A folder to write into, that becomes `path` when all is written.

    Interrupted or failed writing leaves `path` as it was.

    Raises
    ------
    UsageError
        `path` is there already and `replace` is not set.
    """
    _refuse_existing(path, replace)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = Path(tempfile.mkdtemp(prefix=f".{path.name}-", dir=path.parent))
    part.chmod(0o755)
    try:
        yield part
        _refuse_existing(path, replace)
        _exchange(part, path)
    finally:
        shutil.rmtree(part, ignore_errors=True)


@contextmanager
def write_whole_file(path: Path, replace: bool = False) -> Iterator[Path]:
    """A file to write, that becomes `path` when all is written; otherwise as `write_whole`."""
    _refuse_existing(path, replace)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = Path(tempfile.mkdtemp(prefix=f".{path.name}-", dir=path.parent))
    try:
        yield part / path.name
        _refuse_existing(path, replace)
        (part / path.name).replace(path)
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _refuse_existing(path: Path, replace: bool) -> None:
    if os.path.lexists(path) and not replace:
        raise UsageError("folder.exists", path=path)


def _exchange(part: Path, path: Path) -> None:
    """Put `part` in the place of `path`; what was there comes back where that fails."""
    old = part.with_name(part.name + "-old")
    if path.exists():
        path.rename(old)
    try:
        part.rename(path)
    except BaseException:
        if old.exists():
            old.rename(path)
        raise
    shutil.rmtree(old, ignore_errors=True)
