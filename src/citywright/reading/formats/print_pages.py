"""PDF files with a text layer: pages in order, lines of a paragraph joined, page heads set apart.

A line break inside a paragraph is a removed span: it is kept in the text and not read. Between two words it
is a blank.
"""

import logging
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from citywright.errors import ReadingError
from citywright.reading.document import Finding, Removed
from citywright.reading.formats.characters import cut_at_limit
from citywright.reading.formats.limits import MOST_PAGES, MOST_TEXT
from citywright.reading.formats.print_lines import goes_on, is_spaced, page_width

BREAK = "line_break"
HEAD_SHARE = 0.6
"""A first or last line is a page head when, digits apart, it stands on this share of the pages."""


def read_pdf(path: Path) -> tuple[str, list[Removed], list[Finding]]:
    """(text, removed spans, findings) of the text layer.

    Raises
    ------
    ReadingError
        reading.broken; reading.locked where a password is needed; reading.no_text where there are
        pages but no text layer (a scan).
    """
    # pypdf tells its log about every flaw it steps over; what matters comes as an exception
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    pages, findings = _pages(path)
    if not any(page.strip() for page in pages):
        raise ReadingError("reading.no_text", file=path.name, pages=len(pages))
    text, removed = _joined([line for page in pages for line in page.splitlines()], _heads(pages))
    text, cut = cut_at_limit(text)
    return text, removed, [*findings, *cut]


def _joined(lines: Sequence[str], heads: set[str]) -> tuple[str, list[Removed]]:
    """The text of some lines, with the breaks inside paragraphs and the page heads as removed spans.

    Between two words a break is a blank and stays.
    """
    body = [line for line in lines if _bare(line) not in heads]
    fits = page_width(body)
    text, removed, read = "", [], 0
    for line in lines:
        start = len(text)
        if _bare(line) in heads:
            text += line + "\n"
            removed.append(Removed(start, len(text), "page_head"))
            continue
        read += 1
        following = body[read] if read < len(body) else ""
        broken = fits is not None and goes_on(line, following, fits)
        text += line + (" " if broken and is_spaced(line, following) else "\n")
        if broken and text.endswith("\n"):
            removed.append(Removed(len(text) - 1, len(text), BREAK))
    return text, removed


def _pages(path: Path) -> tuple[list[str], list[Finding]]:
    pages: list[str] = []
    length = 0
    try:
        reader = PdfReader(path)
        _unlock(reader, path)
        findings = _active(reader)
        count = len(reader.pages)
        for page in reader.pages[:MOST_PAGES]:
            pages.append(page.extract_text()[: MOST_TEXT + 1])
            length += len(pages[-1])
            if length > MOST_TEXT:
                break
    except ReadingError:
        raise
    except Exception as error:  # noqa: BLE001  (a damaged file raises errors of every kind)
        why = (str(error).splitlines() or [type(error).__name__])[0][:200]
        raise ReadingError("reading.broken", file=path.name, why=why) from None
    if left := count - len(pages):
        findings.append(Finding("reading.pages_left", {"read": len(pages), "left": left}))
    return pages, findings


def _unlock(reader: PdfReader, path: Path) -> None:
    """Open what is only locked against changes; what needs a password is not read."""
    if reader.is_encrypted and not reader.decrypt(""):
        raise ReadingError("reading.locked", file=path.name)


def _active(reader: PdfReader) -> list[Finding]:
    """A finding on programs and files that the document carries; none is looked at."""
    root = reader.root_object
    names, action = (_inside(root, key) for key in ("/Names", "/OpenAction"))
    count = sum(key in names for key in ("/JavaScript", "/EmbeddedFiles"))
    # where the document opens is an action too, and a harmless one
    count += "/AA" in root or action.get("/S", "/GoTo") != "/GoTo"
    return [Finding("reading.active_parts", {"count": count})] if count else []


def _inside(root: DictionaryObject, key: str) -> DictionaryObject:
    found = root[key].get_object() if key in root else None
    return found if isinstance(found, DictionaryObject) else DictionaryObject()


def _heads(pages: list[str]) -> set[str]:
    """First and last lines that stand on most pages, and bare page numbers."""
    seen: Counter[str] = Counter()
    for page in pages:
        lines = [line for line in page.splitlines() if line.strip()]
        seen.update({_bare(line) for line in (lines[:1] + lines[-1:])})
    return {line for line, count in seen.items() if count >= max(2, HEAD_SHARE * len(pages))}


def _bare(line: str) -> str:
    return re.sub(r"\d+", "#", line.strip())
