"""Years and dates that a text says, also relative to the date of the document."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from citywright.reading.lexicon.quantities import hits_of, numerals, pattern_of
from citywright.reading.numbers import chinese_number

Year = int | list[int]
"""One year, or the first and the last year of a period."""

ZODIAC_START = 4
"""The year 4 was a year of the first animal; the circle has twelve."""
TENTH_PLAN = 2001
"""First year of the tenth five-year plan (2001 to 2005); the plans follow one another."""
RELATIVE = {"this_year": 0, "last_year": -1, "next_year": 1}
"""Patterns of years that are told from the year of the document, and how far they are from it."""
QUOTES = '“"'
"""Marks before the name of a period that belong to it."""
SEEN = 30
"""Characters before a year that are looked at."""
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


@dataclass(frozen=True)
class Dated:
    """A date, its span in the view, and how it was told: written, animal_year or nearest_year."""

    day: date
    start: int
    end: int
    reason: str


def period_of(plan: int) -> list[int]:
    """First and last year of the five-year plan with this number (14: 2021 to 2025)."""
    first = TENTH_PLAN + 5 * (plan - 10)
    return [first, first + 4]


def dates(text: str) -> list[Dated]:
    """All whole dates of a text, in order; impossible ones (30 February) are none."""
    found = []
    for name in ("date_zh", "date_en"):
        for hit in pattern_of(name).finditer(text):
            month = MONTHS.index(hit["month"]) + 1 if name == "date_en" else int(hit["m"])
            day = _day(int(hit["y"]), month, int(hit["d"]))
            if day:
                found.append(Dated(day, *hit.span(), "written"))
    for hit in pattern_of("date_written").finditer(text):
        told = _written_year(hit["y"])
        in_year, in_month = chinese_number(hit["m"]), chinese_number(hit["d"])
        day = _day(told, int(in_year or 0), int(in_month or 0))
        if day:
            found.append(Dated(day, *hit.span(), "written"))
    return sorted(found, key=lambda one: one.start)


def implied_date(text: str) -> Dated | None:
    """The first day and month without a year, where the text tells the year in another way.

    By the animal of the year, the one nearest to the latest year that the text says (a speech in the
    first month of a year looks back on the year before); else by the year in the name of the event (2022
    fair) beside it; else by the latest year it says.
    """
    hit = pattern_of("month_day").search(text)
    found = [
        one
        for one in pattern_of("year").finditer(text)
        if not pattern_of("year_to_come").search(text[: one.start()])
    ]
    # when a work will be finished does not date the document, unless nothing else does
    now = [one for one in found if not pattern_of("year_ahead").match(text, one.start())]
    said = sorted({int(one["first"]) for one in now or found})
    if hit is None or not said:
        return None
    animal = pattern_of("zodiac").search(text, hit.end(), hit.end() + 12)
    fitting = [
        year
        for year in range(said[-1] - 5, said[-1] + 7)
        if animal and (year - ZODIAC_START) % 12 == numerals("animal")[animal["animal"]]
    ]
    event = pattern_of("event_year").search(text[: hit.end() + SEEN])
    year = fitting[0] if fitting else int(event["first"]) if event else said[-1]
    day = _day(year, int(hit["m"]), int(hit["d"]))
    reason = "animal_year" if fitting else "nearest_year"
    return Dated(day, *hit.span(), reason) if day else None


@lru_cache(maxsize=64)
def years_in(text: str, own: int | None) -> tuple[tuple[int, Year], ...]:
    """Place and value of each year of a text, without those that only serve a comparison.

    One scan for the signs of a year finds where one may stand; only there its wordings are tried.
    """
    found: list[tuple[int, Year]] = []
    end = 0
    for sign in hits_of("year_sign", text):
        at = sign.start()
        if sign.lastgroup == "digits" and at >= end:
            hit = pattern_of("year").match(text, at)
            if hit and not pattern_of("year_compared").search(text, max(0, at - SEEN), at):
                last = hit["last"]
                found.append((at, [int(hit["first"]), int(last)] if last else int(hit["first"])))
            end = hit.end() if hit else end
        elif sign.lastgroup == "written":
            found.append((at, _written_year(sign["written"])))
        elif sign.lastgroup == "period":
            hit = pattern_of("period").match(text, at - (at > 0 and text[at - 1] in QUOTES))
            if hit:
                plan = 10 + int(numerals("digit")[(hit["period"] or hit["nth"])[1]])
                years = period_of(plan)
                found.append((hit.start(), years[-1] if hit["end"] else years))
        elif sign.lastgroup == "relative" and own:
            # the whole year, without a word which one, is the one said before
            if found and pattern_of("whole_year").match(text, at) and last_year(found[-1][1]) < own:
                continue
            found += [
                (at, own + RELATIVE[name]) for name in RELATIVE if pattern_of(name).match(text, at)
            ]
    return tuple(found)


def last_year(year: Year) -> int:
    """The year, or the last one of a period."""
    return year[-1] if isinstance(year, list) else year


def _written_year(characters: str) -> int:
    return int("".join(str(int(numerals("digit")[one])) for one in characters))


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
