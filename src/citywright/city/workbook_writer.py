"""Write a city, or a blank form for one, as a workbook made from the declarations.

Text is written as text and numbers as numbers, never a formula; a number reads back to its last
bit.
"""

import datetime as dt
import re
from dataclasses import asdict
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pandas as pd
import xlsxwriter

from citywright.city.cells import LARGEST
from citywright.city.city import City
from citywright.city.datapackage import unit_shown
from citywright.city.declaration import HOUR, HOURS, Column, Table, declared
from citywright.city.settings import LIMITS, Settings, entry_kinds
from citywright.city.whole import write_whole_file
from citywright.city.workbook import LISTS_SHEET, SETTINGS_HEADER, SETTINGS_SHEET, help_sheet
from citywright.words import LANGUAGES, say

LAST_ROW = 20_000
"""Last row with drop-downs and limits; rows beyond it are still read."""
TITLE, MESSAGE = 32, 255
"""Longest title and message of an input note that a spreadsheet program takes."""

_LIKE_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_WIDTHS = {"note": 40, "title": 40, "fact_en": 40, "fact_zh": 40, "name_en": 28, "name_zh": 22}
_STYLES: dict[str, dict[str, object]] = {
    "text": {"num_format": "@"},
    "number": {"num_format": "General"},
    "title": {"bold": True, "font_size": 14},
    "line": {"text_wrap": True, "valign": "top"},
    "key": {"bold": True, "bg_color": "#1F4E79", "font_color": "#FFFFFF", "num_format": "@"},
    "required": {"bg_color": "#F4B183", "num_format": "@"},
    "optional": {"bg_color": "#D9D9D9", "num_format": "@"},
}  # fmt: skip
_OPTIONS = {
    "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False,
}  # fmt: skip


class ExactNumber(float):
    """A float that is written with all the digits it needs; XlsxWriter writes sixteen."""

    def __format__(self, form: str) -> str:
        """The shortest text that reads back to the same float."""
        return float.__repr__(self)


def exact_text(text: str) -> str:
    """What XlsxWriter is given so that a spreadsheet program shows `text`, sign for sign.

    XlsxWriter takes a text in <r> for markup and misses escapes that overlap ("_x0041_x0042_");
    such a text is given as one run of markup, escaped here.
    """
    if not (_LIKE_ESCAPE.search(text) or text.startswith("<r>")):
        return text
    escaped = _LIKE_ESCAPE.sub("_x005F_", text)
    return f'<r><t xml:space="preserve">{escape(escaped, {"_": "&#95;"})}</t></r>'


def write_workbook(city: City | None, settings: Settings | None, path: Path) -> None:
    """Write a workbook of `city`, or a blank one; it appears whole or not at all.

    `settings` fill the sheet `city`; without a city and settings that sheet is blank as well.

    Raises
    ------
    UsageError
        `path` is there already.
    """
    known = city.settings if city is not None else settings
    with write_whole_file(path) as part:
        book = xlsxwriter.Workbook(str(part), dict(_OPTIONS))
        book.set_properties({"created": dt.datetime(2000, 1, 1)})
        writer = _Writer(book, known.money_unit if known else "money")
        writer.write_help()
        writer.write_settings(known)
        for name, table in declared().items():
            writer.write_table(table, city.tables[name] if city is not None else None)
        writer.write_hours(city.tables[HOURS] if city is not None else None)
        writer.write_lists()
        book.close()


class _Writer:
    """One workbook on its way: its formats and the money unit of its headers."""

    def __init__(self, book: Any, money: str) -> None:  # noqa: ANN401  (XlsxWriter is untyped here)
        self.book = book
        self.money = money
        self.formats = {name: book.add_format(style) for name, style in _STYLES.items()}

    def write_help(self) -> None:
        """The first sheet: how to fill the workbook, in every language side by side."""
        sheet = self.book.add_worksheet(help_sheet())
        sheet.hide_gridlines(2)
        sheet.set_column(0, 0, 20)
        sheet.set_column(1, len(LANGUAGES), 70, self.formats["line"])
        keys = [("", f"city.help.{k}") for k in range(1, 7)] + [("", "city.help.sheets")]
        keys += [(name, f"city.table.{name}") for name in (*declared(), HOURS)]
        for row, (name, key) in enumerate(keys):
            style = self.formats["title" if key == "city.help.sheets" else "line"]
            sheet.write_string(row, 0, name, self.formats["text"])
            for k, lang in enumerate(reversed(LANGUAGES), start=1):
                sheet.write_string(row, k, say(key, lang), style)

    def write_settings(self, settings: Settings | None) -> None:
        """The sheet `city`: one row per entry of city.toml."""
        sheet = self.book.add_worksheet(SETTINGS_SHEET)
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, 0, 18)
        sheet.set_column(1, 1, 28)
        for k, name in enumerate(SETTINGS_HEADER):
            sheet.write_string(0, k, name, self.formats["key"])
        filled = asdict(settings) if settings else {}
        for row, (name, kind) in enumerate(entry_kinds().items(), start=1):
            words = {lang: say(f"city.entry.{name}", lang) for lang in LANGUAGES}
            sheet.write_string(row, 0, name, self.formats["required"])
            sheet.write_comment(row, 0, "\n".join(words.values()), {"x_scale": 2.5})
            self._write_cell(sheet, row, 1, filled.get(name), kind is str)
            rule = {"validate": "any"} if kind is str else _between(kind is int, *LIMITS[name])
            sheet.data_validation(row, 1, row, 1, rule | _notes(name, words))

    def write_table(self, table: Table, frame: pd.DataFrame | None) -> None:
        """The sheet of one table: header with units, notes, limits, drop-downs, and its rows."""
        sheet = self.book.add_worksheet(table.name)
        sheet.freeze_panes(1, len([c for c in table.columns if c.is_key]) or 1)
        last = max(LAST_ROW, 0 if frame is None else len(frame) + 1)
        for k, column in enumerate(table.columns):
            style = "key" if column.is_key else "required" if column.required else "optional"
            header = self._header(column)
            sheet.write_string(0, k, header, self.formats[style])
            sheet.write_comment(0, k, "\n".join(self._about(column)), {"x_scale": 3, "y_scale": 2})
            width = max(_WIDTHS.get(column.name, 14), len(header) + 2)
            sheet.set_column(k, k, width, self.formats["number" if column.is_numeric else "text"])
            words = dict(zip(LANGUAGES, self._messages(column), strict=True))
            rule = _rule(table, column) | _notes(column.name, words)
            sheet.data_validation(1, k, last, k, rule)
            values = [] if frame is None else frame[column.name].tolist()
            for row, value in enumerate(values, start=1):
                self._write_cell(sheet, row, k, value, not column.is_numeric)

    def write_hours(self, frame: pd.DataFrame | None) -> None:
        """The sheet of the profiles' hourly values: one row per hour, one column per profile."""
        sheet = self.book.add_worksheet(HOURS)
        sheet.freeze_panes(1, 1)
        names = [HOUR] if frame is None else list(frame)
        for k, name in enumerate(names):
            sheet.write_string(0, k, name, self.formats["key" if name == HOUR else "required"])
            values = [] if frame is None else frame[name].tolist()
            for row, value in enumerate(values, start=1):
                sheet.write_number(row, k, ExactNumber(value))
        sheet.write_comment(0, 0, "\n".join(say(f"city.table.{HOURS}", lang) for lang in LANGUAGES))

    def write_lists(self) -> None:
        """A hidden sheet of allowed words, one column per declared choice."""
        sheet = self.book.add_worksheet(LISTS_SHEET)
        sheet.hide()
        for k, (name, column) in enumerate(_choices()):
            sheet.write_string(0, k, f"{name}.{column.name}", self.formats["key"])
            for row, choice in enumerate(column.choices, start=1):
                sheet.write_string(row, k, choice, self.formats["text"])

    def _write_cell(self, sheet: Any, row: int, k: int, value: Any, is_text: bool) -> None:  # noqa: ANN401
        if pd.isna(value) or value == "":
            return
        if is_text:
            sheet.write_string(row, k, exact_text(value), self.formats["text"])
        else:
            sheet.write_number(row, k, ExactNumber(value), self.formats["number"])

    def _header(self, column: Column) -> str:
        unit = unit_shown(column, self.money)
        return f"{column.name} [{unit}]" if unit else column.name

    def _messages(self, column: Column) -> list[str]:
        """What the column means and what is allowed, one text per language."""
        return [_message(column, lang, unit_shown(column, self.money)) for lang in LANGUAGES]

    def _about(self, column: Column) -> list[str]:
        state = "key" if column.is_key else "required" if column.required else "optional"
        needed = [say(f"city.workbook.{state}", lang) for lang in LANGUAGES]
        return [*self._messages(column), *needed]


def _message(column: Column, lang: str, unit: str) -> str:
    parts = [column.sentence[lang]]
    if unit:
        parts.append(say("city.workbook.unit", lang, unit=unit))
    if column.refers_to:
        key = "refers_or_all" if column.allows_city_wide else "refers"
        parts.append(say(f"city.workbook.{key}", lang, table=column.refers_to[0]))
    if column.choices:
        parts.append(say("city.workbook.choose", lang, choices=", ".join(column.choices)))
    return " ".join(parts)


def _notes(name: str, words: dict[str, str]) -> dict[str, object]:
    """Input message and error message of a cell, as long as a spreadsheet program takes them."""
    return {
        "input_title": name[:TITLE],
        "input_message": "\n".join(words.values())[:MESSAGE],
        "error_title": name[:TITLE],
        "error_message": "\n".join(say("city.workbook.wrong", lang) for lang in LANGUAGES),
        "ignore_blank": True,
    }


def _rule(table: Table, column: Column) -> dict[str, object]:
    """The drop-down or the limits of a column's cells."""
    if column.choices:
        place = [(name, c.name) for name, c in _choices()].index((table.name, column.name))
        return {"validate": "list", "source": _range(LISTS_SHEET, place, len(column.choices) + 1)}
    if column.refers_to:
        other, key = column.refers_to
        place = declared()[other].names.index(key)
        keys = _range(other, place, LAST_ROW)
        source = f"=OFFSET({keys[1:].split(':')[0]},0,0,MAX(1,COUNTA({keys[1:]})),1)"
        kind = "warning" if column.allows_city_wide else "stop"
        return {"validate": "list", "source": source, "error_type": kind}
    if column.is_numeric:
        low = -LARGEST if column.minimum is None else column.minimum
        high = LARGEST if column.maximum is None else column.maximum
        return _between(column.kind != "number", low, high)
    return {"validate": "any"}


def _between(whole: bool, low: float, high: float) -> dict[str, object]:
    return {
        "validate": "integer" if whole else "decimal", "criteria": "between",
        "minimum": low, "maximum": high,
    }  # fmt: skip


def _choices() -> list[tuple[str, Column]]:
    """Every column with allowed words, with its table."""
    return [(name, c) for name, table in declared().items() for c in table.columns if c.choices]


def _range(sheet: str, column: int, last: int) -> str:
    name = xlsxwriter.utility.xl_col_to_name(column)
    return f"={sheet}!${name}$2:${name}${last}"
