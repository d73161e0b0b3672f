"""Numbers with a unit in a text, by the ways in which they are written: digits, words, English counts."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from citywright.reading.lexicon.entities import entity_words
from citywright.reading.lexicon.quantities import hits_of, pattern_of
from citywright.reading.numbers import chinese_number, plain_number

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


def numbers_in(text: str, language: str) -> list[Number]:
    """Numbers with a unit in a text; of two that overlap, the first rule's stays."""
    readers = (_digits, _written) if language == "zh" else (_labelled, _digits_en, _counted, _times)
    kept: list[Number] = []
    for reader in readers:
        kept += [one for one in reader(text) if not _overlaps(one, kept)]
    return sorted(kept, key=lambda one: one.start)


def _overlaps(one: Number, others: list[Number]) -> bool:
    return any(one.start < other.end and other.start < one.end for other in others)


def _digits(text: str) -> Iterator[Number]:
    for hit in hits_of("number_zh", text):
        unit = _bare(hit["unit"])
        value = plain_number(hit["a"])
        if not pattern_of("rank_unit").fullmatch(unit) and _is_ordinal(text, hit):
            continue
        if unit in entity_words("day") and not pattern_of("lasting_days").search(
            text, 0, hit.start()
        ):
            continue
        if unit == "" or _is_of_first_months(text, hit, unit) or _is_date(hit, unit, value, text):
            continue
        high = plain_number(hit["b"]) if hit["b"] else None
        yield Number(*hit.span(), value, high, unit, "quantity_digits")


def _is_of_first_months(text: str, hit: re.Match[str], unit: str) -> bool:
    if not pattern_of("month_unit").fullmatch(unit):
        return False
    return pattern_of("first_months").search(text, 0, hit.start()) is not None


def _is_ordinal(text: str, hit: re.Match[str]) -> bool:
    """Whether a number only tells which one of a list (第5项)."""
    if pattern_of("ordinal_head").match(hit[0]):
        return True
    return pattern_of("ordinal").search(text, 0, hit.start()) is not None


@lru_cache(maxsize=1024)
def _bare(unit: str) -> str:
    """The unit without the counting word before it, where that falls away."""
    hit = pattern_of("counted_unit").match(unit)
    return hit["unit"] if hit else unit


def _is_date(hit: re.Match[str], unit: str, value: float, text: str) -> bool:
    if pattern_of("not_year").fullmatch(unit):
        return value >= CENTURIES.start or bool(pattern_of("month_next").match(text, hit.end()))
    return hit["unit"] == unit and bool(pattern_of("month_unit").fullmatch(unit))


def _written(text: str) -> Iterator[Number]:
    for hit in hits_of("written_zh", text):
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
        yield from _of_range(text, hit, plain_number(hit["a"]), unit)


def _of_range(
    text: str, hit: re.Match[str], value: float, unit: str, noun: str | None = None
) -> Iterator[Number]:
    """A number or a range of them (400 to 500 ha); a rise (from 400, or from 7% in 2015, to 500) is none."""
    high = plain_number(hit["b"]) if hit["b"] else None
    start = hit.start()
    if high is not None and (text[:start].endswith("from ") or _is_year(text, hit)):
        start, value, high = hit.start("b"), high, None
    yield Number(start, hit.end(), value, high, unit, "quantity_digits", noun)


def _is_year(text: str, hit: re.Match[str]) -> bool:
    """Whether the first of two numbers is the year of a level before (in 2015 to 60 percent)."""
    dated = text[: hit.start()].endswith(("in ", "by ", "of "))
    return dated and "," not in hit["a"] and plain_number(hit["a"]) in CENTURIES


def _counted(text: str) -> Iterator[Number]:
    for hit in pattern_of("counted_en").finditer(text):
        value = plain_number(hit["a"])
        if value in CENTURIES and "," not in hit["a"]:
            continue
        unit = f"{(hit['power'] or '').strip()} {hit['noun']}".strip()
        yield from _of_range(text, hit, value, unit, hit["words"])


def _times(text: str) -> Iterator[Number]:
    for hit in pattern_of("times_en").finditer(text):
        value = TURN["double" if hit["double"] else "triple"]
        yield Number(*hit.span(), value, None, "times", "quantity_written")


def _labelled(text: str) -> Iterator[Number]:
    """Bare numbers behind what they count (New firms: 60; Tourists: from 2 million to 3 million)."""
    hit = pattern_of("labelled_en").match(text)
    counted = pattern_of("plural_end").search(hit["label"]) if hit else None
    for group in ("a", "b") if hit and counted else ():
        if not hit or not counted or hit[group] is None:
            continue
        power = hit["power" if group == "a" else "power_b"] or ""
        end = hit.end(group) + len(power)
        unit = power.strip() or counted["noun"]
        value = plain_number(hit[group])
        if power or value not in CENTURIES:
            yield Number(
                hit.start(group), end, value, None, unit, "quantity_digits", hit["label"].strip()
            )
