"""Numbers with their units: value, year, comparison, indicator, and whether they are meant or met."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from citywright.reading.comparisons import comparison
from citywright.reading.heading import Head
from citywright.reading.indicators import indicator
from citywright.reading.intent import Frame, Spot, is_timeless, lists_tasks, remember, status, step
from citywright.reading.items import Item, item
from citywright.reading.lexicon.entities import entity_words
from citywright.reading.lexicon.quantities import pattern_of, unit_facts
from citywright.reading.numbers import chinese_number, plain_number
from citywright.reading.sentences import Sentence, sentences
from citywright.reading.table_numbers import Cell, table_cells
from citywright.reading.times import Year, year_said
from citywright.reading.view import View

CONFIDENCE = {"quantity_digits": 0.99, "quantity_written": 0.97, "quantity_table": 0.97}
"""Precision on 37 documents when they were first read: 0.99 in all; the rarer rules have little to show."""
TURN = {"double": 2.0, "triple": 3.0}
CENTURIES = range(1900, 2100)
"""Numbers that are years when nothing but a common noun follows them."""


@dataclass(frozen=True)
class Number:
    """A number in a sentence: its span there, value, second value of a range, unit as said, rule."""

    start: int
    end: int
    value: float
    high: float | None
    unit: str
    rule: str
    noun: str | None = None


def find_quantities(view: View, head: Head) -> list[Item]:
    """All numbers with a unit in a document, in order.

    Facts: value, unit, si_value, si_unit, low, high, year, comparison, status, modality, indicator.
    """
    cells = table_cells(view)
    found = [_cell_item(view, cell, head) for cell in cells]
    rows = list(dict.fromkeys(cell.row for cell in cells))
    frame = Frame()
    for sentence in sentences(view):
        is_heading = step(frame, sentence, _line(view, sentence.start), head)
        if not _is_in_row(rows, sentence.start):
            found += _of_sentence(view, sentence, frame, head, is_heading)
    return sorted(found, key=lambda one: one.start)


def _is_in_row(rows: list[tuple[int, int]], place: int) -> bool:
    """Whether a place lies in one of the rows, which stand in order."""
    at = bisect_right(rows, place, key=lambda row: row[0]) - 1
    return at >= 0 and place < rows[at][1]


def _line(view: View, start: int) -> str:
    end = view.text.find("\n", start, start + 2_000)
    return view.text[start : end if end >= 0 else start + 2_000].strip()


def numbers_in(text: str, language: str) -> list[Number]:
    """Numbers with a unit in a text; of two that overlap, the first rule's stays."""
    kept: list[Number] = []
    readers = (_digits, _written) if language == "zh" else (_digits_en, _counted, _times)
    for reader in readers:
        for one in reader(text):
            if all(one.end <= other.start or other.end <= one.start for other in kept):
                kept.append(one)
    return sorted(kept, key=lambda one: one.start)


def _digits(text: str) -> Iterator[Number]:
    for hit in pattern_of("number_zh").finditer(text):
        unit = _bare(hit["unit"])
        value = plain_number(hit["a"])
        if unit in entity_words("day") and not pattern_of("lasting_days").search(
            text, 0, hit.start()
        ):
            continue
        months = pattern_of("first_months").search(text, 0, hit.start()) is not None
        if (
            unit == ""
            or (months and pattern_of("month_unit").fullmatch(unit))
            or _is_date(hit, unit, value, text)
        ):
            continue
        high = plain_number(hit["b"]) if hit["b"] else None
        yield Number(*hit.span(), value, high, unit, "quantity_digits")


def _bare(unit: str) -> str:
    """The unit without the counting word before it, where that falls away."""
    hit = pattern_of("counted_unit").match(unit)
    return hit["unit"] if hit else unit


def _is_date(hit: re.Match[str], unit: str, value: float, text: str) -> bool:
    if pattern_of("not_year").fullmatch(unit):
        return value >= CENTURIES.start or bool(pattern_of("month_next").match(text, hit.end()))
    return hit["unit"] == unit and bool(pattern_of("month_unit").fullmatch(unit))


def _written(text: str) -> Iterator[Number]:
    for hit in pattern_of("written_zh").finditer(text):
        rule = "quantity_written"
        if hit["turn"]:
            turns = hit["turns"]
            times = float(turns) if turns.isdigit() else chinese_number(turns) or 1.0
            yield Number(*hit.span(), 2.0**times, None, pattern_of("turn_unit").pattern, rule)
            continue
        words, unit = hit["a"] or hit["c"], hit["unit"] or _bare(hit["unit2"])
        power = pattern_of("large_end").search(words)
        if power and power.start() > 0:
            words, unit = words[: power.start()], power[0] + unit
        value = chinese_number(words)
        if value is not None:
            yield Number(*hit.span(), value, None, unit, rule)


def _digits_en(text: str) -> Iterator[Number]:
    for hit in pattern_of("number_en").finditer(text):
        unit = "%" if hit["unit"] == "percent" else hit["unit"]
        high = plain_number(hit["b"]) if hit["b"] else None
        yield Number(*hit.span(), plain_number(hit["a"]), high, unit, "quantity_digits")


def _counted(text: str) -> Iterator[Number]:
    for hit in pattern_of("counted_en").finditer(text):
        value = plain_number(hit["a"])
        if value in CENTURIES and "," not in hit["a"]:
            continue
        unit = f"{(hit['power'] or '').strip()} {hit['noun']}".strip()
        yield Number(*hit.span(), value, None, unit, "quantity_digits", hit["words"])


def _times(text: str) -> Iterator[Number]:
    for hit in pattern_of("times_en").finditer(text):
        value = TURN["double" if hit["double"] else "triple"]
        yield Number(*hit.span(), value, None, "times", "quantity_written")


def _of_sentence(
    view: View, sentence: Sentence, frame: Frame, head: Head, is_heading: bool
) -> Iterator[Item]:
    text, last_indicator, last_meant, last_end = sentence.text, None, "exact", 0
    for one in numbers_in(text, head.language):
        start, end = _clause(text, one)
        before, after = text[start : one.start], text[one.end : end]
        before_all = before
        meant = comparison(text[: one.start], text[one.end :], one.unit, head.language)
        if pattern_of("joined").match(text[last_end : one.start]):
            before, meant = "", last_meant if meant == "exact" else meant
        meant = _kind_of_value(one, meant)
        own = frame.year if frame.past and isinstance(frame.year, int) else head.year
        said = year_said(text, one.start, own)
        named = one.noun or indicator(before, after, head.language, one.unit) or last_indicator
        is_class = bool(pattern_of("class_after").match(text[one.end :]))
        spot = Spot(text[start:end], text, before_all, after, one.unit, said or frame.year)
        aim = status(frame, spot, head)
        year = _year(frame, spot, head, said, aim)
        if (is_class and aim == "target") or (is_heading and aim == "target"):
            aim = "fact"
        remember(frame, year, aim, head)
        last_indicator, last_meant, last_end = named, meant, one.end
        span = (sentence.start + one.start, sentence.start + one.end)
        facts = {"year": year, "comparison": meant, "status": aim, "indicator": named}
        yield _item(view, span, one, {**facts, "modality": _modality(text[start:end])})


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
        return None
    if is_timeless(spot) and head.kind != "bulletin":
        return year_said(spot.clause, len(spot.clause), None)
    if said:
        return said
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


def _cell_item(view: View, cell: Cell, head: Head) -> Item:
    one = Number(*cell.span, plain_number(cell.text), None, cell.unit, "quantity_table")
    ahead = cell.year is not None and cell.year > (head.year or cell.year)
    aim = "target" if ahead and head.kind != "bulletin" else "fact"
    facts: dict[str, object] = {
        "year": cell.year,
        "comparison": "exact",
        "status": aim,
        "indicator": cell.row_name,
    }
    return _item(view, cell.span, one, facts)


def _item(view: View, span: tuple[int, int], one: Number, facts: dict[str, object]) -> Item:
    known = unit_facts(one.unit)
    return item(
        view, "quantities", span, one.rule, CONFIDENCE[one.rule],
        value=one.value, unit=one.unit,
        si_value=one.value * known[1] if known else None, si_unit=known[0] if known else None,
        low=one.value if one.high is not None else None, high=one.high, **facts,
    )  # fmt: skip
