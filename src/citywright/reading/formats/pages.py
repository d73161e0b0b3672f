"""Saved web pages: the article is read, menus, share buttons, footers and hidden text are listed.

All visible and hidden text of the page becomes the text of the document; what is furniture is a removed
span of it. Scripts and styles are no text; their presence is a finding. Nothing is run or fetched.
"""

import re
from collections.abc import Iterator
from functools import cache

from lxml import etree, html

from citywright.errors import ReadingError
from citywright.reading.document import Finding, Removed
from citywright.reading.formats.characters import cut_at_limit
from citywright.reading.lexicon import rows

SILENT = {"script", "style", "noscript", "template", "iframe", "object", "embed", "svg", "head"}
RUNNING = {"script", "iframe", "object", "embed"}
INLINE = {
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "em", "font", "i", "label", "mark", "small",
    "span", "strong", "sub", "sup", "u", "time", "o:p",
}  # fmt: skip
FURNITURE_TAGS = {
    "nav": "menu", "footer": "footer", "aside": "aside", "form": "form", "button": "button",
    "select": "form", "menu": "menu",
}  # fmt: skip
NOT_SEEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d])|opacity\s*:\s*0(?![.\d])"
    r"|(?:left|top|text-indent)\s*:\s*-\d{3,}",
    re.IGNORECASE,
)
XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
CELLS = ("td", "th")
LINK_SHARE, LINK_LEAST = 0.6, 3
"""A block is a list of links when this share of its characters and this many links stand in it."""


def read_page(page: str) -> tuple[str, list[Removed], list[Finding]]:
    """(text, removed spans, findings) of a page.

    Raises
    ------
    ReadingError
        reading.empty_page where there is no element at all.
    """
    parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(XML_DECLARATION.sub("", page, count=1), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise ReadingError("reading.empty_page", why=str(error)) from None
    silent = sum(1 for one in root.iter() if one.tag in RUNNING)
    etree.strip_elements(root, *SILENT, with_tail=False)
    writer = _Writer()
    _walk(root, writer)
    text, cut = cut_at_limit("".join(writer.parts))
    removed = [gone for gone in _merged(writer.removed) if gone.end <= len(text)]
    findings = [Finding("reading.script", {"count": silent})] if silent else []
    return text, removed, [*findings, *cut]


class _Writer:
    """Text so far, and the spans of it that are furniture."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.removed: list[Removed] = []

    def add(self, words: str) -> None:
        if not words or (words == " " and self.parts and self.parts[-1].endswith((" ", "\n"))):
            return
        self.parts.append(words)
        self.length += len(words)

    def break_line(self) -> None:
        if self.parts and not self.parts[-1].endswith("\n"):
            self.add("\n")


def _walk(root: html.HtmlElement, writer: _Writer) -> None:
    """Write the page in reading order, without calls within calls: a page may be nested deeply."""
    reasons: list[tuple[int, str]] = []
    inside = _of_tables(root)
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if not isinstance(element.tag, str):
            continue
        if element in inside:
            writer.add("\t" if event == "start" and inside[element] else "")
        elif element.tag not in INLINE or element.tag == "br":
            writer.break_line()
        if event == "start":
            reasons.append((writer.length, _furniture(element)))
            writer.add(_one_blank(element.text))
            continue
        start, reason = reasons.pop()
        if reason and writer.length > start:
            writer.removed.append(Removed(start, writer.length, reason))
        writer.add(_one_blank(element.tail))


def _of_tables(root: html.HtmlElement) -> dict[html.HtmlElement, bool]:
    """Cells of tables of data and what lies in them, and whether a tab parts them from what is before.

    A table that only lays out a page has cells of several blocks, or tables in its cells.
    """
    found: dict[html.HtmlElement, bool] = {}
    for table in root.iter("table"):
        cells = list(table.iter(*CELLS))
        blocks = [
            [one for one in cell.iterdescendants() if one.tag not in INLINE] for cell in cells
        ]
        rows_of = {cell.getparent() for cell in cells}
        if len(cells) <= len(rows_of) or any(_lays_out(own) for own in blocks):
            continue
        for cell, own in zip(cells, blocks, strict=True):
            found[cell] = cell.getprevious() is not None
            found.update(dict.fromkeys(own, False))
    return found


def _lays_out(blocks: list[html.HtmlElement]) -> bool:
    """Whether the blocks in a cell are more than one paragraph with its breaks of lines."""
    return len([one for one in blocks if one.tag != "br"]) > 1


def _furniture(element: html.HtmlElement) -> str:
    """Why an element is not read; empty for what is."""
    tag = element.tag
    if tag in ("html", "body"):
        return ""
    style = element.get("style") or ""
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return "hidden"
    if NOT_SEEN.search(style):
        return "hidden"
    if tag in FURNITURE_TAGS:
        return FURNITURE_TAGS[tag]
    named = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('role') or ''}"
    for reason, pattern in _furniture_names():
        if pattern.search(named):
            return reason
    return "links" if tag in ("ul", "ol", "div", "p", "td") and _is_links(element) else ""


def _is_links(element: html.HtmlElement) -> bool:
    links = element.findall(".//a")
    if len(links) < LINK_LEAST:
        return False
    whole = sum(len(part.strip()) for part in element.itertext())
    linked = sum(len(part.strip()) for link in links for part in link.itertext())
    return whole > 0 and linked >= LINK_SHARE * whole


@cache
def _furniture_names() -> list[tuple[str, re.Pattern[str]]]:
    return [(row["reason"], re.compile(row["pattern"], re.IGNORECASE)) for row in rows("furniture")]


def _one_blank(words: str | None) -> str:
    return re.sub(r"[\s\u00a0]+", " ", words) if words else ""


def _merged(spans: list[Removed]) -> Iterator[Removed]:
    at = 0
    for gone in sorted(spans, key=lambda one: (one.start, -one.end)):
        if gone.start >= at:
            yield gone
            at = gone.end
