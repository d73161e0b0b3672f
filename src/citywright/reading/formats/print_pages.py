"""PDF files with a text layer: pages in order, lines of a paragraph joined, page heads set apart.

A line break inside a paragraph is a removed span: it is kept in the text and not read.
"""

import logging
import re
from collections import Counter
from pathlib import Path

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from citywright.errors import ReadingError
from citywright.reading.document import Finding, Removed
from citywright.reading.formats.characters import hidden
from citywright.reading.formats.limits import MOST_PAGES, MOST_TEXT
from citywright.reading.lexicon import pattern

BREAK = "line_break"
HEAD_SHARE = 0.6
"""A first or last line is a page head when, digits apart, it stands on this share of the pages."""


def read_pdf(path: Path) -> tuple[str, list[Removed], list[Finding]]:
    """(text, removed spans, findings) of the text layer.

    Raises
    ------
    ReadingError
        reading.broken; reading.no_text where there are pages but no text layer (a scan).
    """
    # pypdf tells its log about every flaw it steps over; what matters comes as an exception
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    pages, findings = _pages(path)
    if not any(page.strip() for page in pages):
        raise ReadingError("reading.no_text", file=path.name, pages=len(pages))
    heads = _heads(pages)
    text, removed = "", []
    for page in pages:
        for line in page.splitlines():
            start, joined = len(text), _joins(text)
            if joined and _bare(line) not in heads:
                removed.append(Removed(start - 1, start, BREAK))
            text += line + "\n"
            if _bare(line) in heads:
                removed.append(Removed(start, len(text), "page_head"))
    return text, removed, [*findings, *hidden(text)]


def _pages(path: Path) -> tuple[list[str], list[Finding]]:
    pages: list[str] = []
    length = 0
    try:
        reader = PdfReader(path)
        count = len(reader.pages)
        for page in reader.pages[:MOST_PAGES]:
            pages.append(page.extract_text())
            length += len(pages[-1])
            if length > MOST_TEXT:
                break
    except (
        PyPdfError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        IndexError,
        RecursionError,
    ) as error:
        raise ReadingError("reading.broken", file=path.name, why=str(error)[:200]) from None
    left = count - len(pages)
    return pages, [
        Finding("reading.pages_left", {"read": len(pages), "left": left})
    ] if left else []


def _heads(pages: list[str]) -> set[str]:
    """First and last lines that stand on most pages, and bare page numbers."""
    seen: Counter[str] = Counter()
    for page in pages:
        lines = [line for line in page.splitlines() if line.strip()]
        seen.update({_bare(line) for line in (lines[:1] + lines[-1:])})
    return {line for line, count in seen.items() if count >= max(2, HEAD_SHARE * len(pages))}


def _bare(line: str) -> str:
    return re.sub(r"\d+", "#", line.strip())


def _joins(text: str) -> bool:
    """Whether the paragraph goes on after the last line of the text."""
    last = text[-200:].removesuffix("\n").rsplit("\n", 1)[-1]
    return (
        len(last) >= 20
        and not pattern("line_end").search(last)
        and bool(pattern("han").match(last[-1:]))
    )
