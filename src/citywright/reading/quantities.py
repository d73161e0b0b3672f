"""Numbers with their units: value, year, comparison, indicator, and whether they are meant or met."""

from collections.abc import Iterator

from citywright.reading.comparisons import comparison
from citywright.reading.frame import Frame, last_year, led_by, plan_end, plan_years, remember, step
from citywright.reading.heading import Head
from citywright.reading.indicators import carried, indicator
from citywright.reading.intent import Spot, hands_down, is_timeless, lists_tasks, status
from citywright.reading.items import Item, item
from citywright.reading.lexicon.quantities import pattern_of, unit_facts
from citywright.reading.numbers import plain_number
from citywright.reading.quantity_labels import (
    before_each,
    label_before,
    name_labelled,
    words_before,
)
from citywright.reading.quantity_numbers import Number, numbers_in
from citywright.reading.sentences import Sentence, paragraphs, sentences
from citywright.reading.strategy.outline import outline_of
from citywright.reading.table_numbers import Cell, table_cells
from citywright.reading.tables import cells_of, table_rows
from citywright.reading.times import Year, year_said
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
    of_tables = table_rows(view)
    goals = {row.cells["goal"] for row in of_tables if "goal" in row.cells}
    rows |= {row.span for row in of_tables}
    taken = {cell.span[0] for cell in cells} | {cell.span[1] for cell in cells}
    frame, outline = Frame(), outline_of(view, head)
    for sentence in sentences(view):
        is_heading = step(frame, sentence, _line(view, sentence.start), head, outline)
        if lines[sentence.paragraph] not in rows:
            found += _of_sentence(view, sentence, frame, head, is_heading)
    for row in rows:
        found += _beside(view, row, taken, goals, head)
    return sorted(found, key=lambda one: one.start)


def _beside(
    view: View, row: tuple[int, int], taken: set[int], goals: set[tuple[int, int]], head: Head
) -> Iterator[Item]:
    """Numbers in the words of a row of a table: goals in a column of goals, else what describes the row."""
    for cell in cells_of(view, *row):
        text = view.text[slice(*cell)]
        for one in numbers_in(text, head.language) if not taken & {*cell} else ():
            start, end = _clause(text, one)
            before, after = text[start : one.start], text[one.end : end]
            spot = Spot(text[start:end], text, before, after, one.unit, head.year)
            aim = "target" if cell in goals and not is_timeless(spot) else "fact"
            meant = _kind_of_value(one, comparison(before, after, one.unit, head.language))
            facts: dict[str, object] = {
                "year": head.year if aim == "target" else None, "comparison": meant, "status": aim,
                "indicator": one.noun or indicator(before, after, head.language, one.unit),
            }  # fmt: skip
            yield _item(view, (cell[0] + one.start, cell[0] + one.end), one, facts)


def _line(view: View, start: int) -> str:
    end = view.text.find("\n", start, start + 2_000)
    return view.text[start : end if end >= 0 else start + 2_000].strip()


def _of_sentence(
    view: View, sentence: Sentence, frame: Frame, head: Head, is_heading: bool
) -> Iterator[Item]:
    text, last_indicator, last_meant, last_end = sentence.text, None, "exact", 0
    for one in numbers_in(text, head.language):
        start, end = _clause(text, one)
        before, after = text[start : one.start], text[one.end : end]
        spot_before = before
        meant = comparison(text[: one.start], text[one.end :], one.unit, head.language)
        if pattern_of("joined").match(text[last_end : one.start]):
            before, meant = "", last_meant if meant == "exact" else meant
        else:
            before = words_before(text, start, one.start)
        meant = _kind_of_value(one, meant)
        named = one.noun or _named(text, start, (before, after), one, head)
        named = carried(named, last_indicator)
        own = frame.year if frame.past and isinstance(frame.year, int) else head.year
        said = year_said(text, one.start, own)
        holds = said or led_by(frame, head) or frame.year
        spot = Spot(text[start:end], text, spot_before, after, one.unit, holds)
        year, aim = _year_and_aim(frame, spot, head, said, one.start)
        is_class = bool(pattern_of("class_after").match(text[one.end :]))
        aim = "fact" if aim == "target" and (is_class or is_heading) else aim
        remember(frame, year, aim, head)
        last_indicator, last_meant, last_end = named, meant, one.end
        span = (sentence.start + one.start, sentence.start + one.end)
        facts = {"year": year, "comparison": meant, "status": aim, "indicator": named}
        yield _item(view, span, one, {**facts, "modality": _modality(text[start:end])})


def _named(text: str, start: int, beside: tuple[str, str], one: Number, head: Head) -> str | None:
    """What a number measures: by a label of its line, its clause, or the clause that "each" takes up."""
    named = indicator(*beside, head.language, one.unit)
    labelled = name_labelled(text, one.start) if label_before(text, one.start) else None
    if named and pattern_of("only_each").match(named):
        return indicator(before_each(text, start), "", head.language, one.unit) or named
    return labelled or named


def _year_and_aim(
    frame: Frame, spot: Spot, head: Head, said: Year | None, at: int
) -> tuple[Year | None, str]:
    """The year of a number and what it is for; a label before it decides (goal: 3)."""
    label = label_before(spot.sentence, at)
    if label is None or head.kind == "bulletin":
        aim = status(frame, spot, head)
        return _year(frame, spot, head, said, aim), aim
    if label == "goal":
        years = (frame.titled, plan_end(head))
        return next((one for one in years if one), None), "target"
    return said, "fact"


def _kind_of_value(one: Number, meant: str) -> str:
    if one.high is not None:
        return "between"
    if one.rule == "quantity_written" and pattern_of("turn_any").fullmatch(one.unit):
        return "times"
    return "rank" if pattern_of("rank_unit").fullmatch(one.unit) else meant


def _year(frame: Frame, spot: Spot, head: Head, said: Year | None, aim: str) -> Year | None:
    """The year that the sentence says, or its frame; of a size, a class or a length of time none."""
    short = pattern_of("time_unit").search(spot.unit) and head.kind != "bulletin"
    if short and not pattern_of("days_of_year").search(spot.clause):
        return said if aim == "target" and head.language == "en" else None
    if is_timeless(spot) and head.kind != "bulletin":
        return year_said(spot.clause, len(spot.clause), None)
    if said:
        return said
    if aim == "target" and led_by(frame, head):
        return frame.said
    if aim == "target" and pattern_of("plan_closes").search(spot.sentence):
        return plan_end(head)
    if head.kind == "bulletin":
        return head.year
    at = spot.sentence.find(spot.clause) + len(spot.before)
    if aim == "target" and pattern_of("month_limit").search(spot.sentence, 0, at):
        return head.year
    if pattern_of("yearly").search(spot.clause) or head.kind == "award_list":
        return None
    titled = head.year if pattern_of("year").search(head.title or "") else None
    if head.kind == "policy_notice":
        return titled if aim == "target" and lists_tasks(head) else None
    return frame.year or (titled if head.kind == "work_report" else None)


def _clause(text: str, one: Number) -> tuple[int, int]:
    """Span of the clause around a number."""
    start, end = 0, len(text)
    for mark in pattern_of("clause_break").finditer(text):
        if mark.end() <= one.start:
            start = mark.end()
        elif mark.start() >= one.end:
            end = mark.start()
            break
    return start, end


def _modality(clause: str) -> str | None:
    for name in ("forbid", "must", "strive", "encourage"):
        if pattern_of(name).search(clause):
            return name
    return None


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
    aim = "target" if ahead and head.kind != "bulletin" else "fact"
    facts: dict[str, object] = {
        "year": cell.year or (plan_end(head) if ahead else None),
        "comparison": cell.comparison, "status": aim, "indicator": cell.row_name,
    }  # fmt: skip
    if cell.unit:
        unit = pattern_of("percent_word").sub("%", cell.unit)
        one = Number(*cell.span, plain_number(cell.text), None, unit, "quantity_table")
        yield _item(view, cell.span, one, facts)
        return
    for one in numbers_in(cell.text, head.language):
        before, after = cell.text[: one.start], cell.text[one.end :]
        meant = _kind_of_value(one, comparison(before, after, one.unit, head.language))
        meant = cell.comparison if meant == "exact" else meant
        own = indicator(before, after, head.language, one.unit) or cell.row_name
        span = (cell.span[0] + one.start, cell.span[0] + one.end)
        yield _item(view, span, one, {**facts, "comparison": meant, "indicator": own})


def _item(view: View, span: tuple[int, int], one: Number, facts: dict[str, object]) -> Item:
    known = unit_facts(one.unit)
    return item(
        view, "quantities", span, one.rule, CONFIDENCE[one.rule],
        value=one.value, unit=one.unit,
        si_value=one.value * known[1] if known else None, si_unit=known[0] if known else None,
        low=one.value if one.high is not None else None, high=one.high, **facts,
    )  # fmt: skip
