"""One honour: where it is said, those honoured, what it is called, its year, who gives it."""

from dataclasses import dataclass

from citywright.reading.context import Span


@dataclass(frozen=True)
class Honour:
    """One honour as a fact.

    span : where its name stands in the view; who : names of those honoured, none where they follow in a
    list or are not named; what : its name; rule : name of the rule that found it
    """

    span: Span
    who: tuple[str, ...]
    what: str
    year: int | None
    by: str | None
    rule: str
