"""The effects of events as a workbook: tables, native charts, and text ready to paste."""

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import xlsxwriter

from citywright.city import City
from citywright.city.whole import write_whole_file
from citywright.report.impact_tables import (
    building_table,
    event_table,
    leakage_sheet,
    level_rows,
    sector_table,
    skill_table,
    substitution_sheet,
    summary_table,
    tax_table,
)
from citywright.report.names import Names
from citywright.report.numbers import number, percent
from citywright.report.table import Table
from citywright.report.workbook import OPTIONS, Writer
from citywright.words import LANGUAGES, say

COLOURS = ("#1B7F79", "#E0A030", "#6C8EBF", "#8A94A0")
SHOWN = 10
"""Bars of a chart: the largest."""


def write_impact_workbook(
    city: City, document: Mapping[str, Any], lang: str, path: Path, replace: bool = False
) -> None:
    """Write the document of `impact_document` as a workbook; it appears whole or not at all.

    Text is written as text, never as a formula; the same document gives the same bytes.

    Raises
    ------
    UsageError
        `path` is there already and `replace` is not set.
    """
    names = Names(city, lang)
    with write_whole_file(path, replace) as part:
        book = xlsxwriter.Workbook(str(part), dict(OPTIONS))
        title = say("impact.title", lang, city=city.settings.name(lang))
        book.set_properties({"created": dt.datetime(2000, 1, 1), "title": title})
        writer = _ImpactWriter(book, names)
        writer.front(title, document)
        for table in _tables(names, document):
            writer.table(table)
        writer.method(document)
        writer.charts(document)
        book.close()


def _tables(names: Names, document: Mapping[str, Any]) -> list[Table]:
    made = [event_table(names, document), sector_table(names, document),
            leakage_sheet(names, document), substitution_sheet(names, document),
            skill_table(names, document)]  # fmt: skip
    if document["taxes"]:
        made.append(tax_table(names, document))
    if document["building"]:
        made.append(building_table(names, document))
    return made


class _ImpactWriter(Writer):
    """One workbook of effects on its way."""

    def front(self, title: str, document: Mapping[str, Any]) -> None:
        """The first sheet: who, what, the measures by stage, what it rests on."""
        names, lang = self.names, self.names.lang
        sheet = self.first = self.sheet(names.say("sheet.impact_summary"))
        sheet.fit_to_pages(1, 1)
        sheet.hide_gridlines(2)
        sheet.set_column(0, 0, 34)
        sheet.set_column(1, 5, 17)
        self._text(sheet, 0, 0, title, "title")
        for row, event in enumerate(document["events"], start=2):
            kind = say(f"impact.kind.{event['kind']}", lang)
            year = "" if event["year"] is None else str(event["year"])
            for k, text in enumerate((event["name"], kind, year)):
                self._text(sheet, row, k, text, "text" if k else "label")
        row = 3 + len(document["events"])
        row = self._block(summary_table(names, document), row)
        for line in self._lines(document):
            row += 1
            self._text(sheet, row, 0, line, "text")
        self.next_row = row + 2

    def _block(self, table: Table, row: int) -> int:
        """A table on the first sheet; the row after it."""
        for k, column in enumerate(table.columns):
            self._text(self.first, row, k, column.header, "head")
        texts = table.texts(self.names)
        for i, (values, shown) in enumerate(zip(table.rows, texts, strict=True), start=row + 1):
            for k, (column, value) in enumerate(zip(table.columns, values, strict=True)):
                self._cell(self.first, (i, k), column, value, shown[k])
        return row + len(table.rows) + 1

    def _lines(self, document: Mapping[str, Any]) -> list[str]:
        lang = self.names.lang
        unit = self.names.unit(document["money_unit"])
        shares = say("impact.and", lang).join(
            f"{say(f'impact.quality.{name}', lang)} {percent(share)}"
            for name, share in document["rests_on"].items()
        )
        lines = [
            say("impact.line.leakage", lang, amount=number(document["leakage"]), unit=unit),
            say("impact.line.quality", lang, shares=shares or say("impact.none", lang)),
        ]
        if document["building"]:
            lines.append(say("impact.line.building", lang))
        if document["interaction"]:
            rows = {r["measure"]: r["total"] for r in document["interaction"]}
            lines.append(
                say("impact.line.interaction", lang, amount=number(rows["value_added"]), unit=unit)
            )
        return lines

    def method(self, document: Mapping[str, Any]) -> None:
        """Text on method and assumptions, first in the language of the workbook."""
        sheet = self.sheet(self.names.say("sheet.impact_method"))
        sheet.set_column(0, 0, 120)
        row = 0
        for lang in sorted(LANGUAGES, key=lambda one: one != self.names.lang):
            self._text(sheet, row, 0, say("impact.method_title", lang), "label")
            for row, text in enumerate(document["method"][lang], start=row + 1):  # noqa: B020
                self._text(sheet, row, 0, text, "long")
            row += 2

    def charts(self, document: Mapping[str, Any]) -> None:
        """Value added by sector, products bought outside, jobs by skill, taxes by level."""
        lang, unit = self.names.lang, self.names.unit(document["money_unit"])
        sectors = min(SHOWN, len({r["sector"] for r in document["effects"]}))
        place = (self.first, self.next_row, 0)
        self._stacked("impact_sectors", sectors, (6, 7, 8), "impact.chart.sectors", unit, place)
        sheet = self._sheet("impact_leakages")
        products = min(SHOWN, len(document["leakages"]))
        self._stacked("impact_leakages", products, (2, 3, 4, 5), "impact.chart.leakages", unit,
                      (sheet, 1, 10))  # fmt: skip
        self._stacked("impact_jobs", len(document["skills"]), (1, 2, 3), "impact.chart.jobs",
                      self.names.unit("person"), (self._sheet("impact_jobs"), 1, 6), names=0)  # fmt: skip
        if document["taxes"]:
            self._tax_chart(document, lang, unit)

    def _tax_chart(self, document: Mapping[str, Any], lang: str, unit: str) -> None:
        """Totals by level beside the table of taxes, and their chart."""
        sheet = self._sheet("impact_taxes")
        heads = [say(f"impact.col.{k}", lang) for k in ("level", "tax_inside", "tax_beside")]
        for k, head in enumerate(heads, start=8):
            self._text(sheet, 0, k, f"{head} ({unit})" if k > 8 else head, "head")
            sheet.set_column(k, k, 22)
        for row, (level, inside, beside) in enumerate(level_rows(document), start=1):
            self._text(sheet, row, 8, say(f"impact.level.{level}", lang), "text")
            sheet.write_number(row, 9, inside, self.formats["own"])
            sheet.write_number(row, 10, beside, self.formats["own"])
        self._stacked(
            "impact_taxes", 3, (9, 10), "impact.chart.taxes", unit, (sheet, 5, 8), names=8
        )

    def _sheet(self, key: str) -> Any:  # noqa: ANN401  (XlsxWriter is untyped here)
        return self.book.get_worksheet_by_name(self.names.say(f"sheet.{key}"))

    def _stacked(
        self, key: str, count: int, columns: tuple[int, ...], title: str, unit: str,
        place: tuple[Any, int, int], names: int = 1,
    ) -> None:  # fmt: skip
        """A stacked bar chart of the first `count` rows of a sheet, the largest on top."""
        if not count:
            return
        chart = self.book.add_chart({"type": "bar", "subtype": "stacked"})
        sheet = self.names.say(f"sheet.{key}")
        for colour, column in zip(COLOURS, columns, strict=False):
            chart.add_series({
                "name": [sheet, 0, column], "categories": [sheet, 1, names, count, names],
                "values": [sheet, 1, column, count, column], "fill": {"color": colour}, "gap": 50,
            })  # fmt: skip
        chart.set_title({"name": say(title, self.names.lang), "name_font": {"size": 12}})
        chart.set_x_axis({"name": unit, "num_format": "#,##0.##"})
        chart.set_y_axis({"reverse": True, "label_position": "low"})
        chart.set_legend({"position": "bottom"})
        chart.set_size({"width": 760, "height": 90 + 30 * max(count, 5)})
        target, row, column = place
        target.insert_chart(row, column, chart)
