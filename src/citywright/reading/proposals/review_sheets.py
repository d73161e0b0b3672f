"""The review workbook as it comes back: answers and cells of every sheet, nothing run.

A cell that holds a formula is its text; the check of the city refuses it by name.
"""

import json
import warnings
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import openpyxl

from citywright.city.declaration import declared
from citywright.city.raw import as_day, as_text
from citywright.errors import ReadingError
from citywright.reading.formats.limits import check_packed
from citywright.reading.proposals.tabled import tabled
from citywright.words import LANGUAGES, say

HELP, DOUBTS, LISTS, MODEL_SHEET = "review", "tampering", "lists", "model"
"""Names of the sheets beside those of the tables."""
BEFORE = ("accept", "id", "state")
AFTER = ("missing", "said", "there", "quote", "place", "rule", "confidence", "document")
"""Columns before and after those of the table."""
MOST_ROWS = 100_000


def head_of_column(name: str) -> str:
    """The head of a column of the review, in both languages."""
    return " ".join(say(f"reading.review.column.{name}", lang) for lang in reversed(LANGUAGES))


def sheet_entries(path: Path) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """(place, entry) of every row of the workbook that has an id, in the form of the JSON list.

    Raises
    ------
    ReadingError
        reading.review.damaged, and what `check_packed` raises.
    """
    check_packed(path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles, which are not read
            book = openpyxl.load_workbook(path, read_only=True, keep_links=False)
        sheets = {sheet.title: list(_rows(sheet)) for sheet in book.worksheets}
        book.close()
    except ReadingError:
        raise
    except Exception as error:  # noqa: BLE001  (a damaged workbook raises errors of every kind)
        why = (str(error).splitlines() or [type(error).__name__])[0][:100]
        raise ReadingError("reading.review.damaged", place=path.name, why=why) from None
    of_model = dict(_of_model(sheets.get(MODEL_SHEET, []), path))
    for name, rows in sheets.items():
        if name in tabled() or name == DOUBTS:
            yield from _entries(name, rows, path, of_model)


def _rows(sheet: Any) -> Iterator[tuple[object, ...]]:  # noqa: ANN401
    sheet.reset_dimensions()  # what the file says of its size may be wrong
    for line, cells in enumerate(sheet.iter_rows(values_only=True)):
        if line > MOST_ROWS:
            raise ValueError(f"> {MOST_ROWS} rows")
        yield cells


def _entries(
    name: str,
    rows: list[tuple[object, ...]],
    path: Path,
    of_model: Mapping[str, Mapping[str, Any]],
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    own = {head_of_column(word): word for word in ("accept", "id", "word")}
    heads = [own.get(str(cell), str(cell or "")) for cell in rows[0]] if rows else []
    columns = set(declared()[name].names) if name in tabled() else set()
    for line, cells in enumerate(rows[1:], 2):
        found = dict(zip(heads, cells, strict=False))
        if found.get("id") in (None, ""):
            continue
        place = f"{path.name}[{name}]:{line}"
        entry: dict[str, Any] = {"id": found["id"], "accept": found.get("accept")}
        if columns:
            entry["row"] = {c: _cell(found[c], place) for c in heads if c in columns and c in found}
        else:
            entry["word"] = _cell(found.get("word"), place)
        yield place, {**of_model.get(str(found["id"]), {}), **entry}


def _cell(value: object, place: str) -> str:
    """A cell as text; a day as the calendar writes it."""
    text = as_text(as_day(value))
    if text is None:
        raise ReadingError("reading.review.damaged", place=place, why=str(value)[:40])
    return text


def _of_model(
    rows: list[tuple[object, ...]], path: Path
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for cells in rows:
        try:
            made = json.loads(str(cells[0]))
            yield str(made["id"]), made
        except (ValueError, KeyError, TypeError, IndexError, RecursionError) as error:
            why = type(error).__name__
            raise ReadingError("reading.review.damaged", place=path.name, why=why) from None
