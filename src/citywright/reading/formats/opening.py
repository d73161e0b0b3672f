"""One door for every file: what it is, told by its first bytes and then by its name."""

import hashlib
from pathlib import Path

from citywright.errors import ReadingError
from citywright.reading.document import Document
from citywright.reading.formats.characters import decoded
from citywright.reading.formats.limits import check_size
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


def open_document(path: Path) -> Document:
    """The document in a file.

    Raises
    ------
    ReadingError
        reading.no_file, reading.too_large, reading.empty, reading.unknown_format,
        reading.old_office, and what the format's own reader raises.
    """
    if not path.is_file():
        raise ReadingError("reading.no_file", file=str(path))
    check_size(path)
    with path.open("rb") as file:
        head = file.read(SNIFFED)
        digest = hashlib.sha256(head)
        while part := file.read(2**20):
            digest.update(part)
    if not head.strip():
        raise ReadingError("reading.empty", file=path.name)
    kind = _kind(path, head)
    if kind == "docx":
        # imported late: two thirds of a cold start on a text file would go into these
        from citywright.reading.formats.office import read_docx

        text, removed, findings = read_docx(path)
        encoding = ""
    elif kind == "pdf":
        from citywright.reading.formats.print_pages import read_pdf

        text, removed, findings = read_pdf(path)
        encoding = ""
    else:
        text, encoding, findings = decoded(path.read_bytes())
        removed = []
        if kind == "html":
            text, removed, more = read_page(text)
            findings = [*findings, *more]
    return Document(
        path.name, kind, encoding, digest.hexdigest(), text, tuple(removed), tuple(findings)
    )


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
