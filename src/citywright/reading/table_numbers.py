"""Numbers in tables: a row names the indicator and a column the year, or a column both what and unit."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from citywright.reading.lexicon.quantities import pattern_of
from citywright.reading.tables import lines_of_cells
from citywright.reading.times import Year, years_in
from citywright.reading.view import View

Span = tuple[int, int]
SIGNS = ("at_least", "at_most", "above", "below", "about")
"""Meanings of the signs beside the number of a cell; each is a group of the pattern `table_number`."""


@dataclass(frozen=True)
class Cell:
    """A number of a table: its span in the view, the span of its row, what row and column say.

    unit : of the column or the row; empty where the cell is words that hold their own number and unit
    goal : the column says that it is to be reached; comparison : by the sign beside the number
    first : the earliest year of the columns
    """

    span: Span
    row: Span
    text: str
    row_name: str
    year: Year | None
    unit: str
    goal: bool = False
    comparison: str = "exact"
    first: int | None = None


def table_cells(view: View) -> list[Cell]:
    """Numbers below a line of headings with a year or a goal, or with units in brackets."""
    found: list[Cell] = []
    header: list[str] = []
    for (start, end), cells in lines_of_cells(view):
        words = [view.text[a:b].strip() for a, b in cells]
        if len(words) < 2:
            header = []
        elif _is_header(words) or _has_units(words):
            header = words
        elif header and pattern_of("table_rule").match(view.text[start:end]):
            continue
        elif header and len(words) == len(header):
            found += _of_row(header, words, cells, (start, end))
        else:
            header = []
    return found


def _is_header(words: Sequence[str]) -> bool:
    years = any(pattern_of("table_year").match(word) for word in words)
    goals = any(pattern_of("table_aim").match(word) for word in words)
    units = sum(pattern_of("table_unit").match(word) is not None for word in words)
    named = any(pattern_of("table_name").match(word) for word in words)
    return (years and (units == 1 or named)) or (goals and named)


def _has_units(words: Sequence[str]) -> bool:
    """Whether a line names columns of which two at least say their unit in brackets."""
    return sum(pattern_of("table_column").match(word) is not None for word in words) > 1


def _of_row(
    header: Sequence[str], words: Sequence[str], cells: Sequence[Span], row: Span
) -> list[Cell]:
    if not _is_header(header):
        return [
            Cell(span, row, word, column["name"], None, column["unit"])
            for name, word, span in zip(header, words, cells, strict=True)
            if (column := pattern_of("table_column").match(name))
            and pattern_of("table_plain").match(word)
        ]
    named, unit = _name_and_unit(header, words)
    years = [year for head in header if (year := pattern_of("table_year").match(head))]
    numbers = [int(year["year"]) for year in years]
    first = min(numbers, default=None)
    # what grows on average does so from the year after the first column to the last
    period = [numbers[0] + 1, numbers[-1]] if len(numbers) > 1 else None
    found = []
    for head, word, span in zip(header, words, cells, strict=True):
        year = pattern_of("table_year").match(head)
        grows = pattern_of("table_growth").match(head)
        if not (year or grows or pattern_of("table_aim").match(head)):
            continue
        own = (year and year["unit"]) or unit
        said: Year | None = int(year["year"]) if year else None
        if grows:
            own, said = "%", next((one for _, one in years_in(head, None)), period)
        goal = pattern_of("table_goal").search(head) is not None
        number = pattern_of("table_number").match(word)
        if number and own:
            at = span[0] + number.start("number")
            place, text = (at, at + len(number["number"])), number["number"]
            meant = "growth" if grows else _sign(number)
            found.append(Cell(place, row, text, named, said, own, goal, meant, first))
        elif number is None and any(one.isdigit() for one in word):
            meant = "growth" if grows else "exact"
            found.append(Cell(span, row, word, named, said, "", goal, meant, first))
    return found


def _name_and_unit(header: Sequence[str], words: Sequence[str]) -> tuple[str, str]:
    """What a row measures, and in which unit: by its column, else in brackets behind the name."""
    names = [n for n, head in enumerate(header) if pattern_of("table_name").match(head)]
    plain = [n for n, head in enumerate(header) if not pattern_of("table_serial").match(head)]
    name = words[(names or plain or [0])[0]]
    units = [n for n, head in enumerate(header) if pattern_of("table_unit").match(head)]
    bracket = pattern_of("table_own_unit").search(name)
    if units:
        return name, words[units[0]]
    return (name[: bracket.start()], bracket["unit"]) if bracket else (name, "")


def _sign(number: re.Match[str]) -> str:
    return next((one for one in SIGNS if number[one] or number[f"{one}_behind"]), "exact")
