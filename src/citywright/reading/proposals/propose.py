"""All rows that a reading gives reason for, in the order in which the tables have to be there."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from citywright.reading.proposals.bodies import firm_rows, honour_rows, project_rows
from citywright.reading.proposals.comparison import Comparison
from citywright.reading.proposals.goals import target_rows
from citywright.reading.proposals.known import Known
from citywright.reading.proposals.making import Making
from citywright.reading.proposals.papers import paper_rows
from citywright.reading.proposals.proposal import Proposal, identity_of
from citywright.reading.proposals.references import referred
from citywright.reading.proposals.strategies import strategy_rows, task_rows
from citywright.reading.reader import Reading
from citywright.reading.tampering import UNKNOWN, Tampering


@dataclass(frozen=True)
class Doubt:
    """Overwritten words of a document that a person has to decide on before any row is taken.

    id : as of a proposal; tampering : what was overwritten, and what should stand there
    """

    id: str
    document: str
    tampering: Tampering

    @property
    def word(self) -> str:
        """The word that is proposed; empty where the clues single out none."""
        return "" if self.tampering.proposal == UNKNOWN else self.tampering.proposal

    def as_dict(self) -> dict[str, Any]:
        """Form for JSON, in which a person writes true or false for `accept`."""
        given: Mapping[str, Any] = self.tampering.as_dict()
        return {"id": self.id, "accept": None, "document": self.document, **given}


def doubts_of(reading: Reading) -> list[Doubt]:
    """Every overwritten word of a document."""
    sha256 = reading.document.sha256
    return [
        Doubt(identity_of(sha256, "tampering", one.text, one.spans[0]), sha256, one)
        for one in reading.tampering
    ]


def proposals_of(reading: Reading, known: Known, comparison: Comparison) -> list[Proposal]:
    """Proposed rows of one reading, each with what the city says about the same thing."""
    return referred([comparison.judged(one) for one in _all(reading, known)], known)


def _all(reading: Reading, known: Known) -> Iterator[Proposal]:
    making = making_of(reading, known)
    papers = list(paper_rows(making))
    yield from papers
    making = making_of(reading, known, tuple(one.id for one in papers[-1:]))
    nodes = list(strategy_rows(making))
    yield from nodes
    yield from task_rows(making, nodes)
    for rows in (honour_rows, project_rows, target_rows, firm_rows):
        yield from rows(making)


def making_of(reading: Reading, known: Known, papers: tuple[str, ...] = ()) -> Making:
    """What rows of this reading are made with; `papers` are ids that each row needs."""
    document = reading.document
    code = known.document_code(document.name, document.sha256)
    there = known.documents.get(document.sha256)
    return Making(reading, known, code, there["source"] if there else code, papers)
