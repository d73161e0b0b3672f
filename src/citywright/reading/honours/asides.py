"""What a bracket or a cell adds to an honour: its year and who gives it (2007, the ministry)."""

from dataclasses import dataclass

from citywright.reading.lexicon.honours import honour_pattern


@dataclass(frozen=True)
class Aside:
    """Year and giver that stand behind the name of an honour; start : where the bracket begins."""

    start: int
    year: int | None
    by: str | None


def aside_of(words: str) -> Aside | None:
    """The bracket that ends some words and says a year, a body, or both; None where there is none."""
    mark = honour_pattern("honour_aside").search(words)
    if mark is None or not (mark["year"] or mark["by"] or mark["last"]):
        return None
    year = mark["year"] or mark["last"]
    return Aside(mark.start(), int(year) if year else None, mark["by"])
