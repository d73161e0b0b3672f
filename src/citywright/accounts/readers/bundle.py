"""A published table in many files: a folder, or a zip archive of one, read without unpacking."""

import csv
import io
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from citywright.accounts.readers.text_grid import Opener, file_opener
from citywright.errors import AccountsError

BROKEN = (OSError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)
"""What a damaged or encrypted archive raises. Nothing is unpacked: a hostile name cannot be written."""


@dataclass(frozen=True)
class Bundle:
    """Files by their name inside a folder or archive, with forward slashes.

    path : the folder or the archive
    names : every file below it
    """

    path: Path
    names: tuple[str, ...]

    def opener(self, name: str) -> Opener:
        """How to open one of the files.

        Raises
        ------
        AccountsError
            accounts.reader_file when the bundle has no such file.
        """
        if name not in self.names:
            raise AccountsError("accounts.reader_file", file=self._shown(name))
        if self.path.is_dir():
            return file_opener(self.path / name)

        @contextmanager
        def opened() -> Iterator[IO[bytes]]:
            try:
                with zipfile.ZipFile(self.path) as archive, archive.open(name) as handle:
                    yield handle
            except BROKEN:
                raise AccountsError("accounts.reader_file", file=self._shown(name)) from None

        return opened

    def root_of(self, *names: str) -> str | None:
        """The highest folder inside (with its slash; "" for the top) that holds any of `names`.

        Raises
        ------
        AccountsError
            accounts.reader_roots where several folders of one height do: two years, two tables.
        """
        roots = {one[: one.rfind("/") + 1] for one in self.names if one.rsplit("/", 1)[-1] in names}
        highest = sorted(one for one in roots if one.count("/") == min(r.count("/") for r in roots))
        if len(highest) > 1:
            raise AccountsError(
                "accounts.reader_roots", file=self.path.name, folders=", ".join(highest)
            )
        return highest[0] if highest else None

    def lines(self, name: str, separator: str = "\t") -> list[list[str]]:
        """Cells of every line of a short text file that is not empty.

        Raises
        ------
        AccountsError
            accounts.reader_file, accounts.reader_encoding, accounts.reader_line.
        """
        with self.opener(name)() as handle:
            try:
                text = io.TextIOWrapper(handle, encoding="utf-8-sig", newline="")
                return [row for row in csv.reader(text, delimiter=separator) if any(row)]
            except UnicodeDecodeError:
                raise AccountsError("accounts.reader_encoding", file=self._shown(name)) from None
            except csv.Error as fault:
                raise AccountsError(
                    "accounts.reader_line", file=self._shown(name), fault=str(fault)
                ) from None

    def _shown(self, name: str) -> str:
        return f"{self.path.name}/{name}"


def open_bundle(path: Path) -> Bundle:
    """What a folder or a zip archive holds.

    Raises
    ------
    AccountsError
        accounts.reader_file when there is neither; accounts.reader_twice where an archive holds
        two files of one name.
    """
    if path.is_dir():
        files = [one for one in path.rglob("*") if one.is_file()]
        return Bundle(path, tuple(sorted(one.relative_to(path).as_posix() for one in files)))
    try:
        with zipfile.ZipFile(path) as archive:
            names = [name for name in archive.namelist() if not name.endswith("/")]
    except BROKEN:
        raise AccountsError("accounts.reader_file", file=str(path)) from None
    twice = sorted(name for name, count in Counter(names).items() if count > 1)
    if twice:
        raise AccountsError("accounts.reader_twice", file=path.name, labels=", ".join(twice))
    return Bundle(path, tuple(names))
