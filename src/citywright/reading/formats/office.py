"""Word files: paragraphs and tables in their order; fields, formulas and links are text or nothing."""

import re
from collections.abc import Iterator
from pathlib import Path

import docx
from docx.document import Document as OfficeDocument
from docx.table import Table
from docx.text.paragraph import Paragraph
from docx.types import ProvidesStoryPart
from lxml import etree

from citywright.errors import ReadingError
from citywright.reading.document import Finding, Removed
from citywright.reading.formats.characters import cut_at_limit
from citywright.reading.formats.limits import check_packed

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ACTIVE = re.compile(r"vbaProject|oleObject|embeddings/|activeX|\.bin$", re.IGNORECASE)
NESTED = re.compile(r"\.(zip|7z|rar|gz|tar|docx|docm|xlsx|xlsm|pptx|jar)$", re.IGNORECASE)


def read_docx(path: Path) -> tuple[str, list[Removed], list[Finding]]:
    """(text, removed spans, findings) of a Word file; headers and footers are removed spans.

    Raises
    ------
    ReadingError
        reading.broken, reading.bomb, reading.locked, reading.not_docx.
    """
    names = check_packed(path)
    if "word/document.xml" not in names:
        raise ReadingError("reading.not_docx", file=path.name, holds=", ".join(names[:5]) or "-")
    try:
        document = docx.Document(str(path))
        blocks = list(_blocks(document.element.body, document))
        heads = _heads(document)
    except ReadingError:
        raise
    except Exception as error:  # noqa: BLE001  (a damaged file raises errors of every kind)
        raise ReadingError("reading.broken", file=path.name, why=_why(error)) from None
    head = "".join(f"{line}\n" for line in heads)
    text, cut = cut_at_limit(head + "\n".join(blocks) + "\n")
    removed = [Removed(0, len(head), "page_head")] if head else []
    active = sum(1 for name in names if ACTIVE.search(name))
    formulas = sum(1 for one in document.element.body.iter(f"{W}instrText", f"{W}fldSimple"))
    findings = [Finding("reading.active_parts", {"count": active})] if active else []
    nested = sum(1 for name in names if NESTED.search(name))
    if nested:
        findings.append(Finding("reading.nested", {"count": nested}))
    if formulas:
        findings.append(Finding("reading.fields", {"count": formulas}))
    return text, removed, [*findings, *cut]


def _blocks(body: etree._Element, parent: ProvidesStoryPart) -> Iterator[str]:
    """Each paragraph a line, each row of a table a line with tabs between its cells."""
    for element in body.iterchildren():
        if element.tag == f"{W}p":
            yield Paragraph(element, parent).text
        elif element.tag == f"{W}tbl":
            for row in Table(element, parent).rows:
                yield "\t".join(cell.text.replace("\n", " ") for cell in row.cells)
        elif element.tag == f"{W}sdt":
            content = element.find(f"{W}sdtContent")
            if content is not None:
                yield from _blocks(content, parent)


def _why(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:200]


def _heads(document: OfficeDocument) -> list[str]:
    lines: list[str] = []
    for section in document.sections:
        for part in (section.header, section.footer):
            lines += [one.text for one in part.paragraphs if one.text.strip()]
    return list(dict.fromkeys(lines))
