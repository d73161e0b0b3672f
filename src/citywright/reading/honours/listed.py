"""An honour with those listed for it, as a heading, a line or a table gives them."""

from dataclasses import dataclass

from citywright.reading.context import Span


@dataclass(frozen=True)
class Listed:
    """An honour and those listed for it.

    span : where its name stands; what : its words; who : the names
    year, by : as the list itself says them; told : the list says both, so that nothing holds from outside
    """

    span: Span
    what: str
    who: tuple[str, ...]
    year: int | None = None
    by: str | None = None
    told: bool = False
