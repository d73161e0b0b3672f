"""A plan as a workbook: every table of it with units in the headers, and one native chart."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from citywright.city import City
from citywright.city.whole import write_whole_file
from citywright.city.workbook_writer import ExactNumber, exact_text
from citywright.plan.result import Plan
from citywright.report.basis_tables import assumption_table, quotation_table, source_table
from citywright.report.facts import Proof, basis, gdp_indicator, statement, tiles
from citywright.report.hour_facts import by_hour
from citywright.report.hour_tables import BOOK_KEYS, hour_tables
from citywright.report.hour_words import hour_sentences
from citywright.report.names import Names
from citywright.report.outcome_tables import (
    factor_table,
    indicator_table,
    load_table,
    people_table,
    sector_table,
    supply_table,
    target_table,
)
from citywright.report.price_tables import price_table
from citywright.report.project_tables import calendar_table, project_table, reason_table
from citywright.report.strategy_tables import (
    honour_table,
    strategy_paths,
    strategy_table,
    task_table,
)
from citywright.report.table import NUMBERS, Column, Table, missing

OPTIONS = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
STYLES: dict[str, dict[str, object]] = {
    "title": {"bold": True, "font_size": 16},
    "label": {"bold": True, "valign": "top"},
    "line": {"text_wrap": True, "valign": "top"},
    "head": {"bold": True, "bg_color": "#1F4E5F", "font_color": "#FFFFFF", "text_wrap": True,
             "valign": "top", "border": 1, "border_color": "#FFFFFF"},
    "text": {"num_format": "@", "valign": "top"},
    "long": {"num_format": "@", "valign": "top", "text_wrap": True},
    "number": {"num_format": "#,##0.00", "valign": "top"},
    "mixed": {"num_format": "#,##0.0###", "valign": "top"},
    "own": {"num_format": "#,##0.0#####", "valign": "top"},
    "exact": {"num_format": "General", "valign": "top"},
    "count": {"num_format": "#,##0", "valign": "top"},
    "year": {"num_format": "0", "valign": "top"},
    "percent": {"num_format": "0.0%", "valign": "top"},
}  # fmt: skip
SHEETS = (
    "summary", "calendar", "reasons", "projects", "indicators", "targets", "strategy",
    "strategy_paths", "tasks", "honours", "factors", "prices", "sectors", "load", "supply", "people",
    "assumptions", "quotations", "sources",
)  # fmt: skip
"""Sheets in their order; report.sheet.<key> is the name of each."""
WIDEST = 60
"""Widest column, in characters."""


def write_plan_workbook(
    city: City, plan: Plan, proof: Proof | None, lang: str, path: Path, replace: bool = False
) -> None:
    """Write the plan as a workbook; it appears whole or not at all.

    Text is written as text, never as a formula; the same plan gives the same bytes.

    Raises
    ------
    UsageError
        `path` is there already and `replace` is not set.
    """
    names = Names(city, lang)
    with write_whole_file(path, replace) as part:
        book = xlsxwriter.Workbook(str(part), dict(OPTIONS))
        book.set_properties({"created": dt.datetime(2000, 1, 1), "title": _title(names, plan)})
        writer = Writer(book, names)
        writer.summary(plan, proof)
        for table in _tables(names, plan):
            writer.table(table)
        writer.chart(plan)
        book.close()


def _title(names: Names, plan: Plan) -> str:
    return names.say(
        "title", city=names.city.settings.name(names.lang), first=plan.years[0], last=plan.years[-1]
    )


def _tables(names: Names, plan: Plan) -> list[Table]:
    made = (
        calendar_table(names, plan), reason_table(names, plan), project_table(names, plan),
        indicator_table(names, plan), target_table(names, plan), factor_table(names, plan),
        price_table(names, plan, None), sector_table(names, plan), load_table(names, plan),
        supply_table(names, plan), people_table(names, plan), assumption_table(names),
        quotation_table(names), source_table(names), strategy_table(names, plan), strategy_paths(names, plan),
        task_table(names), honour_table(names),
    )  # fmt: skip
    by_key = {table.key: table for table in (*made, *hour_tables(names, plan))}
    return [by_key[key] for key in sheets_of(plan) if key in by_key]


def sheets_of(plan: Plan) -> tuple[str, ...]:
    """Sheets of a plan's workbook in their order; those of power by the hour after the supply."""
    place = SHEETS.index("supply") + 1
    return (*SHEETS[:place], *(BOOK_KEYS if by_hour(plan) else ()), *SHEETS[place:])


class Writer:
    """One workbook on its way."""

    def __init__(self, book: Any, names: Names) -> None:  # noqa: ANN401  (XlsxWriter is untyped here)
        self.book = book
        self.names = names
        self.formats = {name: book.add_format(style) for name, style in STYLES.items()}

    def sheet(self, name: str) -> Any:  # noqa: ANN401
        """A new sheet that prints on pages one sheet wide, its first row repeated."""
        sheet = self.book.add_worksheet(name)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        return sheet

    def summary(self, plan: Plan, proof: Proof | None) -> None:
        """The first sheet: the numbers that matter, the proof, what the result rests on."""
        names = self.names
        sheet = self.sheet(names.say("sheet.summary"))
        sheet.hide_gridlines(2)
        sheet.set_column(0, 0, 46)
        sheet.set_column(1, 1, 16)
        sheet.set_column(2, 2, 90)
        self._text(sheet, 0, 0, _title(names, plan), "title")
        row = 2
        for tile in tiles(names, plan):
            for k, text in enumerate((tile.label, f"{tile.value} {tile.unit}", tile.line)):
                self._text(sheet, row, k, text, "line" if k else "label")
            row += 1
        said = statement(names, plan, proof)
        power = hour_sentences(names, plan)
        first = {
            said.lines[0]: said.title,
            **{line: names.say("section.power") for line in power[:1]},
        }
        for text in (*said.lines, *power):
            label = first.get(text, "")
            self._text(sheet, row, 0, label, "label")
            self._text(sheet, row, 2, text, "line")
            row += 1
        for bar in basis(names, plan):
            row += 1
            self._text(sheet, row, 0, bar.label, "line")
            for k, (quality, share) in enumerate(bar.shares, start=row + 1):
                self._text(sheet, k, 0, names.word("quality", quality), "text")
                sheet.write_number(k, 1, share, self.formats["percent"])
            row += len(bar.shares) + 1
        self.next_row = row + 1
        self.first = sheet

    def table(self, table: Table) -> None:
        """One sheet: headers with units, frozen; numbers as numbers, all else as text."""
        sheet = self.sheet(self.names.say(f"sheet.{table.key}"))
        texts = table.texts(self.names)
        for k, column in enumerate(table.columns):
            self._text(sheet, 0, k, column.header, "head")
            sheet.set_column(k, k, _width(column, [row[k] for row in texts]))
        sheet.freeze_panes(1, 1)
        for i, (row, shown) in enumerate(zip(table.rows, texts, strict=True), start=1):
            for k, (column, value) in enumerate(zip(table.columns, row, strict=True)):
                self._cell(sheet, (i, k), column, value, shown[k])
        if table.rows:
            sheet.autofilter(0, 0, len(table.rows), len(table.columns) - 1)

    def chart(self, plan: Plan) -> None:
        """Value added with and without the plan, on the first sheet."""
        code = gdp_indicator(self.names.city)
        codes = list(self.names.city.tables["indicators"]["indicator"])
        if code is None:
            return
        years = len(plan.tables["indicators"]["year"].unique())
        chart = self.book.add_chart({"type": "line"})
        name, first = self.names.say("sheet.indicators"), 1 + 2 * codes.index(code)
        for row, style in ((first, "solid"), (first + 1, "dash")):
            chart.add_series({
                "name": [name, row, 2], "categories": [name, 0, 3, 0, 2 + years],
                "values": [name, row, 3, row, 2 + years],
                "line": {"color": "#1B7F79" if style == "solid" else "#8A94A0", "width": 2.25,
                         "dash_type": style},
            })  # fmt: skip
        unit = self.names.city.tables["indicators"].set_index("indicator")["unit"][code]
        chart.set_title({"name": self.names.of("indicators", code), "name_font": {"size": 12}})
        chart.set_y_axis({"name": self.names.unit(unit), "num_format": "#,##0"})
        chart.set_legend({"position": "bottom"})
        chart.set_size({"width": 760, "height": 320})
        self.first.insert_chart(self.next_row, 0, chart)

    def _cell(
        self,
        sheet: Any,  # noqa: ANN401
        place: tuple[int, int],
        column: Column,
        value: object,
        shown: str,
    ) -> None:
        if column.kind in (*NUMBERS, "year") and not isinstance(value, str):
            if not missing(value):
                sheet.write_number(*place, ExactNumber(str(value)), self.formats[column.kind])
            return
        self._text(sheet, *place, shown, "long" if len(shown) > WIDEST else "text")

    def _text(self, sheet: Any, row: int, column: int, text: str, style: str) -> None:  # noqa: ANN401
        sheet.write_string(row, column, exact_text(text), self.formats[style])


def _width(column: Column, texts: Sequence[str]) -> float:
    """Wide enough for its longest text; a Chinese character is as wide as two others."""
    longest = max((_wide(text) for text in texts), default=0)
    return float(min(WIDEST, max(longest, _wide(column.header) / 1.6, 8)) + 2)


def _wide(text: str) -> int:
    return sum(2 if ord(sign) > 0x2E7F else 1 for sign in text)
