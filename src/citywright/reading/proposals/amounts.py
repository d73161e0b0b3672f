"""An amount that a document says, in the unit of a column.

amount_in(180, "亿元", "万元") = 1800000, of nothing that measures something else
"""

from collections.abc import Callable

from citywright.errors import InputError
from citywright.reading.lexicon.quantities import unit_facts
from citywright.reading.proposals.tabled import word_rows

Factor = Callable[[str, str], float]
"""units.factor: how many of the second unit one of the first is; it comes from outside, for the register
of units takes longer to load than a document to read."""
DIGITS = 12
"""Digits that survive a conversion: more are noise of the factors."""


def amount_in(value: float, unit: str, to: str, factor: Factor) -> float | None:
    """The value in the unit `to`; None where there is no factor between the two."""
    scale, bare = _powers(unit)
    said = unit_facts(bare)
    for name, times in ((unit, 1.0), *(((said[0], scale * said[1]),) if said else ())):
        try:
            return float(f"{value * times * factor(name, to):.{DIGITS}g}")
        except InputError:
            continue
    return None


def _powers(unit: str) -> tuple[float, str]:
    """The powers of ten before a unit, multiplied, and the unit without them."""
    scale, bare, is_found = 1.0, unit.strip(), True
    while is_found:
        is_found = False
        for row in word_rows("powers"):
            if bare.startswith(row["word"]) and bare != row["word"]:
                scale *= float(row["value"])
                bare = bare.removeprefix(row["word"]).strip()
                is_found = True
    return scale, bare


def number_text(value: float) -> str:
    """A number as a cell holds it."""
    return (
        str(int(value)) if float(value).is_integer() and abs(value) < 1e15 else repr(float(value))
    )
