"""From cells of text to typed columns; each fault becomes a finding, none is passed over."""

import datetime as dt
import math
import re
import unicodedata
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from citywright.city.declaration import Column, Table
from citywright.city.findings import Findings, nearest
from citywright.city.raw import RawTable, clean

LARGEST = 1e12
"""No quantity of a city exceeds this in any unit of the register; larger means a wrong unit."""
LONGEST = 4000
"""Characters of the longest text, so that it fits a workbook's cell."""

SMALLEST = 1e-30
"""A number nearer to 0 than this, but not 0, is a damaged cell."""

CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z_.\-]{0,59}")
"""What a code looks like."""

_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?")
_NOT_FINITE = {"nan", "inf", "+inf", "-inf", "infinity", "-infinity", "+infinity", "#n/a", "na"}
_FULL_WIDTH = {0xFF01 + k: 0x21 + k for k in range(94)} | {0x2212: 0x2D, 0x3000: 0x20}
_FORMULA = ("=", "+", "-", "@")


Note = Callable[..., None]


def typed(table: Table, raw: RawTable, findings: Findings) -> pd.DataFrame:
    """The raw table as a frame in the declared columns and order, types as declared.

    Cells with findings become missing; the caller refuses the folder where there are errors.
    Rows of a wrong length are left out (their finding says so).
    """
    usable = _check_header(table, raw, findings)
    rows, lines = _whole_rows(raw, findings)
    place = {name: k for k, name in reversed(list(enumerate(raw.header)))}
    data: dict[str, Any] = {}
    for column in table.columns:
        cells: list[str | None] = [None] * len(rows)
        if column.name in usable:
            found = [row[place[column.name]] for row in rows]
            cells = _cleaned(found, lines, column, raw, findings)
        data[column.name] = _parse(column, cells, lines, raw.file, findings)
    frame = pd.DataFrame(data, columns=list(table.names))
    frame.index = pd.Index(lines, name="row", dtype="int64")
    return frame


def blank_frame(table: Table) -> pd.DataFrame:
    """A frame of `table` without rows, its columns typed as declared."""
    return typed(table, RawTable(table.name, table.name, list(table.names), []), Findings())


def _check_header(table: Table, raw: RawTable, findings: Findings) -> set[str]:
    if not raw.header:
        findings.add("E102", raw.file, allowed=", ".join(table.names))
        return set()
    for name in dict.fromkeys(raw.header):
        if name not in table.names:
            findings.add(
                "E104", raw.file, 1, name, name, ", ".join(table.names), nearest(name, table.names)
            )
        elif raw.header.count(name) > 1:
            findings.add("E105", raw.file, 1, name, name)
    for name in table.names:
        if name not in raw.header:
            findings.add("E103", raw.file, 1, name, name)
    return set(raw.header) & set(table.names)


def _whole_rows(raw: RawTable, findings: Findings) -> tuple[list[list[str]], list[int]]:
    rows, lines = [], []
    for row, line in zip(raw.rows, raw.lines, strict=True):
        if len(row) == len(raw.header):
            rows.append(row)
            lines.append(line)
        elif raw.header:
            findings.add("E106", raw.file, line, "", len(row), len(raw.header))
    return rows, lines


def _cleaned(
    found: list[str], lines: list[int], column: Column, raw: RawTable, findings: Findings
) -> list[str | None]:
    """The cells without white space around them; None where a finding says all there is to say."""
    cells: list[str | None] = []
    for as_found, line in zip(found, lines, strict=True):
        cell = clean(as_found)
        if cell not in (as_found, as_found.strip(" \t")):
            findings.add("W102", raw.file, line, column.name, as_found, cell)
        if not cell.isprintable() and any(map(_is_control, cell)):
            findings.add("E211", raw.file, line, column.name, cell)
        is_said = not cell or not cell.isprintable()
        cells.append(None if is_said and findings.is_wrong(raw.file, line, column.name) else cell)
    return cells


def _is_control(char: str) -> bool:
    """A control, private or half character, or one of the code points that are no characters."""
    code = ord(char)
    no_character = code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF
    return no_character or unicodedata.category(char) in ("Cc", "Co", "Cs")


def _parse(
    column: Column, cells: list[str | None], lines: list[int], file: str, findings: Findings
) -> Any:  # noqa: ANN401  (a pandas array of one of three types)
    reader = {"number": _number, "integer": _whole, "year": _whole}.get(column.kind)
    values: list[Any] = []
    for cell, line in zip(cells, lines, strict=True):

        def note(
            code: str, value: object = "", allowed: object = "", like: str = "", at: int = line
        ) -> None:
            findings.add(code, file, at, column.name, value, allowed, like)

        if not cell:
            if column.required and cell is not None:
                note("E201", allowed=_allowed(column))
            values.append(None)
        elif reader:
            values.append(reader(column, cell, note))
        else:
            values.append(_text(column, cell, note))
    if column.kind == "number":
        return np.array([math.nan if v is None else v for v in values], dtype="float64")
    if reader:
        is_whole = column.required and None not in values
        return pd.array(values, dtype="int64" if is_whole else "Int64")
    return pd.array(["" if v is None else v for v in values], dtype="str")


def _allowed(column: Column) -> str:
    if column.choices:
        return " | ".join(column.choices)
    unit = "" if column.unit == "none" else f" [{column.unit}]"
    target = f" → {column.refers_to[0]}.{column.refers_to[1]}" if column.refers_to else ""
    return column.kind + unit + target


def _number(column: Column, cell: str, note: Note) -> float | None:
    plain = cell.translate(_FULL_WIDTH).strip()
    fault = _number_fault(column, plain)
    if fault:
        note(fault[0], cell, fault[1])
        return None
    if plain != cell:
        note("W102", cell, plain)
    return float(plain) + 0.0  # no negative zero


def _number_fault(column: Column, plain: str) -> tuple[str, str] | None:
    """The code of what is wrong with a number, and what is allowed; None where it is right."""
    if plain.lower() in _NOT_FINITE:
        return "E203", ""
    if not _NUMBER.fullmatch(plain):
        return "E205" if plain.startswith(("=", "@")) else "E202", ""
    value = float(plain)
    if abs(value) > LARGEST:
        return "E204", f"{LARGEST:g}"
    if abs(value) < SMALLEST and re.search("[1-9]", re.split("[eE]", plain)[0]):
        return "E213", f"{SMALLEST:g}"
    return _limit_fault(column, value)


def _limit_fault(column: Column, value: float) -> tuple[str, str] | None:
    if column.minimum is not None and value < column.minimum:
        return "E206", f"{column.minimum:g}"
    if column.maximum is not None and value > column.maximum:
        return "E207", f"{column.maximum:g}"
    return None


def parse_number(text: str) -> float | None:
    """The number that a text says, full-width digits included; None where it says none."""
    plain = text.translate(_FULL_WIDTH).strip()
    return float(plain) if _NUMBER.fullmatch(plain) and abs(float(plain)) <= LARGEST else None


def is_date(text: str) -> bool:
    """Whether a text is a day of the calendar, written as ISO 8601 has it: 2024-02-18."""
    try:
        return dt.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _whole(column: Column, cell: str, note: Note) -> int | None:
    value = _number(column, cell, note)
    if value is None:
        return None
    if not value.is_integer():
        note("E209", cell)
        return None
    return int(value)


def _text(column: Column, cell: str, note: Note) -> str | None:
    fault = _text_fault(column, cell)
    if fault is None:
        return cell
    code, value, allowed = fault
    note(code, value, allowed, nearest(cell, column.choices))
    return None


def _text_fault(column: Column, cell: str) -> tuple[str, object, object] | None:
    """The code of what is wrong with a text, the value and what is allowed; None where right."""
    if cell[0].translate(_FULL_WIDTH) in _FORMULA:
        return "E205", cell, ""
    if column.kind == "choice" and cell not in column.choices:
        return "E208", cell, " | ".join(column.choices)
    if column.kind == "date" and not is_date(cell):
        return "E215", cell, "2024-02-18"
    if column.kind == "code" and column.refers_to is None and not CODE.fullmatch(cell):
        return "E210", cell, ""
    if len(cell) > LONGEST:
        return "E212", len(cell), LONGEST
    return None
