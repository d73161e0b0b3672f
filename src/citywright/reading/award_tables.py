"""Tables of those who are honoured: a column of names, perhaps one of honours, columns that come twice."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from citywright.reading.award_names import bare
from citywright.reading.context import Context, Span
from citywright.reading.lexicon.strategy import strategy_pattern
from citywright.reading.sentences import paragraphs
from citywright.reading.tables import cells_of, mark_between


@dataclass
class AwardTable:
    """One table.

    start, end : span of the view from its heads to its last row
    names : all names, in order; by_honour : where a column says the honour, its first cell and its names
    """

    start: int
    end: int
    names: list[str] = field(default_factory=list)
    by_honour: dict[str, tuple[Span, list[str]]] = field(default_factory=dict)


@dataclass(frozen=True)
class _Columns:
    """Places of the columns of names and of honours, how many there are, and what parts them."""

    who: tuple[int, ...]
    what: int | None
    count: int
    mark: str


def award_tables(context: Context) -> Iterator[AwardTable]:
    """All tables with a column of names."""
    columns: _Columns | None = None
    table: AwardTable | None = None
    for start, end in paragraphs(context.view):
        cells = cells_of(context.view, start, end)
        words = [context.view.text[a:b].strip() for a, b in cells]
        mark = mark_between(context.view, start, end)
        # blanks part the words of English, not its columns
        heads = None if context.is_english and mark == " " else _heads(words, mark)
        if heads:
            yield from [table] if table else []
            columns, table = heads, AwardTable(start, end)
        elif table and columns and columns.mark == mark and _fits(columns, words):
            _add(context, table, columns, cells)
            table.end = end
        elif table:
            yield table
            table = None
    yield from [table] if table else []


def _heads(words: Sequence[str], mark: str) -> _Columns | None:
    """The columns that a line of heads names; of persons and where they work, the persons."""
    plain = ["".join(bare(one).split()) for one in words]
    what = [n for n, one in enumerate(plain) if strategy_pattern("column_honour").match(one)]
    for kind in ("column_person", "column_who"):
        who = [n for n, one in enumerate(plain) if strategy_pattern(kind).match(one)]
        same = tuple(n for n in who if plain[n] == plain[who[0]])
        if who and (len(words) > len(same) or len(same) > 1):
            return _Columns(same, what[0] if what else None, len(words), mark)
    return None


def _fits(columns: _Columns, words: Sequence[str]) -> bool:
    """Whether a line is a row: as many cells, or fewer in a last row of columns that come twice."""
    if len(words) == columns.count:
        return True
    return len(columns.who) > 1 and columns.who[0] < len(words) < columns.count


def _add(context: Context, table: AwardTable, columns: _Columns, cells: Sequence[Span]) -> None:
    text = context.view.text
    names = [bare(text[slice(*cells[n])]).strip() for n in columns.who if n < len(cells)]
    names = [one for one in names if one and not one.isdigit() and not context.is_foreign(one)]
    table.names += names
    if columns.what is None:
        return
    cell = cells[columns.what]
    # a cell that is left empty says the same as the one above
    what = text[slice(*cell)].strip() or next(reversed(table.by_honour), "")
    if what:
        table.by_honour.setdefault(what, (cell, []))[1].extend(names)
