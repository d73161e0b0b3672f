"""Numeric targets: the quantities that the author means to reach."""

from collections.abc import Sequence

from citywright.reading.heading import Head
from citywright.reading.items import Item
from citywright.reading.quantities import find_quantities
from citywright.reading.view import View

FIELDS = (
    "indicator", "value", "unit", "si_value", "si_unit", "low", "high", "comparison", "year",
    "modality",
)  # fmt: skip
CONFIDENCE = 0.82
"""Precision on 37 documents when they were first read: that a number is meant is told less surely than it."""


def find_targets(view: View, head: Head, quantities: Sequence[Item] | None = None) -> list[Item]:
    """The numeric targets of a document; without one, none.

    quantities : what `find_quantities` found, where it was asked already
    """
    found = find_quantities(view, head) if quantities is None else quantities
    return [
        Item(
            "targets", one.start, one.end, one.quote, one.rule, CONFIDENCE,
            {name: one.facts[name] for name in FIELDS if name in one.facts},
        )
        for one in found
        if one.facts.get("status") == "target"
    ]  # fmt: skip
