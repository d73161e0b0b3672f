"""Numbers in tables: a row names the indicator and a column the year, or a column both what and unit."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from citywright.reading.lexicon.quantities import pattern_of
from citywright.reading.tables import lines_of_cells
from citywright.reading.times import Year, years_in
from citywright.reading.view import View

Span = tuple[int, int]
LONGEST_UNITS = 80
"""Characters of a line that says the units of a table."""
SIGNS = ("at_least", "at_most", "above", "below", "about")
"""Meanings of the signs beside the number of a cell; each is a group of the pattern `table_number`."""
LEADING = 40
"""Characters at the end of a line above a table that say what it holds."""


@dataclass(frozen=True)
class Cell:
    """A number of a table: its span in the view, the span of its row, what row and column say.

    unit : of the column or the row; empty where the cell is words that hold their own number and unit
    goal : the column says that it is to be reached; comparison : by the sign beside the number
    first : the earliest year of the columns; size : the column says a cost or a size of what the row names
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
    size: bool = False


@dataclass
class Table:
    """A table that is being read: its heads, and the units of a line above (in order of its numbers).

    goal : the line above leads to goals (targets by county:)
    """

    header: Sequence[str] = ()
    units: Sequence[str] = ()
    goal: bool = False


def table_cells(view: View) -> list[Cell]:
    """Numbers below a line of headings that say years or goals, or with units in brackets or above."""
    found: list[Cell] = []
    table = Table()
    above: Sequence[str] = ()
    before = ""
    for (start, end), cells in lines_of_cells(view):
        line = view.text[start:end]
        words = [view.text[a:b].strip() for a, b in cells]
        said = pattern_of("table_units").search(line) if len(line) < LONGEST_UNITS else None
        if said:
            table, above = Table(), pattern_of("unit_mark").split(said["units"])
        elif len(words) < 2:
            # a line of one cell may group the rows
            table = table if pattern_of("table_group").match(line) else Table()
            above = ()
        elif table.header and pattern_of("table_rule").match(line):
            continue
        elif _is_header(words) or _is_record_header(words, table, above):
            table, above = Table(words, above, _leads_to_goals(before)), ()
        elif table.header and len(words) == len(table.header):
            found += _of_row(table, words, cells, (start, end))
        else:
            table, above = Table(), ()
        before = line[-LEADING:]
    return found


def _leads_to_goals(line: str) -> bool:
    return pattern_of("table_leads").search(line) is not None


def _is_header(words: Sequence[str]) -> bool:
    """Whether a line names a column of indicators, and others of years, goals, or with their unit beside."""
    if _has_numbers(words):
        return False
    years = any(pattern_of("table_year").match(word) for word in words)
    goals = any(pattern_of("table_aim").match(word) for word in words)
    units = sum(pattern_of("table_unit").match(word) is not None for word in words)
    named = any(pattern_of("table_name").match(word) for word in words)
    return (years and (units == 1 or named)) or (named and (goals or units == 1))


def _has_numbers(words: Sequence[str]) -> bool:
    return any(
        pattern_of("table_number").match(word) and not pattern_of("table_year").match(word)
        for word in words
    )


def _is_record_header(words: Sequence[str], table: Table, above: Sequence[str]) -> bool:
    """Whether a line names columns: their units stand above, or in brackets behind one of three, or two."""
    goes_on = len(words) == len(table.header) and _is_header(table.header)
    if goes_on or _has_numbers(words):
        return False
    if above:
        return True
    measured = sum(_column(word) is not None for word in words)
    return measured > 1 or (measured == 1 and len(words) > 2)


def _column(word: str) -> re.Match[str] | None:
    hit = pattern_of("table_column").match(word)
    return hit if hit and pattern_of("table_unit_word").match(hit["unit"]) else None


def _of_row(table: Table, words: Sequence[str], cells: Sequence[Span], row: Span) -> Iterator[Cell]:
    if _is_header(table.header):
        return _of_indicator(table.header, words, cells, row)
    return _of_record(table, words, cells, row)


def _of_record(
    table: Table, words: Sequence[str], cells: Sequence[Span], row: Span
) -> Iterator[Cell]:
    """Numbers of a row whose columns say what they measure; their units in brackets or above, in order."""
    plain = [
        n
        for n, (head, word) in enumerate(zip(table.header, words, strict=True))
        if pattern_of("table_amount").match(word) and not pattern_of("table_serial").match(head)
    ]
    # one unit above is that of all columns
    units = [*table.units] if len(table.units) > 1 else [*table.units] * len(plain)
    for n, above in zip(plain, units + [""] * len(plain), strict=False):
        head, word = table.header[n], words[n]
        column = _column(head)
        unit = column["unit"] if column else above
        if not unit or not pattern_of("table_plain").match(word):
            continue
        name = column["name"] if column else head
        year = next((one for _, one in years_in(name, None)), None)
        size = pattern_of("table_size").search(name) is not None
        goal = not size and (table.goal or pattern_of("table_goal").search(name) is not None)
        bare = pattern_of("table_years").sub("", name)
        yield Cell(cells[n], row, word, bare, year, unit, goal, size=size)


def _of_indicator(
    header: Sequence[str], words: Sequence[str], cells: Sequence[Span], row: Span
) -> Iterator[Cell]:
    """Numbers of a row that names its indicator, in columns of years, goals and growth.

    Beside a column of units, without years, in all columns of numbers.
    """
    named, unit = _name_and_unit(header, words)
    years = [year for head in header if (year := pattern_of("table_year").match(head))]
    numbers = [int(year["year"]) for year in years]
    first = min(numbers, default=None)
    # what grows on average does so from the year after the first column to the last, else in the last
    period = [numbers[0] + 1, numbers[-1]] if len(numbers) > 1 else None
    last = numbers[-1] if numbers else None
    plain = not years and _has_units(header, unit)
    for head, word, span in zip(header, words, cells, strict=True):
        year = pattern_of("table_year").match(head)
        grows = pattern_of("table_growth").match(head)
        if not (year or grows or pattern_of("table_aim").match(head)) and not (
            plain
            and pattern_of("table_plain").match(word)
            and not pattern_of("table_serial").match(head)
        ):
            continue
        own = (year and year["unit"]) or unit
        said: Year | None = int(year["year"]) if year else None
        column = _column(head)
        if grows:
            averaged = pattern_of("on_average").search(head) is not None
            own, said = (
                "%",
                next((one for _, one in years_in(head, None)), period if averaged else last),
            )
        elif column and not year:
            own = column["unit"]
        # a rise beside the last year is meant as its number is
        told = years[-1][0] if grows and years and said == last else head
        goal = pattern_of("table_goal").search(told) is not None
        number = pattern_of("table_number").match(word)
        if number and own:
            at = span[0] + number.start("number")
            place, text = (at, at + len(number["number"])), number["number"]
            meant = _change(number) if grows else _sign(number)
            yield Cell(place, row, text, named, said, own, goal, meant, first)
        elif number is None and any(one.isdigit() for one in word):
            meant = "growth" if grows else "exact"
            yield Cell(span, row, word, named, said, "", goal, meant, first)


def _has_units(header: Sequence[str], unit: str) -> bool:
    """Whether a column says units, and a row such a one."""
    known = pattern_of("table_unit_word").match(unit) is not None
    return known and any(pattern_of("table_unit").match(head) for head in header)


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


def _change(number: re.Match[str]) -> str:
    return "fall" if number["fall"] else "growth"
