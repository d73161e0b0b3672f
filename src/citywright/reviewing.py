"""From documents to a city folder: read against it, review in a workbook, add what was accepted.

    folder -> known rows -> proposals with what is there -> workbook -> answers -> rows and quotations

Nothing of a document reaches a table before a person has said yes to it.
"""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from citywright.cities import list_builtin
from citywright.city.start import origin_path
from citywright.errors import UsageError
from citywright.reading.proposals.acceptance import Acceptance, ReviewError, accepted
from citywright.reading.proposals.documents import Proposed, Proposer
from citywright.reading.proposals.evidence import checked_quotations
from citywright.reading.proposals.folder_rows import FolderRows, add_rows, folder_rows
from citywright.reading.proposals.known import Known
from citywright.reading.proposals.proposal import Proposal
from citywright.reading.proposals.references import referred
from citywright.reading.proposals.reviews import read_review
from citywright.report.reading_workbook import write_review

MOST_REVIEWED = 200
"""Documents in one workbook: more than a person reviews at one sitting."""


def city_rows(city: str) -> FolderRows:
    """What a city folder, or a built-in city, holds.

    Raises
    ------
    UsageError
        There is none, or it is a workbook.
    """
    return folder_rows(origin_path(city if city in list_builtin() else Path(city)))


def check_workbook(path: Path, documents: int) -> None:
    """Raise UsageError where a workbook of so many documents cannot be written there."""
    if path.suffix.lower() != ".xlsx":
        raise UsageError("reading.review.xlsx", path=path)
    if documents > MOST_REVIEWED:
        raise UsageError("reading.review.many", count=documents, most=MOST_REVIEWED)


def write_workbook(
    documents: Sequence[Mapping[str, Any]], known: Known | None, lang: str, path: Path
) -> None:
    """Write the workbook in which a person reviews these documents.

    Raises
    ------
    UsageError
        reading.review.xlsx, reading.review.many, or the file is there already.
    """
    check_workbook(path, len(documents))
    write_review(documents, known or Known(), lang, path)


def accept_review(city: str, documents: Iterable[Path], review: Path) -> dict[str, Any]:
    """Add to a city folder what a reviewed list of these documents accepts.

    Documents are read again: a quotation counts only where it stands in the file, sign for sign.

    Returns
    -------
    added (table -> rows), left (accepted proposals that contradict a row there), counts of answers.

    Raises
    ------
    UsageError
        The city is a built-in one or a workbook.
    ReviewError
        With everything that cannot be taken; then nothing was written.
    ReadingError
        A document or the list cannot be read.
    """
    if city in list_builtin():
        raise UsageError("reading.review.builtin", city=city)
    answers = read_review(review)
    folder = city_rows(city)
    proposer = Proposer(folder.known)
    read = [proposer.read(path) for path in documents]
    of_model = _checked(answers.of_model, read)
    own = [one for document in read for one in document.proposals]
    judged = [proposer.comparison.judged(one) for one in of_model]
    doubts = [one for document in read for one in document.doubts]
    proposals = [*own, *referred(judged, folder.known)]
    made = accepted(proposals, doubts, answers, folder.known, proposer.comparison)
    return _document(add_rows(folder, made), made)


def _checked(of_model: Iterable[Proposal], read: Sequence[Proposed]) -> list[Proposal]:
    """What a model proposed, where each quotation stands in the document sign for sign."""
    texts = {one.reading.document.sha256: one.reading.document.text for one in read}
    found = list(of_model)
    wrong = [
        ("reading.review.misquoted", {"id": one.id, "quote": one.main.quote[:40]})
        for one in found
        if not checked_quotations(one, texts.get(one.document, ""))
    ]
    if wrong:
        raise ReviewError(wrong)
    return found


def _document(added: Mapping[str, int], made: Acceptance) -> dict[str, Any]:
    return {
        "added": dict(added), "left": [one.as_dict() for one in made.left],
        "counts": dict(made.counts),
    }  # fmt: skip
