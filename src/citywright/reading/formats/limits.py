"""How much of a file is read: bounds on time and memory, each with a named finding or error.

The bounds are ours: a five-year plan is about 0.2 MB of text, a long scanned volume 5 MB.
"""

import zipfile
from pathlib import Path

from citywright.errors import ReadingError

MOST_BYTES = 256 * 2**20
"""A larger file is refused before it is opened."""
MOST_TEXT = 8 * 2**20
"""Characters that are read; the rest of a longer text is cut at a line, with a finding."""
MOST_UNPACKED = 512 * 2**20
"""Bytes that a packed document may hold when unpacked."""
MOST_RATIO = 200
"""Unpacked over packed size of one member, above which it is a bomb and no document."""
MOST_MEMBERS = 4_000
MOST_PAGES = 2_000


def check_size(path: Path) -> None:
    """Raise reading.too_large, naming the size and the bound in MB."""
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise ReadingError(
            "reading.too_large", file=path.name, size=size / 2**20, most=MOST_BYTES / 2**20
        )


def check_packed(path: Path) -> list[str]:
    """Names in a packed document, once it is known to unpack within bounds.

    Raises
    ------
    ReadingError
        reading.broken where it is no sound archive, reading.bomb where it unpacks to too much.
    """
    try:
        with zipfile.ZipFile(path) as packed:
            members = packed.infolist()
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise ReadingError("reading.broken", file=path.name, why=str(error)) from None
    unpacked = sum(member.file_size for member in members)
    swollen = [
        member.filename
        for member in members
        if member.file_size > MOST_RATIO * max(member.compress_size, 2**12)
    ]
    if len(members) > MOST_MEMBERS or unpacked > MOST_UNPACKED or swollen:
        raise ReadingError("reading.bomb", file=path.name, size=unpacked / 2**20)
    return [member.filename for member in members]
