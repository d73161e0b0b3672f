"""Numbers in tables: a row names the indicator and a column the year, or a column both what and unit."""

from dataclasses import dataclass

from citywright.reading.lexicon.quantities import pattern_of
from citywright.reading.sentences import paragraphs
from citywright.reading.tables import cells_of
from citywright.reading.view import View


@dataclass(frozen=True)
class Cell:
    """A number of a table: its span in the view, the span of its row, what row and column say."""

    span: tuple[int, int]
    row: tuple[int, int]
    text: str
    row_name: str
    year: int | None
    unit: str


def table_cells(view: View) -> list[Cell]:
    """Numbers below a line of headings with a year and a column of units, or with units in brackets."""
    found: list[Cell] = []
    header: list[str] = []
    for start, end in paragraphs(view):
        cells = cells_of(view, start, end)
        words = [view.text[a:b] for a, b in cells]
        if _is_header(words) or _has_units(words):
            header = words
        elif header and len(words) == len(header):
            found += _of_row(header, words, cells, (start, end))
        else:
            header = []
    return found


def _is_header(words: list[str]) -> bool:
    years = [word for word in words if pattern_of("table_year").match(word)]
    units = [word for word in words if pattern_of("table_unit").match(word)]
    return bool(years) and len(units) == 1


def _has_units(words: list[str]) -> bool:
    """Whether a line names columns of which two at least say their unit in brackets."""
    return sum(pattern_of("table_column").match(word) is not None for word in words) > 1


def _of_row(
    header: list[str], words: list[str], cells: list[tuple[int, int]], row: tuple[int, int]
) -> list[Cell]:
    if _has_units(header):
        return [
            Cell(span, row, word, column["name"], None, column["unit"])
            for name, word, span in zip(header, words, cells, strict=True)
            if (column := pattern_of("table_column").match(name))
            and pattern_of("table_number").match(word)
        ]
    at = next(n for n, word in enumerate(header) if pattern_of("table_unit").match(word))
    found = []
    for name, word, span in zip(header, words, cells, strict=True):
        year = pattern_of("table_year").match(name)
        if year and pattern_of("table_number").match(word):
            found.append(Cell(span, row, word, words[0], int(year["year"]), words[at]))
    return found
