"""A change of a few cells of a city folder, and the rows and columns that it may name.

    set: cell = value        times: cell = cell · value        add: cell = cell + value

Rows are named by their key, its parts joined by "/"; "*" in a part stands for anything.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import translate

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from citywright.city.declaration import OPTIONAL, Column, Table, declared

KEY_SIGN = "/"
"""Joins the parts of a key that is written as one text."""
ANY_ROW = "*"
SETTINGS, ENTRIES = "city", ("discount_rate",)
"""Name of city.toml in a change, and the entries that a scenario may change."""
ACCOUNTS, DELTA = "accounts", "delta"
"""The way in which the accounts were estimated: not a cell, so whoever knows how applies it."""
FIXED = ("source", "quality", "note")
"""Columns that say where a row is from; a scenario changes no word of them."""
DOUBT = ("scenarios", "scenario_changes", "ranges", "nation")
"""Tables that say what is uncertain; a city without them plans as it does with them."""


@dataclass(frozen=True)
class Change:
    """One change: of `column` in those rows of `table` that `rows` names. `text` is for texts alone."""

    table: str
    rows: str
    column: str
    how: str
    value: float | None = None
    text: str = ""


def changeable_tables() -> tuple[str, ...]:
    """Tables of which a scenario may change cells."""
    return tuple(name for name in declared() if name not in (*OPTIONAL, "sources"))


def changeable_columns(table: Table) -> tuple[Column, ...]:
    """Columns that a scenario may change: all but the key, the source and the quality."""
    return tuple(c for c in table.columns if not c.is_key and c.name not in FIXED)


def rows_named(frame: pd.DataFrame, key: Sequence[str], rows: str) -> NDArray[np.bool_]:
    """Which rows of a frame a text such as "land/*/2026" names; "*" alone names all."""
    if rows == ANY_ROW:
        return np.ones(len(frame), dtype=bool)
    parts = rows.split(KEY_SIGN)
    if len(parts) != len(key):
        return np.zeros(len(frame), dtype=bool)
    named = np.ones(len(frame), dtype=bool)
    for column, part in zip(key, parts, strict=True):
        pattern = re.compile(translate(part))
        words = frame[column].astype(str)
        known = {word: bool(pattern.match(word)) for word in words.unique()}
        named &= words.map(known).to_numpy(dtype=bool)
    return named


def row_names(frame: pd.DataFrame, key: Sequence[str]) -> list[str]:
    """The key of every row as one text."""
    rows = frame[list(key)].itertuples(index=False, name=None)
    return [KEY_SIGN.join(map(str, cells)) for cells in rows]


def misfit(column: Column, how: str, value: float | None, text: str) -> str:
    """What a change of this column would need instead; "" where it fits."""
    if not column.is_numeric:
        return "" if how == "set" and value is None and text else "set, text"
    if text or value is None:
        return "value"
    if column.kind == "number":
        return ""
    return "" if how != "times" and float(value).is_integer() else "set, add; 0, 1, 2 …"
