"""One document after another: its reading, its proposals, its doubts; what fails is said and left."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from citywright.errors import ReadingError
from citywright.reading.formats.deadline import within
from citywright.reading.formats.limits import MOST_SECONDS
from citywright.reading.formats.opening import KNOWN as FORMATS
from citywright.reading.formats.opening import open_document
from citywright.reading.proposals.comparison import Comparison, comparison_with
from citywright.reading.proposals.known import Known
from citywright.reading.proposals.proposal import Proposal
from citywright.reading.proposals.propose import Doubt, doubts_of, proposals_of
from citywright.reading.reader import Reading, read_document
from citywright.words import say


@dataclass(frozen=True)
class Proposed:
    """A document with what it gives reason for.

    path : as it was given; seconds : that reading took
    """

    path: Path
    reading: Reading
    proposals: tuple[Proposal, ...]
    doubts: tuple[Doubt, ...]

    def as_dict(self, lang: str) -> dict[str, Any]:
        """One document for JSON: what was read, and the list that a person reviews."""
        made = self.reading.as_dict()
        made["document"] = made["document"] | {
            "file": str(self.path), "date_told_by": self.reading.head.reason,
            "findings": document_findings(self.reading, lang),
        }  # fmt: skip
        made["tampering"] = [one.as_dict() for one in self.doubts]
        made["proposals"] = [one.as_dict() for one in self.proposals]
        return made


def document_findings(reading: Reading, lang: str) -> list[dict[str, Any]]:
    """What a person should know about the file, with the sentence that says it."""
    return [
        {"key": one.key, **one.values, "text": say(one.key, lang, **one.values)}
        for one in reading.document.findings
    ]


class Proposer:
    """Reads documents against one city, which is looked at once."""

    def __init__(self, known: Known | None = None, seconds: float = MOST_SECONDS) -> None:
        self.known = known or Known()
        self.comparison: Comparison = comparison_with(self.known)
        self.seconds = seconds
        self._seen: dict[str, str] = {}

    def read(self, path: Path) -> Proposed:
        """One document.

        Raises
        ------
        ReadingError
            What reading raises; reading.too_slow; reading.repeated where the same bytes were read
            before under another name.
        """
        with within(path.name, self.seconds):
            document = open_document(path)
            first = self._seen.setdefault(document.sha256, str(path))
            if first != str(path):
                raise ReadingError("reading.repeated", file=str(path), first=first)
            reading = read_document(document)
            proposals = proposals_of(reading, self.known, self.comparison)
            return Proposed(path, reading, tuple(proposals), tuple(doubts_of(reading)))


def document_paths(given: Iterable[Path]) -> tuple[list[Path], list[Path]]:
    """(files to read, files left aside): folders stand for the files in them that can be read.

    Names that begin with a point are hidden and no files of a folder. Paths that are named
    themselves are always read, so that what is wrong with them is said.
    """
    read: dict[Path, None] = {}
    left: list[Path] = []
    for path in given:
        if not path.is_dir():
            read.setdefault(path)
            continue
        for inside in _inside(path):
            if inside.suffix.lower() in FORMATS:
                read.setdefault(inside)
            else:
                left.append(inside)
    return list(read), left


def _inside(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if path.is_file() and not any(part.startswith(".") for part in parts):
            yield path
