"""The review workbook: one sheet per table, a column for yes or no, the quotation beside each row.

Text is written as text, never as a formula. Yellow cells have to be filled before a row can be accepted.
"""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from citywright.city.declaration import Column, declared
from citywright.city.whole import write_whole_file
from citywright.city.workbook_writer import ExactNumber, exact_text
from citywright.reading.proposals.known import Known
from citywright.reading.proposals.proposal import MODEL
from citywright.reading.proposals.review_sheets import (
    AFTER,
    BEFORE,
    DOUBTS,
    HELP,
    LISTS,
    MODEL_SHEET,
    head_of_column,
)
from citywright.report.reading_console import rule_said
from citywright.words import LANGUAGES, say

OPTIONS = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
STYLES: dict[str, dict[str, object]] = {
    "text": {"num_format": "@", "valign": "top", "text_wrap": True},
    "number": {"num_format": "General", "valign": "top"},
    "missing": {"num_format": "@", "bg_color": "#FFF2CC", "valign": "top", "border": 1},
    "differs": {"num_format": "@", "bg_color": "#F8CBAD", "valign": "top", "text_wrap": True},
    "grey": {"num_format": "@", "font_color": "#7F7F7F", "valign": "top", "text_wrap": True},
    "answer": {"num_format": "@", "bg_color": "#E2EFDA", "valign": "top", "border": 1},
    "head": {"bold": True, "bg_color": "#1F4E79", "font_color": "#FFFFFF", "text_wrap": True},
    "own": {"bold": True, "bg_color": "#D9D9D9", "text_wrap": True},
    "line": {"text_wrap": True, "valign": "top"},
}
WIDTHS = {"quote": 60, "there": 40, "missing": 24, "said": 30, "rule": 30, "note": 24}
NAMED = ("title_", "name_", "recipient_")
LAST_LISTED = 2_000
"""Keys of another table that a drop-down offers."""


def write_review(
    documents: Sequence[Mapping[str, Any]], known: Known, lang: str, path: Path
) -> None:
    """Write the workbook of what is to be reviewed; it appears whole or not at all.

    documents : the JSON forms of documents that were read

    Raises
    ------
    UsageError
        `path` is there already.
    """
    with write_whole_file(path) as part:
        book = xlsxwriter.Workbook(str(part), dict(OPTIONS))
        book.set_properties({"created": dt.datetime(2000, 1, 1)})
        writer = _Writer(book, known, lang)
        writer.write_help(documents)
        writer.write_doubts([one for d in documents for one in d["tampering"]])
        proposals = [one for d in documents for one in d["proposals"]]
        names = {d["document"]["sha256"]: d["document"]["name"] for d in documents}
        for table in declared():
            found = [one for one in proposals if one["table"] == table]
            if found:
                writer.write_table(table, found, names)
        writer.write_model([one for one in proposals if one["rule"].startswith(MODEL)])
        writer.write_lists()
        book.close()


class _Writer:
    """One workbook on its way."""

    def __init__(self, book: Any, known: Known, lang: str) -> None:  # noqa: ANN401
        self.book, self.known, self.lang = book, known, lang
        self.formats = {name: book.add_format(style) for name, style in STYLES.items()}
        self.listed: dict[str, list[str]] = {}

    def write_help(self, documents: Sequence[Mapping[str, Any]]) -> None:
        """The first sheet: how to review, and which documents with which findings."""
        sheet = self.book.add_worksheet(HELP)
        sheet.hide_gridlines(2)
        sheet.set_column(0, 0, 110, self.formats["line"])
        lines = [say(f"reading.review.help.{k}", self.lang) for k in range(1, 7)]
        for one in documents:
            lines.append("")
            lines.append(f"{one['document']['name']}  (SHA-256 {one['document']['sha256']})")
            lines += [f"- {finding['text']}" for finding in one["document"]["findings"]]
        for row, line in enumerate(lines):
            sheet.write_string(row, 0, exact_text(line), self.formats["line"])

    def write_doubts(self, doubts: Sequence[Mapping[str, Any]]) -> None:
        """The sheet of overwritten words, each to be answered before any row is taken."""
        if not doubts:
            return
        sheet = self._sheet(DOUBTS, ("accept", "id", "text", "count", "word", "clues"), ())
        for row, one in enumerate(doubts, 1):
            clues = "; ".join(f"{c['text']} → {c['points_to']}" for c in one["clues"])
            word = "" if one["proposal"] == "unknown" else one["proposal"]
            self._answer(sheet, row)
            for k, text in enumerate((one["id"], one["text"], str(len(one["spans"])), word, clues)):
                self._text(sheet, row, k + 1, text, "text")

    def write_table(
        self, table: str, found: Sequence[Mapping[str, Any]], names: Mapping[str, str]
    ) -> None:
        """The sheet of one table: answer and state, the cells, then what the document says."""
        columns = declared()[table].columns
        sheet = self._sheet(table, BEFORE, AFTER, columns)
        for row, one in enumerate(found, 1):
            self._answer(sheet, row)
            self._text(sheet, row, 1, one["id"], "grey")
            self._text(sheet, row, 2, say(f"reading.state.{one['state']}", self.lang), "grey")
            for k, column in enumerate(columns, len(BEFORE)):
                self._cell(sheet, (row, k), column, one)
            for k, text in enumerate(self._after(one, names), len(BEFORE) + len(columns)):
                self._text(sheet, row, k, text, "grey")
        for k, column in enumerate(columns, len(BEFORE)):
            rule = self._rule(column)
            if rule:
                sheet.data_validation(1, k, len(found), k, rule)

    def write_model(self, found: Sequence[Mapping[str, Any]]) -> None:
        """A hidden sheet with the whole of what a model proposed: it cannot be read again."""
        if not found:
            return
        sheet = self.book.add_worksheet(MODEL_SHEET)
        sheet.hide()
        for row, one in enumerate(found):
            sheet.write_string(row, 0, exact_text(json.dumps(one, ensure_ascii=False)))

    def write_lists(self) -> None:
        """A hidden sheet of the keys that drop-downs offer."""
        if not self.listed:
            return
        sheet = self.book.add_worksheet(LISTS)
        sheet.hide()
        for k, keys in enumerate(self.listed.values()):
            for row, key in enumerate(keys):
                sheet.write_string(row, k, exact_text(key))

    def _sheet(
        self,
        name: str,
        before: Sequence[str],
        after: Sequence[str],
        columns: Sequence[Column] = (),
    ) -> Any:  # noqa: ANN401
        sheet = self.book.add_worksheet(name)
        sheet.freeze_panes(1, 1)
        heads = [*before, *(c.name for c in columns), *after]
        for k, head in enumerate(heads):
            is_column = len(before) <= k < len(before) + len(columns)
            shown = head if is_column else head_of_column(head)
            sheet.write_string(0, k, shown, self.formats["head" if is_column else "own"])
            width = 28 if head.startswith(NAMED) else WIDTHS.get(head, 14)
            sheet.set_column(k, k, width)
            if is_column:
                words = columns[k - len(before)].sentence
                comment = "\n".join(words[lang] for lang in LANGUAGES)
                sheet.write_comment(0, k, comment, {"x_scale": 2.5})
        return sheet

    def _answer(self, sheet: Any, row: int) -> None:  # noqa: ANN401
        sheet.write_blank(row, 0, None, self.formats["answer"])
        words = [say(f"reading.review.{answer}", self.lang) for answer in ("yes", "no")]
        sheet.data_validation(row, 0, row, 0, {"validate": "list", "source": words})

    def _cell(
        self,
        sheet: Any,  # noqa: ANN401
        place: tuple[int, int],
        column: Column,
        one: Mapping[str, Any],
    ) -> None:
        text = one["row"].get(column.name, "")
        if column.name in one["missing"]:
            sheet.write_blank(*place, None, self.formats["missing"])
        elif text and column.is_numeric:
            sheet.write_number(*place, ExactNumber(float(text)), self.formats["number"])
        elif text:
            style = "differs" if column.name in one["differs"] else "text"
            self._text(sheet, *place, text, style)

    def _after(self, one: Mapping[str, Any], names: Mapping[str, str]) -> list[str]:
        there = [f"{name}: {one['there'].get(name, '')}" for name in one["differs"]]
        said = [f"{name}: {value}" for name, value in one["said"].items()]
        return [
            ", ".join(one["missing"]), "; ".join(said), "; ".join(there), one["quote"],
            f"{one['start']}:{one['end']}", rule_said(one["rule"], self.lang),
            f"{one['confidence']:.2f}", names.get(one["document"], one["document"]),
        ]  # fmt: skip

    def _text(self, sheet: Any, row: int, k: int, text: str, style: str) -> None:  # noqa: ANN401
        if text:
            sheet.write_string(row, k, exact_text(text), self.formats[style])

    def _rule(self, column: Column) -> dict[str, object] | None:
        """The drop-down of a column: its words, or the keys of the table that it refers to."""
        if column.choices:
            return {"validate": "list", "source": list(column.choices)}
        if column.refers_to is None:
            return None
        other, key = column.refers_to
        name = f"{other}.{key}"
        if name not in self.listed:
            keys = [row[key] for row in self.known.of(other)][:LAST_LISTED]
            if not keys:
                return None
            self.listed[name] = keys
        at = xlsxwriter.utility.xl_col_to_name(list(self.listed).index(name))
        source = f"={LISTS}!${at}$1:${at}${len(self.listed[name])}"
        return {"validate": "list", "source": source, "error_type": "warning"}
