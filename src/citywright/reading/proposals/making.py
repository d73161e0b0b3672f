"""What every proposed row is made with: the document's code, its language, its text, what is known."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from citywright.city.declaration import read_declaration
from citywright.reading.items import Item
from citywright.reading.proposals.known import Known
from citywright.reading.proposals.proposal import Proposal, Quotation, identity_of
from citywright.reading.proposals.quotation import cell_text, narrowed
from citywright.reading.proposals.tabled import tabled
from citywright.reading.reader import Reading

QUALITY = "secondhand"
"""Of what was read from a file: whether the publisher's own text is in it only a person can say."""


@dataclass(frozen=True)
class Making:
    """One reading on its way to rows.

    code, source : of the document in the tables documents and sources
    papers : ids of the proposals of those two rows; empty where they are there already
    """

    reading: Reading
    known: Known
    code: str
    source: str
    papers: tuple[str, ...] = ()

    @property
    def sha256(self) -> str:
        """Of the document."""
        return self.reading.document.sha256

    def named(self, stem: str, words: str | None) -> dict[str, str]:
        """A name in the column of the document's language: {"title_zh": words}."""
        text = cell_text(words or "")
        return {f"{stem}_{self.reading.head.language}": text} if text else {}

    def code_of(self, table: str, one: Item, number: int = 0) -> str:
        """Code of a proposed row: document, letter of the table, place, number at that place."""
        more = f".{number}" if number else ""
        return f"{self.code}.{tabled()[table].letter}{one.start}{more}"

    def proposed(
        self,
        table: str,
        one: Item,
        row: Mapping[str, str],
        said: Mapping[str, Any] | None = None,
        needs: tuple[str, ...] = (),
        spans: Mapping[str, tuple[int, int]] | None = None,
    ) -> Proposal | None:
        """The proposal of a row from an item; None where no word of it can be quoted in a cell.

        spans : of the words that say one cell, by column
        """
        quotation = self.quotation("", one.start, one.end)
        if quotation is None:
            return None
        cells = {name: text for name, text in row.items() if text}
        cells |= {"source": self.source, "quality": QUALITY}
        spoken = ((c, span) for c, span in (spans or {}).items() if c in cells)
        more = [self.quotation(column, *span) for column, span in spoken]
        key = cells[read_declaration(table).key[0]]
        return Proposal(
            identity_of(self.sha256, table, one.rule, key.removeprefix(self.code)), self.sha256,
            table, cells, (quotation, *(q for q in more if q)), one.rule, one.confidence,
            {k: v for k, v in (said or {}).items() if v not in (None, "")},
            (*self.papers, *needs),
        )  # fmt: skip

    def quotation(self, column: str, start: int, end: int) -> Quotation | None:
        """The words of a span as a cell can hold them."""
        text = self.reading.document.text
        a, b = narrowed(text, start, end)
        return Quotation(column, a, b, text[a:b]) if a < b else None
