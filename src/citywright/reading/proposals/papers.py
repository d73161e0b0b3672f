"""The document itself as rows: one of the table documents, and one of the table sources."""

from collections.abc import Iterator
from dataclasses import replace

from citywright.reading.items import Item
from citywright.reading.proposals.making import Making
from citywright.reading.proposals.proposal import Proposal
from citywright.reading.proposals.quotation import cell_text
from citywright.reading.view import view_of

RULE = "document_head"
CONFIDENCE = 1.0
"""Of the rows as such: the file was read. Each of their cells has its own quotation, or none."""
UNDATED = "undated"


def paper_rows(making: Making) -> Iterator[Proposal]:
    """Proposals of the source and the document; where the city has them, they say so."""
    document, head = making.reading.document, making.reading.head
    first = _first_line(document.text)
    item = Item("document", *first, document.text[slice(*first)], RULE, CONFIDENCE)
    is_written = head.reason == "written"
    date = (head.date or "") if is_written else ""
    said = {} if is_written else {"date": head.date, "date_told_by": head.reason}
    title = cell_text(head.title or "")
    body = cell_text(head.body or "")
    source = making.proposed("sources", item, {
        "source": making.source, "title": title, "publisher": body, "date": date or UNDATED,
        "note": cell_text(document.name),
    })  # fmt: skip
    row = {
        "document": making.code, **making.named("title", head.title), "kind": head.kind,
        "date": date, "place": cell_text(head.place or ""), "body": body,
        "sha256": document.sha256,
    }  # fmt: skip
    needs = (source.id,) if source else ()
    spans = {}
    if date and head.date_span:
        spans["date"] = view_of(document).origin(*head.date_span)
    paper = making.proposed("documents", item, row, said, needs, spans)
    if source and paper:
        # a source is where quality comes from; its own row has none
        cells = {name: text for name, text in source.row.items() if name != "quality"}
        yield replace(source, row=cells)
        yield paper


def _first_line(text: str) -> tuple[int, int]:
    """Span of the first line that says something."""
    start = len(text) - len(text.lstrip())
    end = text.find("\n", start)
    return start, end if end > start else len(text)
