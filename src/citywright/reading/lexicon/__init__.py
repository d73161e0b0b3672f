"""Word lists and patterns of the rules, as tables beside this file: data, not code.

Each table is a CSV with a header. A list that a rule reads can be extended without touching the rule.
"""

import csv
import re
from functools import cache
from importlib.resources import files


@cache
def rows(table: str) -> tuple[dict[str, str], ...]:
    """All rows of one table, in their order."""
    text = files(__name__).joinpath(f"{table}.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


@cache
def words(table: str, column: str = "word") -> tuple[str, ...]:
    """One column of a table, longest word first, so that the first match is the longest."""
    return tuple(sorted({row[column] for row in rows(table)}, key=lambda one: (-len(one), one)))


@cache
def pattern(name: str) -> re.Pattern[str]:
    """One pattern of `patterns.csv`."""
    (found,) = (row["pattern"] for row in rows("patterns") if row["name"] == name)
    return re.compile(found)
