"""Numbers with their units: value, year, comparison, indicator, and whether they are meant or met."""

from collections.abc import Iterator, Mapping

from citywright.reading.comparisons import comparison
from citywright.reading.frame import Frame, plan_end, plan_years, step
from citywright.reading.heading import Head
from citywright.reading.indicators import indicator
from citywright.reading.intent import hands_down
from citywright.reading.items import Item, item
from citywright.reading.lexicon.quantities import pattern_of, unit_facts
from citywright.reading.numbers import plain_number
from citywright.reading.quantity_numbers import Number, numbers_in
from citywright.reading.row_numbers import numbers_of_rows
from citywright.reading.sentence_numbers import kind_of_value, numbers_of_sentence
from citywright.reading.sentences import paragraphs, sentences
from citywright.reading.strategy.outline import outline_of
from citywright.reading.table_numbers import Cell, table_cells
from citywright.reading.tables import Span, table_rows
from citywright.reading.times import Year, last_year
from citywright.reading.view import View

CONFIDENCE = {"quantity_digits": 0.99, "quantity_written": 0.97, "quantity_table": 0.97}
"""Precision on 37 documents when they were first read: 0.99 in all; the rarer rules have little to show."""


def find_quantities(view: View, head: Head) -> list[Item]:
    """All numbers with a unit in a document, in order.

    Facts: value, unit, si_value, si_unit, low, high, year, comparison, status, modality, indicator.
    """
    cells = table_cells(view)
    found = [one for cell in cells for one in _of_cell(view, cell, head)]
    lines, rows = paragraphs(view), {cell.row for cell in cells}
    rows |= {row.span for row in table_rows(view)}
    taken = {cell.span[0] for cell in cells} | {cell.span[1] for cell in cells}
    frame, outline = Frame(), outline_of(view, head)
    years: dict[Span, Year | None] = {}
    for sentence in sentences(view):
        is_heading = step(frame, sentence, _line(view, sentence.start), head, outline)
        if lines[sentence.paragraph] in rows:
            years[lines[sentence.paragraph]] = frame.year
            continue
        for one, facts in numbers_of_sentence(sentence.text, frame, head, is_heading):
            span = (sentence.start + one.start, sentence.start + one.end)
            found.append(_item(view, span, one, facts))
    for span, one, facts in numbers_of_rows(view, head, rows, taken, years):
        found.append(_item(view, span, one, facts))
    return sorted(found, key=lambda one: one.start)


def _line(view: View, start: int) -> str:
    end = view.text.find("\n", start, start + 2_000)
    return view.text[start : end if end >= 0 else start + 2_000].strip()


def _of_cell(view: View, cell: Cell, head: Head) -> Iterator[Item]:
    """The number of a cell, or those of its words; a goal without a year is one for the end of the plan."""
    # a plan without a date looks ahead from the first of its columns
    first = cell.first or (None if cell.year is None else last_year(cell.year))
    since = head.year or first
    plan = plan_years(head)
    last = None if cell.year is None else last_year(cell.year)
    ahead = cell.goal or (last is not None and since is not None and last > since)
    ahead |= last is not None and plan is not None and last >= plan[0]
    ahead |= cell.year is None and hands_down(head)
    ahead &= not cell.size
    aim = "target" if ahead and head.kind != "bulletin" else "fact"
    told = head.year if head.kind == "bulletin" else plan_end(head) if ahead else None
    facts: dict[str, object] = {
        "year": cell.year or told,
        "comparison": cell.comparison, "status": aim, "indicator": cell.row_name,
    }  # fmt: skip
    if cell.unit:
        unit = pattern_of("percent_word").sub("%", cell.unit)
        one = Number(*cell.span, plain_number(cell.text), None, unit, "quantity_table")
        yield _item(view, cell.span, one, facts)
        return
    for one in numbers_in(cell.text, head.language):
        before, after = cell.text[: one.start], cell.text[one.end :]
        meant = kind_of_value(one, comparison(before, after, one.unit, head.language))
        meant = cell.comparison if meant == "exact" else meant
        own = indicator(before, after, head.language, one.unit) or cell.row_name
        span = (cell.span[0] + one.start, cell.span[0] + one.end)
        yield _item(view, span, one, {**facts, "comparison": meant, "indicator": own})


def _item(view: View, span: tuple[int, int], one: Number, facts: Mapping[str, object]) -> Item:
    known = unit_facts(one.unit)
    return item(
        view, "quantities", span, one.rule, CONFIDENCE[one.rule],
        value=one.value, unit=one.unit,
        si_value=one.value * known[1] if known else None, si_unit=known[0] if known else None,
        low=one.value if one.high is not None else None, high=one.high, **facts,
    )  # fmt: skip
