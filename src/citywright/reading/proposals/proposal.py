"""One proposed row: its cells, the words that say so, and what a person has to add before it counts."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from citywright.city.declaration import read_declaration
from citywright.errors import ReadingError

NEW, KNOWN, PROVEN, CONTRADICTS = "new", "known", "proven", "contradicts"
STATES = (NEW, CONTRADICTS, KNOWN, PROVEN)
"""new: no such row yet; contradicts: a row there says otherwise; known: a row there says the same, the
quotation would be added; proven: row and quotation are there."""
MODEL = "model."
"""Begins the rule of what a language model proposed."""


@dataclass(frozen=True)
class Quotation:
    """Words of the document for one cell, or for the row as a whole where `column` is empty.

    document.text[start:end] == quote
    """

    column: str
    start: int
    end: int
    quote: str

    def as_dict(self) -> dict[str, Any]:
        """Flat form for JSON."""
        return dict(vars(self))


@dataclass(frozen=True)
class Proposal:
    """A row that a document gives reason for.

    id : tells it from every other; the same document and rule give the same one
    document : SHA-256 of the file; table : table of the city folder
    row : cells as a CSV file holds them; what the document does not state is absent
    quotations : the first is of the row as a whole
    rule, confidence : who found it, and its precision on the development documents
    said : what the document says that has no column yet, by field
    needs : ids of proposals that have to be accepted, or be there, with this one
    state : of `STATES`; there : the row of the city about the same thing; differs : its columns that
        say otherwise
    """

    id: str
    document: str
    table: str
    row: Mapping[str, str]
    quotations: tuple[Quotation, ...]
    rule: str
    confidence: float
    said: Mapping[str, Any] = field(default_factory=dict)
    needs: tuple[str, ...] = ()
    state: str = NEW
    there: Mapping[str, str] = field(default_factory=dict)
    differs: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """Key of the row; the parts of a longer key joined by "/"."""
        return "/".join(self.row.get(name, "") for name in read_declaration(self.table).key)

    @property
    def missing(self) -> tuple[str, ...]:
        """Required columns that are still empty; none where the row is there already."""
        if self.state in (KNOWN, PROVEN):
            return ()
        columns = read_declaration(self.table).columns
        return tuple(c.name for c in columns if c.required and not self.row.get(c.name))

    @property
    def main(self) -> Quotation:
        """The words for the row as a whole."""
        return self.quotations[0]

    def judged(
        self, state: str, there: Mapping[str, str], differs: Sequence[str] = ()
    ) -> "Proposal":
        """The proposal with what a comparison found."""
        return replace(self, state=state, there=dict(there), differs=tuple(differs))

    def as_dict(self) -> dict[str, Any]:
        """Form for JSON, in which a person writes true or false for `accept`."""
        return {
            "id": self.id, "table": self.table, "accept": None, "state": self.state,
            "row": dict(self.row), "missing": list(self.missing), "said": dict(self.said),
            "there": dict(self.there), "differs": list(self.differs), "needs": list(self.needs),
            "document": self.document, **_quoted(self.main), "rule": self.rule,
            "confidence": self.confidence,
            "evidence": [one.as_dict() for one in self.quotations],
        }  # fmt: skip


def proposal_from(entry: Mapping[str, Any]) -> Proposal:
    """A proposal from its form for JSON; what it claims is not believed before it is checked.

    Raises
    ------
    ReadingError
        reading.review.damaged.
    """
    try:
        quotations = tuple(
            Quotation(str(q["column"]), int(q["start"]), int(q["end"]), str(q["quote"]))
            for q in entry["evidence"]
        )
        row = {str(name): str(value) for name, value in entry["row"].items()}
        made = Proposal(
            str(entry["id"]), str(entry["document"]), str(entry["table"]), row, quotations,
            str(entry["rule"]), float(entry["confidence"]), dict(entry.get("said", {})),
            tuple(map(str, entry.get("needs", ()))),
        )  # fmt: skip
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        name = type(error).__name__
        raise ReadingError("reading.review.damaged", place=str(entry)[:60], why=name) from None
    if not quotations or not 0 <= made.confidence <= 1:
        raise ReadingError("reading.review.damaged", place=made.id[:60], why="evidence")
    return made


def identity_of(*parts: object) -> str:
    """Twelve digits that tell a proposal from every other."""
    joined = "\x1f".join(map(str, parts))
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def _quoted(main: Quotation) -> dict[str, Any]:
    return {"quote": main.quote, "start": main.start, "end": main.end}
