"""How much of a file is read: bounds on time and memory, each with a named finding or error.

The bounds are ours: a five-year plan has about 80 000 characters, a work report 20 000. What one
character costs further on (its place in the original, its tags) is what bounds the text.
"""

import struct
import zipfile
from pathlib import Path

from citywright.errors import ReadingError

MOST_BYTES = 256 * 2**20
"""A larger file is refused before it is opened."""
MOST_TEXT = 400_000
"""Characters that are read; the rest of a longer text is cut at a line, with a finding."""
MOST_TEXT_BYTES = 4 * MOST_TEXT
"""Bytes of a plain text that are read: no encoding of Chinese offices needs more for MOST_TEXT."""
MOST_PAGE_BYTES = 16 * 2**20
"""Bytes of a saved page that are read; its markup is most of it."""
MOST_UNPACKED = 128 * 2**20
"""Bytes that a packed document may hold when unpacked."""
MOST_MARKUP = 32 * 2**20
"""Bytes of its parts that are parsed: as a tree they take some ten times the memory."""
MOST_RATIO = 200
"""Unpacked over packed size of one member, above which it is a bomb and no document."""
MOST_MEMBERS = 4_000
MOST_DIRECTORY = 512 * MOST_MEMBERS
"""Bytes of the directory of a packed document, which is read before its members are counted."""
MOST_PAGES = 2_000
MOST_SECONDS = 120.0
"""Seconds that one document may take, from its bytes to its proposals."""
LONG_LINE = 20_000
"""Characters of one line, above which it is said that the text hardly has lines."""
_END, _END_LENGTH = b"PK\x05\x06", 22


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
        reading.broken where it is no sound archive, reading.locked where it is encrypted,
        reading.bomb where it unpacks to too much.
    """
    if _directory_bytes(path) > MOST_DIRECTORY:
        raise ReadingError("reading.bomb", file=path.name, size=path.stat().st_size / 2**20)
    try:
        with zipfile.ZipFile(path) as packed:
            members = packed.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, struct.error) as error:
        raise ReadingError("reading.broken", file=path.name, why=str(error)) from None
    if any(member.flag_bits & 1 for member in members):
        raise ReadingError("reading.locked", file=path.name)
    unpacked = sum(member.file_size for member in members)
    markup = sum(m.file_size for m in members if m.filename.lower().endswith((".xml", ".rels")))
    swollen = any(
        member.file_size > MOST_RATIO * max(member.compress_size, 2**12) for member in members
    )
    is_over = len(members) > MOST_MEMBERS or unpacked > MOST_UNPACKED or markup > MOST_MARKUP
    if is_over or swollen:
        raise ReadingError("reading.bomb", file=path.name, size=unpacked / 2**20)
    return [member.filename for member in members]


def _directory_bytes(path: Path) -> int:
    """Size of the archive's directory as its end record says it; 0 where there is none."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - _END_LENGTH - 2**16))
        tail = file.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < _END_LENGTH:
        return 0
    return int(struct.unpack_from("<I", tail, at + 12)[0])
