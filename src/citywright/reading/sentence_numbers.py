"""Numbers of a sentence: what each measures, its year, how it is meant and what for.

They are read in order, as later numbers leave out what earlier ones said: the indicator (joined by "and", or
parts of a whole), the comparison, and whether parts are meant or met.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from citywright.reading.comparisons import comparison
from citywright.reading.frame import Frame, led_by, next_year, plan_end, remember
from citywright.reading.heading import Head
from citywright.reading.indicators import carried, indicator
from citywright.reading.intent import Spot, spot_of, status
from citywright.reading.lexicon.quantities import pattern_of
from citywright.reading.quantity_labels import (
    before_each,
    label_before,
    name_labelled,
    words_before,
)
from citywright.reading.quantity_numbers import Number, numbers_in
from citywright.reading.quantity_years import year_of
from citywright.reading.times import Year
from citywright.reading.year_scope import handed_out, year_said

MODALITIES = ("forbid", "must", "strive", "encourage")


@dataclass
class Said:
    """What the numbers of a sentence have said so far.

    indicator, meant, end : of the last number; aims : what numbers are for, by their unit
    whole, wholes : indicator, and aims, of the numbers whose parts follow (of which)
    """

    indicator: str | None = None
    meant: str = "exact"
    end: int = 0
    aims: dict[str, str] = field(default_factory=dict)
    whole: str | None = None
    wholes: dict[str, str] = field(default_factory=dict)


def numbers_of_sentence(
    text: str, frame: Frame, head: Head, is_heading: bool
) -> Iterator[tuple[Number, dict[str, object]]]:
    """Each number of a sentence with its year, comparison, status, indicator and modality."""
    said, numbers, last = Said(), numbers_in(text, head.language), ""
    own_years = handed_out(text, [one.start for one in numbers]) if len(numbers) > 1 else {}
    for one in numbers:
        if pattern_of("of_which").search(text, said.end, one.start):
            said.whole, said.wholes = said.indicator, dict(said.aims)
        own = _own_year(frame, head, text)
        told = own_years.get(one.start) or year_said(text, one.start, own)
        told = own if _is_year_past(told, own, text, head) else told
        spot = spot_of(text, one, told or led_by(frame, head) or frame.year)
        named, meant = _what(spot, one, said, head)
        year, aim = _year_and_aim(frame, spot, head, told, goes_on=last == "target")
        if aim == "target" and (is_heading or _is_part_of_fact(frame, spot, one, said, meant)):
            aim = "fact"
        remember(frame, told, aim, head)
        said.indicator, said.meant, said.end = named, meant, one.end
        said.aims[one.unit] = last = aim
        yield one, {
            "year": year, "comparison": meant, "status": aim, "indicator": named,
            "modality": _modality(spot.clause),
        }  # fmt: skip


def _own_year(frame: Frame, head: Head, text: str) -> int | None:
    """What "this year" is in a sentence.

    The year looked back on, or said before, or the next one that a part of a report is about; in a list of
    honours of last year that of its date.
    """
    if frame.past and isinstance(frame.year, int):
        return frame.year
    said = frame.said if isinstance(frame.said, int) else head.year
    if said and head.year and said < head.year and not pattern_of("named_year").search(text):
        return said
    if head.kind == "work_report" and next_year(frame, head):
        return next_year(frame, head)
    return int(head.date[:4]) if head.kind == "award_list" and head.date else head.year


def _is_year_past(told: Year | None, own: int | None, text: str, head: Head) -> bool:
    """Whether a year was told as the one that has passed, where the part is about one that has."""
    looks_back = own is not None and own != head.year and told == own - 1
    return looks_back and pattern_of("past_year").search(text) is not None


def kind_of_value(one: Number, meant: str) -> str:
    """The comparison of a number: ranges, multiples and ranks have their own."""
    if one.high is not None:
        return "between"
    if one.rule == "quantity_written" and pattern_of("turn_any").fullmatch(one.unit):
        return "times"
    return "rank" if pattern_of("rank_unit").fullmatch(one.unit) else meant


def _is_part_of_fact(frame: Frame, spot: Spot, one: Number, said: Said, meant: str) -> bool:
    """Whether a number only counts a part of what is no target itself."""
    follows = frame.aim != "target" and pattern_of("of_which").match(spot.sentence)
    if follows and meant == "exact":
        return not pattern_of("aim_words").search(spot.sentence)
    of_fact = said.wholes.get(one.unit) == "fact" and meant == "exact"
    return of_fact and not pattern_of("aim_words").search(spot.clause)


def _what(spot: Spot, one: Number, said: Said, head: Head) -> tuple[str | None, str]:
    """Indicator and comparison of a number; what is joined to the number before shares both with it."""
    text, since = spot.sentence, max(spot.start, said.end)
    meant = comparison(text[: one.start], text[one.end :], one.unit, head.language)
    if pattern_of("joined").fullmatch(text[said.end : one.start]):
        before, meant = "", said.meant if meant == "exact" else meant
    elif since > spot.start and _becomes(text[since : one.start], one, said, head):
        return said.indicator, kind_of_value(one, meant)
    elif since > spot.start and _is_of_its_own(text[since : one.start], head):
        mark = pattern_of("list_mark").search(text, since, one.start)
        before = text[mark.end() if mark else since : one.start]
    else:
        before = words_before(text, spot.start, one.start)
        before = before if before.strip() else spot.before
    named = _named(text, spot.start, (before, spot.after), one, head)
    return carried(named, said.indicator, said.whole), kind_of_value(one, meant)


def _becomes(words: str, one: Number, said: Said, head: Head) -> bool:
    """Whether the words between two numbers of one unit only say that the first becomes the second."""
    if said.indicator is None or one.unit not in said.aims:
        return False
    name = "base_after" if head.language == "zh" else "rises_to"
    return pattern_of(name).match(words) is not None


def _is_of_its_own(words: str, head: Head) -> bool:
    """Whether the words between two numbers of a clause name something, and do not only say a change."""
    return head.language == "zh" and not pattern_of("base_after").match(words)


def _named(text: str, start: int, beside: tuple[str, str], one: Number, head: Head) -> str | None:
    """What a number measures: by a label of its line, its clause, or the clause that "each" takes up."""
    counted = one.noun
    if counted and pattern_of("collective_en").match(counted):
        # sets of equipment
        counted = indicator("", beside[1], head.language, one.unit)
    named = counted or indicator(*beside, head.language, one.unit)
    labelled = name_labelled(text, one.start) if label_before(text, one.start) else None
    if pattern_of("only_each").match(named) if named else start and head.language == "en":
        return indicator(before_each(text, start), "", head.language, one.unit) or named
    return labelled or named


def _year_and_aim(
    frame: Frame, spot: Spot, head: Head, said: Year | None, *, goes_on: bool
) -> tuple[Year | None, str]:
    """The year of a number and what it is for; a label before it decides (goal: 3)."""
    label = label_before(spot.sentence, spot.at)
    if label is None or head.kind == "bulletin":
        aim = status(frame, spot, head, goes_on=goes_on)
        return year_of(frame, spot, head, said, aim), aim
    if label == "goal":
        years: Sequence[Year | None] = (frame.titled, plan_end(head))
        return next((one for one in years if one), None), "target"
    return said, "fact"


def _modality(clause: str) -> str | None:
    said = {hit.lastgroup for hit in pattern_of("modality").finditer(clause)}
    return next(name for name in MODALITIES if name in said) if said else None
