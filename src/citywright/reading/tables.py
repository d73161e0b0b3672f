"""Rows of tables whose columns have names: what stands below which heading.

A table is a line of at least three cells that names known columns, and the lines below it with as many
cells. Cells stand between tabs, else between upright strokes, else between blanks; between blanks none is
empty, and a name of two characters may be spaced. Lines of one cell group the rows of a table whose cells
tabs or strokes part; a row of such a table may lack cells at its left that were merged with those above.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from citywright.reading.lexicon.strategy import strategy_pattern
from citywright.reading.sentences import paragraphs
from citywright.reading.view import View, per_view

Span = tuple[int, int]
COLUMNS = ("goal", "name", "task", "owner", "deadline", "amount", "area", "stage", "programme")
"""Meanings of columns, each with its pattern `column_<meaning>`."""
FEWEST, LONGEST = 3, 400
"""Cells that a row of a table has at least; characters of a line that may be one."""
KNOWN = 4_096
"""Cells whose meaning is remembered."""


@dataclass(frozen=True)
class Row:
    """One row.

    cells : span of the view of each cell by the meaning of its column; heads : the head of each column
    span : span of the view of the whole row
    owners : cells of all columns of those who are responsible; who only builds is none beside them
    units : what the line above the table says of its units, empty where it says nothing
    """

    cells: dict[str, Span]
    heads: dict[str, str]
    span: Span
    owners: tuple[Span, ...]
    units: str = ""


@per_view
def table_rows(view: View) -> tuple[Row, ...]:
    """Rows of all tables with an owner or a cost beside a name or a task."""
    found: list[Row] = []
    header: list[str] = []
    meanings: list[str | None] = []
    said, above, units, mark = _units_said(view), -1, "", ""
    for (start, end), cells in lines_of_cells(view):
        if len(cells) < FEWEST and not header:
            continue
        words = [view.text[a:b].strip() for a, b in cells]
        named = [_meaning(word) for word in words] if len(words) >= FEWEST else []
        if _is_header(named):
            header, meanings, mark = words, named, mark_between(view, start, end)
            units = next((said[one] for one in reversed(said) if above < one < start), "")
            above = start
            continue
        if not header or strategy_pattern("rule_row").match(view.text[start:end]):
            continue
        alike = mark != " " and mark_between(view, start, end) == mark
        missing = _missing(meanings, words) if alike else 0
        if len(cells) == len(header) or missing:
            columns = zip(meanings[missing:], cells, header[missing:], strict=True)
            found.append(_row(list(columns), (start, end), units))
        elif mark == " " or not strategy_pattern("table_group").fullmatch(view.text[start:end]):
            header = []
    return tuple(found)


def _units_said(view: View) -> dict[int, str]:
    """Where the lines begin that say units for the table below them, with the units, in order."""
    found = {}
    for word in strategy_pattern("units_word").finditer(view.text):
        start = view.text.rfind("\n", 0, word.start()) + 1
        end = view.text.find("\n", start)
        line = view.text[start : end if end >= 0 else None]
        if said := strategy_pattern("table_units").search(line):
            found[start] = said["units"]
    return found


def works_in_tables(view: View) -> list[Span]:
    """Cells that name a work, in rows which say its cost, its area or its stage."""
    return [
        row.cells["name"]
        for row in table_rows(view)
        if "name" in row.cells and row.cells.keys() & {"amount", "area", "stage"}
    ]


def _missing(meanings: Sequence[str | None], words: Sequence[str]) -> int:
    """Cells that a row lacks at its left, where these say neither what nor who; 0 if it lacks others."""
    missing = len(meanings) - len(words)
    known = [one for one in meanings[missing:] if one] if 0 < missing < len(meanings) else []
    merged = bool(known) and not any(meanings[:missing]) and not words[0].isdigit()
    return missing if merged and len(words) >= FEWEST - 1 else 0


@per_view
def lines_of_cells(view: View) -> tuple[tuple[Span, list[Span]], ...]:
    """Each line that holds something, with its cells."""
    return tuple((line, cells_of(view, *line)) for line in paragraphs(view))


def _row(columns: list[tuple[str | None, Span, str]], span: Span, units: str) -> Row:
    """A row by the meanings of its columns; of two with one meaning the first, of owners who answers."""
    owners = [(cell, head) for kind, cell, head in columns if kind == "owner"]
    answering = [one for one in owners if not strategy_pattern("column_builds").match(one[1])]
    known = [(kind, cell, head) for kind, cell, head in reversed(columns) if kind]
    return Row(
        {kind: cell for kind, cell, _ in known},
        {kind: head for kind, _, head in known},
        span,
        tuple(cell for cell, _ in answering or owners),
        units,
    )


def _is_header(named: Sequence[str | None]) -> bool:
    kinds = {one for one in named if one}
    return len(named) >= FEWEST and bool(kinds & {"name", "task", "goal"}) and len(kinds) > 1


@lru_cache(KNOWN)
def _meaning(word: str) -> str | None:
    return next((one for one in COLUMNS if strategy_pattern(f"column_{one}").search(word)), None)


def cells_of(view: View, start: int, end: int) -> list[Span]:
    """Spans of the cells of a line: between tabs where the original has them, else strokes, else blanks."""
    if end - start > LONGEST:
        return []
    text = view.text
    blank, stroked = text.find(" ", start, end) >= 0, text.find("|", start, end) >= 0
    if start < end and not blank and not stroked:
        return [(start, end)]
    if blank and (tabs := _tabs(view, start, end)):
        return _between(text, start, end, tabs)
    strokes = [mark.start() for mark in strategy_pattern("stroke").finditer(text, start, end)]
    if len(strokes) + 1 >= FEWEST:
        found = _between(text, start, end, strokes)
        # strokes at both ends only frame the line
        first = 1 if found[0][0] == found[0][1] else 0
        return found[first : -1 if found[-1][0] == found[-1][1] else None]
    return [mark.span() for mark in strategy_pattern("blank_cell").finditer(text, start, end)]


def _tabs(view: View, start: int, end: int) -> list[int]:
    """Places of a line that are tabs in the original."""
    if end <= start or "\t" not in view.original[slice(*view.origin(start, end))]:
        return []
    text, original, starts = view.text, view.original, view.starts
    return [n for n in range(start, end) if text[n] == " " and original[starts[n]] == "\t"]


def mark_between(view: View, start: int, end: int) -> str:
    """What parts the cells of a line: a tab, an upright stroke, or a blank."""
    if end > start and "\t" in view.original[slice(*view.origin(start, end))]:
        return "\t"
    return "|" if len(strategy_pattern("stroke").findall(view.text[start:end])) > 1 else " "


def _between(text: str, start: int, end: int, marks: Sequence[int]) -> list[Span]:
    """Spans between marks of one character, without the blanks at their ends."""
    found, at = [], start
    for mark in [*marks, end]:
        words = text[at:mark]
        first = at + len(words) - len(words.lstrip())
        found.append((first, max(first, at + len(words.rstrip()))))
        at = mark + 1
    return found
