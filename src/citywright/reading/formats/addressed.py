"""Sentences that speak to a machine instead of a reader; they are read as data and named."""

import csv
import re
from functools import cache
from importlib.resources import files

from citywright.reading.document import Finding

SHOWN = 40
"""Characters of the first such place that are shown."""


def addressed(text: str) -> list[Finding]:
    """One finding with the number of places that address a machine, and the first of them."""
    hits = sorted(hit.span() for pattern in _patterns() for hit in pattern.finditer(text))
    if not hits:
        return []
    start, end = hits[0]
    first = "".join(c if c.isprintable() else " " for c in text[start : min(end, start + SHOWN)])
    return [Finding("reading.addressed", {"count": len(hits), "first": first, "start": start})]


@cache
def _patterns() -> list[re.Pattern[str]]:
    table = files(__package__).joinpath("addressed.csv").read_text(encoding="utf-8")
    return [re.compile(row["pattern"]) for row in csv.DictReader(table.splitlines())]
