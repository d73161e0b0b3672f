"""One door for every file: what it is, told by its first bytes and then by its name."""

import hashlib
from pathlib import Path

from citywright.errors import ReadingError
from citywright.reading.document import Document, Finding, Removed
from citywright.reading.formats.addressed import addressed
from citywright.reading.formats.characters import (
    check_text,
    cut_at_limit,
    decoded,
    first_bytes,
    hidden,
)
from citywright.reading.formats.limits import MOST_PAGE_BYTES, MOST_TEXT_BYTES, check_size
from citywright.reading.formats.pages import read_page

KNOWN = {
    ".txt": "txt",
    ".md": "txt",
    ".htm": "html",
    ".html": "html",
    ".docx": "docx",
    ".pdf": "pdf",
}
PACKED, PDF, OLD_OFFICE = b"PK\x03\x04", b"%PDF-", b"\xd0\xcf\x11\xe0"
SNIFFED = 2_048
Read = tuple[str, list[Removed], list[Finding]]


def open_document(path: Path) -> Document:
    """The document in a file.

    Raises
    ------
    ReadingError
        reading.no_file, reading.unreadable, reading.too_large, reading.empty,
        reading.unknown_format, reading.old_office, reading.not_text, and what the format's own
        reader raises.
    """
    if not path.is_file():
        raise ReadingError("reading.no_file", file=str(path))
    check_size(path)
    try:
        digest, head = _digest(path)
    except OSError as error:
        raise ReadingError("reading.unreadable", file=path.name, why=error.strerror) from None
    if not head:
        raise ReadingError("reading.empty", file=path.name)
    kind, encoding = _kind(path, head), ""
    if kind == "docx":
        # imported late: two thirds of a cold start on a text file would go into these
        from citywright.reading.formats.office import read_docx

        text, removed, findings = read_docx(path)
    elif kind == "pdf":
        from citywright.reading.formats.print_pages import read_pdf

        text, removed, findings = read_pdf(path)
    else:
        (text, removed, findings), encoding = _read_characters(path, kind)
    said = [*findings, *check_text(text, path.name), *hidden(text), *addressed(text)]
    kept = tuple(gone for gone in removed if gone.end <= len(text))
    return Document(path.name, kind, encoding, digest, text, kept, tuple(said))


def _digest(path: Path) -> tuple[str, bytes]:
    """SHA-256 of all bytes, and the first of them."""
    with path.open("rb") as file:
        head = file.read(SNIFFED)
        digest = hashlib.sha256(head)
        while part := file.read(2**20):
            digest.update(part)
    return digest.hexdigest(), head


def _read_characters(path: Path, kind: str) -> tuple[Read, str]:
    most = MOST_PAGE_BYTES if kind == "html" else MOST_TEXT_BYTES
    data, cut = first_bytes(path, most)
    text, encoding, findings = decoded(data)
    if kind == "html":
        text, removed, more = read_page(text)
        return (text, removed, [*cut, *findings, *more]), encoding
    text, more = cut_at_limit(text)
    return (text, [], [*cut, *findings, *more]), encoding


def _kind(path: Path, head: bytes) -> str:
    start = head.lstrip()
    if start.startswith(PACKED):
        return "docx"
    if start.startswith(PDF):
        return "pdf"
    if start.startswith(OLD_OFFICE):
        raise ReadingError("reading.old_office", file=path.name)
    lowered = start[:SNIFFED].lower()
    if lowered.startswith(b"<!doctype html") or b"<html" in lowered or b"<body" in lowered:
        return "html"
    kind = KNOWN.get(path.suffix.lower())
    if kind not in ("txt", "html"):
        raise ReadingError("reading.unknown_format", file=path.name, known=", ".join(sorted(KNOWN)))
    return kind
