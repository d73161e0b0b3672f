"""Numbers in the words of the rows of a table: goals in a column of goals or tasks, else what describes.

So "Street lamps | 900 new lamps | Bureau of Works | by 2024" below "Name | Goal | Owner | Deadline".
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from citywright.reading.comparisons import comparison
from citywright.reading.heading import Head
from citywright.reading.indicators import indicator
from citywright.reading.intent import is_timeless, spot_of
from citywright.reading.lexicon.quantities import pattern_of
from citywright.reading.quantity_numbers import Number, numbers_in
from citywright.reading.sentence_numbers import kind_of_value
from citywright.reading.tables import Row, Span, cells_of, table_rows
from citywright.reading.times import Year, years_in
from citywright.reading.view import View

SIZES = ("amount", "area")
"""Columns whose heads say what their cells measure."""
DESCRIBES = frozenset((*SIZES, "stage"))
"""Columns of a list of works, in whose rows no number is a task."""


@dataclass(frozen=True)
class Columns:
    """What the columns of all tables say of their cells.

    goals : cells that say what is to be reached, with their rows; heads : what a cell measures, by its head
    """

    goals: Mapping[Span, Row]
    heads: Mapping[Span, str]


def numbers_of_rows(
    view: View,
    head: Head,
    rows: Iterable[Span],
    taken: set[int],
    years: Mapping[Span, Year | None],
) -> Iterator[tuple[Span, Number, dict[str, object]]]:
    """Span, number and facts of each number in the words of rows.

    taken : ends of the cells whose numbers are known already; years : what the headings above a row say
    """
    columns = _columns(view)
    for row in rows:
        year = years.get(row) or head.year
        for cell in cells_of(view, *row):
            if not taken & {*cell}:
                yield from _of_words(view, cell, columns, head, year)


def _columns(view: View) -> Columns:
    rows = table_rows(view)
    return Columns(
        {cell: row for row in rows for cell in _goals(view, row)},
        {row.cells[one]: row.heads[one] for row in rows for one in SIZES if one in row.cells},
    )


def _of_words(
    view: View, cell: Span, columns: Columns, head: Head, year: Year | None
) -> Iterator[tuple[Span, Number, dict[str, object]]]:
    text, row = view.text[slice(*cell)], columns.goals.get(cell)
    for one in numbers_in(text, head.language):
        spot = spot_of(text, one, head.year)
        before, after = spot.before, spot.after
        aimed = row is not None and not is_timeless(spot)
        named = one.noun or indicator(before, after, head.language, one.unit)
        named = named or columns.heads.get(cell)
        if row and (not named or pattern_of("only_verb").fullmatch(named)):
            named = _what(view, row)
        meant = kind_of_value(one, comparison(before, after, one.unit, head.language))
        yield (cell[0] + one.start, cell[0] + one.end), one, {
            "year": _due(view, row, year) if row and aimed else None,
            "comparison": meant, "status": "target" if aimed else "fact", "indicator": named,
        }  # fmt: skip


def _goals(view: View, row: Row) -> list[Span]:
    """The cells of a row that say what is to be reached: its goal, else its task where one answers for it."""
    if "goal" in row.cells:
        return [row.cells["goal"]]
    if "task" not in row.cells or not row.cells.keys() & {"owner", "deadline"}:
        return []
    if row.cells.keys() & DESCRIBES:
        return []
    known = {span for meaning, span in row.cells.items() if meaning != "task"} | {*row.owners}
    return [cell for cell in cells_of(view, *row.span) if cell not in known]


def _due(view: View, row: Row, year: Year | None) -> Year | None:
    """The year of a goal in a table: that of its deadline, else the one that the table speaks of."""
    cell = row.cells.get("deadline")
    said = years_in(view.text[slice(*cell)], None) if cell else ()
    return said[-1][1] if said else year


def _what(view: View, row: Row) -> str | None:
    """What a row of a table is about: its task, else its name."""
    cell = row.cells.get("task") or row.cells.get("name")
    return view.text[slice(*cell)].strip() if cell else None
