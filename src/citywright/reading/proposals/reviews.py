"""One door for a reviewed list, by what its name ends in."""

from pathlib import Path

from citywright.errors import ReadingError
from citywright.reading.proposals.decisions import MOST_BYTES, Review, entries_of, review_of
from citywright.reading.proposals.review_sheets import sheet_entries


def read_review(path: Path) -> Review:
    """The reviewed list in a file: the JSON document or lines that `read` gave, or its workbook.

    Raises
    ------
    ReadingError
        reading.review.no_file, reading.review.too_large, reading.review.damaged,
        reading.review.twice, reading.review.answer.
    """
    if not path.is_file():
        raise ReadingError("reading.review.no_file", file=str(path))
    if path.stat().st_size > MOST_BYTES:
        raise ReadingError("reading.review.too_large", file=path.name, most=MOST_BYTES / 2**20)
    is_workbook = path.suffix.lower() == ".xlsx"
    return review_of(list(sheet_entries(path) if is_workbook else entries_of(path)))
