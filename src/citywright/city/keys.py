"""Keys that identify a row, and keys that refer to a row of another table."""

from collections.abc import Mapping

import pandas as pd

from citywright.city.declaration import CITY_WIDE, Column, Table
from citywright.city.findings import Findings, nearest

MOST_HINTS = 200
"""Unknown words of one column that get a hint; more than these are another column's words."""


def check_keys(
    tables: Mapping[str, Table],
    frames: Mapping[str, pd.DataFrame],
    names: Mapping[str, str],
    findings: Findings,
) -> None:
    """Every key stands once and every reference leads to a row that is there.

    `names` gives the file of each table, for the findings.
    """
    for name, frame in frames.items():
        _check_unique(tables[name], frame, names[name], findings)
        for column in tables[name].columns:
            if column.refers_to and column.refers_to[0] in frames:
                known = set(frames[column.refers_to[0]][column.refers_to[1]]) - {""}
                _check_reference(column, frame, known, names[name], findings)


def _check_unique(table: Table, frame: pd.DataFrame, file: str, findings: Findings) -> None:
    seen: dict[tuple[object, ...], int] = {}
    for line, *key in zip(frame.index, *(frame[name] for name in table.key), strict=True):
        if any(part is pd.NA or part == "" for part in key):
            continue  # an empty key cell has its own finding
        first = seen.setdefault(tuple(key), line)
        if first != line:
            shown = ", ".join(str(part) for part in key)
            findings.add("E301", file, line, table.key[0], shown, first)


def _check_reference(
    column: Column, frame: pd.DataFrame, known: set[str], file: str, findings: Findings
) -> None:
    assert column.refers_to is not None
    like: dict[str, str] = {}
    for line, value in frame[column.name].items():
        if not value or value in known or (column.allows_city_wide and value == CITY_WIDE):
            continue
        if value not in like:
            like[value] = nearest(value, sorted(known)) if len(like) < MOST_HINTS else ""
        findings.add("E302", file, line, column.name, value, column.refers_to[0], like[value])
