"""Numeric targets as rows: an indicator of the city, a year, a value in the indicator's unit."""

from collections.abc import Iterator

from citywright.reading.items import Item
from citywright.reading.proposals.amounts import amount_in, number_text
from citywright.reading.proposals.making import Making
from citywright.reading.proposals.proposal import Proposal
from citywright.reading.proposals.tabled import word_for
from citywright.reading.targets import FIELDS

CHANGES = ("growth", "growth_about", "fall", "times", "rank")
"""Comparisons that say a change or a place and no level."""


def target_rows(making: Making) -> Iterator[Proposal]:
    """Targets; the indicator only where it has just this name and measures just this.

    Kind (binding or expected) and penalty are never in a document as such and stay empty.
    """
    for number, one in enumerate(making.reading.targets):
        year = one.facts.get("year")
        row = {
            "target": making.code_of("targets", one, number), **_level(making, one),
            "year": str(year) if isinstance(year, int) else "",
            "sense": word_for("senses", str(one.facts.get("comparison", ""))),
        }  # fmt: skip
        spans = {"value": (one.start, one.end)}
        said = {name: one.facts.get(name) for name in FIELDS if not name.startswith("si_")}
        if proposal := making.proposed("targets", one, row, said, (), spans):
            yield proposal


def _level(making: Making, one: Item) -> dict[str, str]:
    """Indicator and value where both are known; else nothing, for one is no use without the other."""
    facts = one.facts
    found = making.known.indicators.get(str(facts.get("indicator")))
    factor = making.known.factor
    if found is None or factor is None:
        return {}
    if facts.get("comparison") in CHANGES or facts.get("high") is not None:
        return {}
    value = amount_in(float(facts["value"]), str(facts["unit"]), found["unit"], factor)
    if value is None:
        return {}
    return {"indicator": found["indicator"], "value": number_text(value)}
