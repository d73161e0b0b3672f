"""What stands at the head of a document: its kind, title, date, place and body."""

import re
from dataclasses import dataclass
from itertools import takewhile

from citywright.reading.english_places import is_english_place
from citywright.reading.gazetteer import begins_with_division
from citywright.reading.lexicon import pattern
from citywright.reading.lexicon.quantities import pattern_of
from citywright.reading.tampering.divisions import divisions
from citywright.reading.times import Dated, dates, implied_date
from citywright.reading.view import View

KINDS = (
    ("kind_meeting", "meeting_report"), ("kind_bulletin", "bulletin"),
    ("kind_work", "work_report"), ("kind_award", "award_list"),
    ("kind_plan", "five_year_plan"), ("kind_notice", "policy_notice"),
)  # fmt: skip
"""Patterns of titles in the order in which they are asked, and the kind they mean."""
SAMPLE, HAN_SHARE = 5_000, 0.2
"""Characters that tell the language, and the share of Chinese ones that makes a text Chinese."""
TOP, SHORT = 8, 24
"""Lines among which the title stands; characters of a line of a menu before it, at most."""
NEAR_TOP = 400
"""Characters before which a date is near the top."""
CLOSES = re.compile(r"[ )]*(\n|$)")
"""What follows a date that ends its line."""
SEEN = 10
"""Characters before a date that are looked at."""
LONGEST_PLACE = 14
LONGEST_TITLE, LONGEST_ENGLISH_TITLE = 60, 120


@dataclass(frozen=True)
class Head:
    """Head of a document; None where the text does not say it.

    language : zh or en
    kind : meeting_report, work_report, five_year_plan, policy_notice, bulletin or award_list
    date : YYYY-MM-DD; reason : how it was told (written, animal_year, nearest_year)
    date_span : span of the view; place : city; body : who issued the document
    year : year the document speaks of: in its title, else of its date
    """

    language: str
    kind: str
    title: str | None
    date: str | None
    reason: str | None
    date_span: tuple[int, int] | None
    place: str | None
    body: str | None
    year: int | None


def head_of(view: View) -> Head:
    """Kind, title, date, place and issuing body of a document."""
    lines = [line.strip() for line in view.text.split("\n") if line.strip()]
    sample = view.text[:SAMPLE]
    is_chinese = len(pattern("han").findall(sample)) > HAN_SHARE * len(sample)
    language = "zh" if is_chinese else "en"
    title, rest = _title(lines, language)
    found = _date(view.text)
    # a report on one year and the plan for the next speaks of the next
    said = next(iter(list(pattern_of("year").finditer(title or ""))[::-1]), None)
    year = int(said["first"]) if said and not said["last"] else found.day.year if found else None
    body = _body(title or "", lines)
    return Head(
        language, _kind(title or "", rest), title,
        found.day.isoformat() if found else None,
        found.reason if found else None,
        (found.start, found.end) if found else None,
        _place(title or "", lines, language) or _place_of_body(body) or _place_of_speaker(lines),
        body, year,
    )  # fmt: skip


def _title(lines: list[str], language: str) -> tuple[str | None, list[str]]:
    """The first line that is no furniture and no name of a body, if it is a title; and the lines after."""
    limit = LONGEST_TITLE if language == "zh" else LONGEST_ENGLISH_TITLE
    told = [k for k, line in enumerate(lines[:TOP]) if pattern_of("title_whole").search(line)]
    if told and all(len(line) <= SHORT for line in lines[: told[0]]):
        lines = lines[told[0] :]
    for k, line in enumerate(lines[:TOP]):
        if pattern_of("not_title").search(line):
            continue
        below = " ".join(lines[k + 1 : k + 2])
        body = pattern_of("body_zh").fullmatch(line) or pattern_of("body_en").fullmatch(line)
        if body and pattern_of("title_words").search(below):
            continue
        if pattern_of("masthead").search(line) and pattern_of("below_masthead").search(below):
            continue
        if len(line) > limit or pattern_of("title_not").search(line):
            return None, lines
        return line, lines[k + 1 :]
    return None, lines


def _kind(title: str, lines: list[str]) -> str:
    for name, kind in KINDS:
        if pattern_of(name).search(title):
            return kind
    numbered = any(pattern_of("article").match(line) for line in lines)
    return "policy_notice" if numbered else "meeting_report"


def _date(text: str) -> Dated | None:
    """A date that stands by itself or near the top; else the last that ends its line; else implied."""
    # a page may show the day on which it is read
    found = [
        one
        for one in dates(text)
        if not pattern_of("clock_before").search(text[max(0, one.start - SEEN) : one.start])
    ]
    near = takewhile(lambda one: one.start < NEAR_TOP, found)
    top = next((one for one in near if text.count("\n", 0, one.start) < TOP), None)
    if top:
        return top
    closing = (one for one in reversed(found) if CLOSES.match(text, one.end))
    return next(closing, None) or implied_date(text[:1_000])


def _place(title: str, lines: list[str], language: str) -> str | None:
    """The first division that the title names; a short name of one goes to its full name in the text."""
    if language == "en":
        hits = [pattern_of("place_en").search(line) for line in [title, *lines[:3]]]
        found = [hit["a"] or hit["b"] or hit["c"] for hit in hits if hit]
        return next((name for name in found if is_english_place(name)), None)
    for mark in pattern_of("place_end").finditer(title):
        for start in range(max(0, mark.end() - LONGEST_PLACE), mark.end() - 1):
            if title[start : mark.end()] in divisions().codes:
                return _below(title, mark.end()) or title[start : mark.end()]
    hit = pattern_of("place_short").search(title)
    if hit is None:
        return None
    full = re.search(hit["bare"] + pattern_of("place_full").pattern, " ".join(lines[1:3]))
    return full[0] if full else hit["place"]


def _place_of_body(body: str | None) -> str | None:
    """The division that the name of the issuing body begins with."""
    for end in range(min(LONGEST_PLACE, len(body or "")), 1, -1):
        if (
            body
            and body[:end] in divisions().codes
            and pattern_of("place_end").match(body, end - 1)
        ):
            return body[:end]
    return None


def _place_of_speaker(lines: list[str]) -> str | None:
    """The division in a line at the top that says whose head speaks, or before whose congress."""
    hits = (pattern_of("place_of_speaker").search(line) for line in lines[:TOP])
    found = (hit["a"] or hit["b"] for hit in hits if hit)
    return next((name for name in found if name in divisions().codes), None)


def _below(title: str, start: int) -> str | None:
    """The division that follows directly, which lies in the one before."""
    for end in range(start + 2, min(start + LONGEST_PLACE, len(title)) + 1):
        if title[start:end] in divisions().codes and pattern_of("place_end").match(title, end - 1):
            return title[start:end]
    return None


def _body(title: str, lines: list[str]) -> str | None:
    """A body that stands by itself in a line at the top or the bottom, else the one in the title."""
    for line in [*lines[:4], *lines[-4:][::-1]]:
        hit = pattern_of("body_zh").search(line) or pattern_of("body_en").search(line)
        if hit and line != title:
            return hit["body"]
    hit = pattern_of("body_title").search(title)
    body = hit and (hit["body"] or hit["other"] or hit["english"])
    return body if hit and (hit["english"] or begins_with_division(str(body))) else None
