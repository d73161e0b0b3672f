"""Scenarios and ranges name cells that are there, and say all that a draw needs."""

from collections.abc import Hashable
from typing import Any

import numpy as np
import pandas as pd

from citywright.city.changes import (
    ACCOUNTS,
    ANY_ROW,
    DELTA,
    ENTRIES,
    SETTINGS,
    changeable_columns,
    changeable_tables,
    misfit,
    row_names,
    rows_named,
)
from citywright.city.declaration import Column, declared
from citywright.city.findings import nearest
from citywright.city.rules.context import Context

QUOTIENTS = ("flq", "aflq")
"""Quotients whose delta a range may vary: the names that the table accounts has rows for."""


def check_ensembles(c: Context) -> None:
    """An ensemble says how many draws, from which seed and by which design; nothing else does."""
    for row in c["scenarios"].itertuples():
        is_ensemble = row.kind == "ensemble"
        for column in ("draws", "seed", "design"):
            cell = getattr(row, column)
            if (pd.isna(cell) or cell == "") == is_ensemble:
                c.note(
                    "E954", "scenarios", row.Index, column, "" if is_ensemble else cell, row.kind
                )
        if is_ensemble and row.design == "sobol" and not pd.isna(row.draws):
            if row.draws & (row.draws - 1):
                power = 2 ** int(row.draws).bit_length()
                c.note("E959", "scenarios", row.Index, "draws", row.draws, f"{power // 2}, {power}")
            if c["ranges"].empty:
                c.note("E111", "ranges")


def check_changes(c: Context) -> None:
    """Every change of a scenario fits its cells, and no cell is changed twice by one scenario."""
    seen: dict[tuple[Hashable, ...], int] = {}
    for row in c["scenario_changes"].itertuples():
        column = _check_place(c, "scenario_changes", row)
        if column is None:
            continue
        value = None if pd.isna(row.value) else float(row.value)
        fault = misfit(column, row.how, value, row.text)
        if fault:
            c.note("E953", "scenario_changes", row.Index, "how", row.how, fault)
        for name in _named(c, row):
            first = seen.setdefault((row.scenario, row.table, name, row.column), row.Index)
            if first != row.Index:
                c.note("E960", "scenario_changes", row.Index, "rows", name, first)


def check_ranges(c: Context) -> None:
    """Every range names numbers, runs from low to high, and has what its distribution needs."""
    for row in c["ranges"].itertuples():
        column = _check_place(c, "ranges", row)
        if column is not None and misfit(column, row.how, row.low, ""):
            c.note("E953", "ranges", row.Index, "column", row.column, "number")
        likely = row.low if pd.isna(row.likely) else row.likely
        if not row.low <= likely <= row.high or row.low == row.high:
            c.note("E955", "ranges", row.Index, "low", f"{row.low:g} … {row.high:g}")
        is_delta = row.table == ACCOUNTS
        wanted = {
            "likely": row.distribution == "triangular" or is_delta,
            "chance": row.distribution == "two_point",
        }
        for name, needed in wanted.items():
            spare = name == "chance" and not needed and not pd.isna(row.chance)
            if (needed and pd.isna(getattr(row, name))) or spare:
                c.note("E956", "ranges", row.Index, name, row.distribution)
        if bool(row.group) == pd.isna(row.loading):
            c.note("E957", "ranges", row.Index, "loading", row.group)
        if is_delta:
            _check_delta(c, row)


def check_nation(c: Context) -> None:
    """The nation has every sector, or the table is empty."""
    known = set(c["nation"]["sector"])
    if known:
        for sector in sorted(set(c["sectors"]["sector"]) - known):
            c.note("E961", "nation", 0, "sector", sector)


def _check_delta(c: Context, row: Any) -> None:  # noqa: ANN401
    """Delta lies between 0 and 1, is set, and the folder has the nation to compare with."""
    if row.how != "set" or row.low < 0.0 or row.high >= 1.0:
        c.note("E953", "ranges", row.Index, "how", row.how, "set, 0 … 1")
    if c["nation"].empty:
        c.note("E958", "ranges", row.Index, "table", DELTA)


def _check_place(c: Context, table: str, row: Any) -> Column | None:  # noqa: ANN401
    """The column that a row changes; None, and a finding, where there is no such cell."""
    special: dict[str, tuple[tuple[str, ...], tuple[str, ...]]]
    special = {SETTINGS: (ENTRIES, (ANY_ROW,)), ACCOUNTS: ((DELTA,), QUOTIENTS)}
    if row.table in special:
        entries, named = special[row.table]
        for name, allowed in (("column", entries), ("rows", named)):
            if getattr(row, name) not in allowed:
                c.note("E951", table, row.Index, name, getattr(row, name), ", ".join(allowed))
        return _number(row.column)
    if row.table not in changeable_tables():
        known = (*changeable_tables(), *special)
        c.note("E951", table, row.Index, "table", row.table, ", ".join(known),
               nearest(row.table, known))  # fmt: skip
        return None
    columns = {column.name: column for column in changeable_columns(declared()[row.table])}
    if row.column not in columns:
        c.note("E951", table, row.Index, "column", row.column, ", ".join(columns),
               nearest(row.column, columns))  # fmt: skip
        return None
    every = set(row.rows.split("/")) == {"*"}  # all rows of an empty table are none, and no mistake
    if not every and not rows_named(c[row.table], declared()[row.table].key, row.rows).any():
        like = nearest(row.rows, row_names(c[row.table], declared()[row.table].key))
        c.note("E952", table, row.Index, "rows", row.rows, row.table, like)
    found: Column = columns[row.column]
    return found


def _number(name: str) -> Column:
    return Column(name, "number", "none", False, None, False, True, None, None, (), {})


def _named(c: Context, row: Any) -> list[str]:  # noqa: ANN401
    """The rows that a change names, each as one text."""
    if row.table not in changeable_tables():
        return [row.rows]
    frame, key = c[row.table], declared()[row.table].key
    return row_names(frame[np.asarray(rows_named(frame, key, row.rows))], key)


SCENARIO_RULES = (check_ensembles, check_changes, check_ranges, check_nation)
