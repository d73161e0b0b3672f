"""How far a year reaches: which year a number speaks of.

Four things may say the year of a number, and the nearest holds:

1. its clause and those before it in the sentence (the last year said; else the first that its clause says
   after it). A year in a bracket reaches to the end of the bracket, a year of comparison (than in 2019)
   nowhere; of years that a list hands out one by one (in 2019, 2020 and 2021: 3, 4 and 5) each its own;
2. the head of its sentence, or of one before it in the paragraph (By 2025, ...): it leads until another year
   is said (`frame.Frame.said`);
3. the words that lead a list, and the headings above (`frame.Frame.year`);
4. the document: its plan, or the year that its date or title says.

A year that something is to be reached by (by 2025) is a horizon: a month without a year behind it is one of
the year of the document. A year in which something happens (in 2025) takes its months with it.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from citywright.reading.lexicon.quantities import pattern_of
from citywright.reading.numbers import chinese_number
from citywright.reading.times import Year, years_in

HALF, QUARTER = 6, 3
"""Months of half a year, and of a quarter."""
HEAD = 40
"""Characters of a sentence in which the year stands that leads it."""


@dataclass(frozen=True)
class Lead:
    """A year at the head of a sentence. horizon : something is to be reached by it."""

    year: Year
    horizon: bool


def year_said(text: str, at: int, own: int | None) -> Year | None:
    """The year that holds at a place of a sentence, by its own words; of a level from which something
    changes, the year of that level.

    text : the sentence; at : place in it; own : year of the document, for "this year"
    """
    base = pattern_of("base_year").search(text[:at])
    if base:
        return int(base["year"])
    if own and pattern_of("base_last").search(text, 0, at):
        return own - 1
    found = years_in(text, own)
    right = pattern_of("year_right_behind").match(text, at) if found else None
    if right:
        return int(right["year"])
    breaks = pattern_of("clause_break")
    before = [one for one in found if one[0] <= at and not _is_over(text, one[0], at)]
    # the average of a period holds in its clause; behind it the year before goes on
    while len(before) > 1 and isinstance(before[-1][1], list):
        stop = breaks.search(text, before[-1][0], at)
        if not stop or not pattern_of("on_average").search(text, before[-1][0], stop.start()):
            break
        before.pop()
    stop = breaks.search(text, at)
    limit = stop.start() if stop else len(text)
    if not found or (before and not breaks.search(text, before[-1][0], at)):
        return before[-1][1] if before else None
    # what stands in a bracket for comparison has its own year
    beside = pattern_of("compared_bracket").search(text, at)
    limit = min(limit, beside.start()) if beside else limit
    after = [year for place, year in found if at < place < limit]
    if before and (not after or pattern_of("clause_aside").search(text, at, limit)):
        return before[-1][1]
    behind = None if after else pattern_of("deadline_behind").match(text, limit)
    return int(behind["year"]) if behind else after[0] if after else None


def deadline_words(text: str) -> str:
    """The words of a sentence in which a month may set the deadline of what they end in.

    A new owner (..., the county is to) begins a task of its own.
    """
    marks: list[re.Match[str]] = list(pattern_of("new_owner").finditer(text))
    return text[marks[-1].start() :] if marks else text


def is_over(clause: str, day: str | None) -> bool:
    """Whether a clause tells of a part of the year (the first half, January to August) that is over.

    day : date of the document (YYYY-MM-DD); without one such parts are taken to be over
    """
    hit = pattern_of("part_of_year").search(clause)
    if hit is None:
        return False
    if day is None:
        return True
    count = hit["quarter"] or hit["month"] or hit["months"]
    told = HALF if count is None else int(count) if count.isdigit() else chinese_number(count) or 0
    return int(day[5:7]) >= (QUARTER * told if hit["quarter"] else told)


def handed_out(text: str, numbers: list[int]) -> dict[int, Year]:
    """The years that a list hands out to as many numbers of its clause, by the place of the number.

    text : the sentence; numbers : places of its numbers
    """
    found: dict[int, Year] = {}
    for hit in pattern_of("handed_out").finditer(text):
        years = [year for _, year in years_in(hit["years"], None)]
        stop = pattern_of("clause_break").search(text, hit.end())
        limit = stop.start() if stop else len(text)
        own = [at for at in numbers if hit.end() <= at < limit]
        if len(own) == len(years):
            found |= dict(zip(own, years, strict=True))
    return found


def leading_year(text: str, own: int | None) -> Lead | None:
    """The year that a sentence begins with, behind who speaks or a word that connects."""
    for place, year in years_in(text, own)[:1]:
        if place > HEAD:
            return None
        lead = pattern_of("year_lead").fullmatch(text[:place])
        is_attribute = pattern_of("year_attribute").match(text[place:])
        if lead and not is_attribute and not pattern_of("year_of_noun").match(text, place):
            return Lead(year, bool(lead["horizon"]))
    return None


def says_year(text: str, own: int | None, besides: Year | None = None) -> bool:
    """Whether a sentence says a year besides one, and not only in a bracket."""
    beside = _brackets(text)
    return any(
        year != besides and not any(start < place < end for start, end in beside)
        for place, year in years_in(text, own)
    )


def _is_over(text: str, place: int, at: int) -> bool:
    """Whether a year before a number dates only what stands beside.

    In a bracket, in an attribute (the 12 works left over from 2015), in a clause of comparison.
    """
    if any(start < place < end <= at for start, end in _brackets(text)):
        return True
    if pattern_of("year_attribute").fullmatch(text[place:at]):
        return True
    if pattern_of("from_level").search(text, 0, place):
        return True
    # a year in which a work is finished dates what it will do then, and nothing else
    if pattern_of("year_of_work").search(text[place:at]):
        return True
    beside = pattern_of("year_beside_en").search(text, 0, place)
    return beside is not None and "," in text[place:at]


@lru_cache(maxsize=16)
def _brackets(text: str) -> tuple[tuple[int, int], ...]:
    """Spans of the brackets of a text."""
    if "(" not in text:
        return ()
    hits: list[re.Match[str]] = list(pattern_of("bracket").finditer(text))
    return tuple(hit.span() for hit in hits)
