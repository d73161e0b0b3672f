"""A city in a workbook: one sheet per table, the settings in the sheet `city`.

Reading never runs anything: a formula is read as its text, and a finding says where it stands.
"""

import re
import warnings
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl

from citywright.city.cells import parse_number
from citywright.city.datapackage import unit_shown
from citywright.city.declaration import HOURS, Table, declared, missing_tables
from citywright.city.findings import Findings, nearest
from citywright.city.hours import hours_from_cells
from citywright.city.raw import RawTable, as_text, clean, raw_from_values
from citywright.city.settings import dump_entries, entry_kinds
from citywright.words import LANGUAGES, say

SETTINGS_SHEET = "city"
LISTS_SHEET = "lists"
SETTINGS_HEADER = ("entry", "value")
MAX_BYTES = 500_000_000
"""Largest workbook that is read, in bytes of unpacked text."""
MAX_ROWS = 1_048_576
"""Rows of a sheet; a row beyond them is a damaged file."""

_UNIT_IN_HEADER = re.compile(r"(.*\S)\s*\[([^\[\]]*)\]")
_STRINGS = "xl/sharedStrings.xml"
_SHEETS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")

Rows = list[tuple[object, ...]]


@dataclass(frozen=True)
class NoValue:
    """A cell that holds an error such as #DIV/0!: neither text nor a number."""

    shown: str

    def __str__(self) -> str:
        return self.shown


def help_sheet() -> str:
    """The name of the sheet of instructions, the same in every language."""
    return " ".join(say("city.workbook.help_sheet", lang) for lang in reversed(LANGUAGES))


def sheet_place(path: Path, sheet: str) -> str:
    """How findings name a sheet: `workbook.xlsx[sheet]`."""
    return f"{path.name}[{sheet}]"


def read_workbook(path: Path, findings: Findings) -> tuple[dict[str, RawTable], bytes | None]:
    """Raw tables and the settings as bytes of a city.toml; a missing sheet becomes a finding."""
    try:
        sheets = _sheets(path)
    except Exception as error:  # noqa: BLE001  (a damaged archive raises errors of every kind)
        findings.add("E107", path.name, value=str(error) or type(error).__name__)
        return {}, None
    _check_strangers(path, sheets, findings)
    toml = None
    money = "money"
    if SETTINGS_SHEET in sheets:
        entries = _entries(sheets[SETTINGS_SHEET], sheet_place(path, SETTINGS_SHEET), findings)
        toml = dump_entries(entries).encode("utf-8")
        money = str(entries.get("money_unit", money))
    else:
        findings.add("E101", sheet_place(path, SETTINGS_SHEET))
    raws: dict[str, RawTable] = {}
    for name in missing_tables(sheets):
        findings.add("E101", sheet_place(path, name))
    for name, table in declared().items():
        if name in sheets:
            raws[name] = _raw(table, sheets[name], sheet_place(path, name), money, findings)
    if len(sheets.get(HOURS, ())) > 1:
        raws[HOURS] = hours_from_cells(sheets[HOURS], sheet_place(path, HOURS), findings)
    return raws, toml


def _sheets(path: Path) -> dict[str, Rows]:
    """The cells of every sheet, row by row; an empty row is an empty tuple."""
    with zipfile.ZipFile(path) as archive:
        if sum(part.file_size for part in archive.infolist()) > MAX_BYTES:
            raise ValueError(f"> {MAX_BYTES} bytes")
        strings = _shared_strings(archive)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about charts and styles, which are not read
        book = openpyxl.load_workbook(path, read_only=True, keep_links=False)
        try:
            return {sheet.title: list(_rows(sheet, strings)) for sheet in book.worksheets}
        finally:
            book.close()


def _shared_strings(archive: zipfile.ZipFile) -> list[str] | None:
    """The workbook's texts as they stand in the file; openpyxl drops every "x005F_" in them."""
    if _STRINGS not in archive.namelist():
        return None
    with archive.open(_STRINGS) as file:
        items = ET.parse(file).getroot().iter(f"{_SHEETS}si")  # noqa: S314  (expat stops bombs)
        return ["".join(t.text or "" for t in _texts(item)) for item in items]


def _texts(item: Any) -> Iterator[Any]:  # noqa: ANN401
    """The text of a string and of its runs, without the phonetic reading beside it."""
    yield from item.findall(f"{_SHEETS}t")
    yield from item.findall(f"{_SHEETS}r/{_SHEETS}t")


def _rows(sheet: Any, strings: list[str] | None) -> Iterator[tuple[object, ...]]:  # noqa: ANN401
    if strings is not None:
        sheet._shared_strings = strings  # noqa: SLF001
    sheet.reset_dimensions()  # what the file says of its size may be wrong
    for line, cells in enumerate(sheet.iter_rows(), start=1):
        if line > MAX_ROWS:
            raise ValueError(f"> {MAX_ROWS} rows")
        values = [_value(cell) for cell in cells]
        while values and values[-1] in (None, ""):
            values.pop()
        yield tuple(values)


def _value(cell: Any) -> object:  # noqa: ANN401
    value = cell.value
    if cell.data_type == "e":
        return NoValue(str(value))
    if cell.data_type == "f":
        return "=" + str(getattr(value, "text", value) or "").removeprefix("=")
    if isinstance(value, str):
        return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), value)
    return value


def _check_strangers(path: Path, sheets: dict[str, Rows], findings: Findings) -> None:
    """No sheet with cells is passed over because of its name."""
    known = {*declared(), HOURS, SETTINGS_SHEET, LISTS_SHEET, help_sheet()}
    for name, rows in sheets.items():
        if name not in known and any(rows):
            allowed, like = ", ".join(declared()), nearest(name, declared())
            findings.add("E109", sheet_place(path, name), 0, "", name, allowed, like)


def _entries(rows: Rows, place: str, findings: Findings) -> dict[str, Any]:
    """The settings by name; texts that read as numbers become numbers where one is asked for."""
    entries: dict[str, Any] = {}
    seen: dict[str, int] = {}
    for line, cells in enumerate(rows[1:], start=2):
        if not cells:
            continue
        name, value = (as_text(cell) for cell in (*cells, None, None)[:2])
        if name is None or value is None:
            findings.add("E214", place, line, "", cells[0] if name is None else cells[1])
            continue
        name, value = clean(name), clean(value)
        if name in seen:
            findings.add("E301", place, line, SETTINGS_HEADER[0], name, seen[name])
        seen.setdefault(name, line)
        if value:
            entries.setdefault(name, _entry(entry_kinds().get(name, str), value))
    return entries


def _entry(kind: type, text: str) -> str | float:
    number = None if kind is str else parse_number(text)
    if number is None:
        return text
    return int(number) if number.is_integer() else number


def _raw(table: Table, rows: Rows, place: str, money: str, findings: Findings) -> RawTable:
    """The sheet as a raw table: units taken off the header, rows as long as the header."""
    header = [as_text(cell) for cell in rows[0]] if rows else []
    names = [_name(table, clean(text or ""), place, money, findings) for text in header]
    filled = (row + (None,) * (len(names) - len(row)) for row in rows[1:])
    return raw_from_values(table.name, place, names, filled, findings, table.dates)


def _name(table: Table, text: str, place: str, money: str, findings: Findings) -> str:
    """The column's name without its unit; a unit that is not the declared one is a finding."""
    found = _UNIT_IN_HEADER.fullmatch(text)
    if found is None or found[1] not in table.names:
        return text
    column = table.column(found[1])
    known = {column.unit, unit_shown(column, money)}
    if found[2] not in known:
        allowed = unit_shown(column, money) or column.unit
        findings.add("E110", place, 1, column.name, found[2], allowed)
    return column.name
