"""A table before it is a page or a sheet: columns with units, rows with plain values."""

import math
from dataclasses import dataclass
from typing import Any

import pandas as pd

from citywright.report.names import Words
from citywright.report.numbers import ZERO, decimals, number

NUMBERS = ("number", "mixed", "own", "exact", "count")


@dataclass(frozen=True)
class Column:
    """One column.

    kind: text; short (text that stays on one line); number (one unit, the same digits down the
    column); mixed (the unit stands in the row, the same digits along the row); own
    (three digits that count, whatever the others); exact (as given); count (no digits after the
    point); year; quality; status; mark (yes or no); source (a key of the table sources, shown as
    its number on a page); cited (the same, shown in full).
    """

    name: str
    kind: str = "text"
    unit: str = ""

    @property
    def header(self) -> str:
        """Name and unit."""
        return f"{self.name} ({self.unit})" if self.unit else self.name

    @property
    def numeric(self) -> bool:
        """Whether cells stand to the right."""
        return self.kind in NUMBERS


@dataclass(frozen=True)
class Table:
    """A table: its key (report.table.<key> is its title), columns, rows of values, and a note."""

    key: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Any, ...], ...]
    note: str = ""

    def texts(self, names: Words) -> list[list[str]]:
        """Every cell as text."""
        along = [_row_digits(self.columns, row) for row in self.rows]
        down = [_column_digits(self.rows, k) for k in range(len(self.columns))]
        return [
            [
                _text(c.kind, v, along[i] if c.kind == "mixed" else down[k], names)
                for k, (c, v) in enumerate(zip(self.columns, row, strict=True))
            ]
            for i, row in enumerate(self.rows)
        ]


def missing(value: object) -> bool:
    """Whether a cell is empty."""
    return value is None or (isinstance(value, float) and math.isnan(value)) or value is pd.NA


def _numbers(values: list[object]) -> list[float]:
    given = (float(v) for v in values if isinstance(v, int | float) and not missing(v))
    return [v for v in given if math.isfinite(v)]


def _row_digits(columns: tuple[Column, ...], row: tuple[Any, ...]) -> int:
    mixed = [v for c, v in zip(columns, row, strict=True) if c.kind == "mixed"]
    return decimals(max((abs(v) for v in _numbers(mixed)), default=0.0))


def _column_digits(rows: tuple[tuple[Any, ...], ...], k: int) -> int:
    values = _numbers([row[k] for row in rows])
    if all(v == round(v) for v in values):
        return 0
    return decimals(max((abs(v) for v in values), default=0.0))


def _text(kind: str, value: Any, digits: int, names: Words) -> str:  # noqa: ANN401
    if missing(value):
        return "—" if kind in NUMBERS else ""
    if kind in ("number", "mixed"):
        return number(float(value), digits if abs(value) > ZERO else 0)
    if kind == "own":
        return number(float(value), max(0, decimals(value) - 1))
    if kind == "exact":
        return f"{value:,.10g}".replace("-", "−")
    if kind == "count":
        return number(float(value), 0)
    if kind in ("quality", "status"):
        return names.word(kind, str(value))
    if kind == "mark":
        return names.say("yes" if value else "no")
    if kind in ("source", "cited"):
        return names.citations.get(str(value), str(value))
    return str(value)
