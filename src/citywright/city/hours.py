"""The hourly values of the profiles: a wide table, read as whole columns.

A year of twenty profiles has 175 000 cells. Where every one is a plain number they become arrays
at once; otherwise the table goes the way of all others, cell by cell, and every fault is named.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from citywright.city.cells import LARGEST, typed
from citywright.city.declaration import HOUR, HOURS, Column, Table
from citywright.city.findings import Findings
from citywright.city.raw import RawTable, as_text, clean, raw_from_values

_PLAIN = re.compile(r"[0-9eE.+\-]+")
"""Signs of a plain number; what else Python would take for one (1_000) is looked at by cell."""


@dataclass(frozen=True)
class RawHours(RawTable):
    """The raw table, with `values` (hours × columns) in place of its rows where all are numbers."""

    values: np.ndarray | None = None


def hours_table(profiles: Sequence[str]) -> Table:
    """The wide table of these profiles as if it were declared: `hour` and a column for each."""
    return Table(HOURS, (_column(HOUR, "integer"), *(_column(name, "number") for name in profiles)))


def _column(name: str, kind: str) -> Column:
    least = 1.0 if kind == "integer" else None
    sentence = dict.fromkeys(("en", "zh"), name)
    return Column(
        name, kind, "none", kind == "integer", None, False, True, least, None, (), sentence
    )


def hours_from_text(raw: RawTable) -> RawHours:
    """A CSV file's rows as numbers where every cell is one."""
    values = None
    width = len(raw.header)
    if all(len(row) == width for row in raw.rows) and all(
        _PLAIN.fullmatch(cell) for row in raw.rows for cell in row
    ):
        values = _numbers(raw.rows)
    return RawHours(raw.name, raw.file, raw.header, raw.rows, raw.lines, values)


def hours_of_arrow(table: Any) -> np.ndarray | None:  # noqa: ANN401  (pyarrow is untyped here)
    """The columns of a Parquet file as numbers; None where one is not a plain number."""
    columns = [column.to_numpy() for column in table.columns]
    if not columns or any(column.dtype.kind not in "iuf" for column in columns):
        return None
    values = np.column_stack([column.astype(float) for column in columns])
    return values if _is_plain(values) else None


def hours_from_cells(
    rows: Sequence[tuple[object, ...]], place: str, findings: Findings
) -> RawHours:
    """A workbook's sheet: the first row is the header."""
    header = [clean(as_text(cell) or "") for cell in rows[0]]
    width = len(header)
    body = rows[1:]
    if all(len(row) == width and all(type(c) in (int, float) for c in row) for row in body):
        values = _numbers(body)
        if values is not None:
            return RawHours(HOURS, place, header, [], values=values)
    filled = (row + (None,) * (width - len(row)) for row in body)
    raw = raw_from_values(HOURS, place, header, filled, findings)
    return RawHours(raw.name, raw.file, raw.header, raw.rows, raw.lines)


def _numbers(rows: Sequence[Sequence[object]]) -> np.ndarray | None:
    try:
        values = np.array(rows, dtype=float)
    except (ValueError, OverflowError):
        return None
    return values if values.ndim == 2 and _is_plain(values) else None


def _is_plain(values: np.ndarray) -> bool:
    return bool(np.isfinite(values).all() and (np.abs(values) <= LARGEST).all())


def typed_hours(raw: RawTable | None, findings: Findings) -> pd.DataFrame:
    """The wide table as a frame: `hour` (int64), then the profiles by name (float64).

    Its index counts rows as a spreadsheet does. A missing table has no rows.
    """
    names = [] if raw is None else sorted(set(raw.header) - {HOUR})
    table = hours_table(names)
    if raw is None:
        raw = RawTable(HOURS, HOURS, [HOUR], [])
    values = raw.values if isinstance(raw, RawHours) else None
    if values is None or not _is_whole(raw.header, values):
        return typed(table, raw, findings)
    place = [raw.header.index(name) for name in (HOUR, *names)]
    frame = pd.DataFrame(values[:, place] + 0.0, columns=[HOUR, *names])  # no negative zero
    lines = raw.lines or range(2, len(values) + 2)
    frame.index = pd.Index(lines, name="row", dtype="int64")
    return frame.astype({HOUR: "int64"})


def _is_whole(header: Sequence[str], values: np.ndarray) -> bool:
    """Whether each column stands once, the hours among them, as whole numbers."""
    if HOUR not in header or len(set(header)) < len(header):
        return False
    hours = values[:, list(header).index(HOUR)]
    return bool((hours >= 1).all() and (hours % 1 == 0).all())
