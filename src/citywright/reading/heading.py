"""What stands at the head of a document: its kind, title, date, place and body."""

import re
from dataclasses import dataclass

from citywright.reading.lexicon import pattern
from citywright.reading.lexicon.quantities import pattern_of
from citywright.reading.times import Dated, dates, implied_date
from citywright.reading.view import View

KINDS = (
    ("kind_bulletin", "bulletin"), ("kind_work", "work_report"), ("kind_award", "award_list"),
    ("kind_plan", "five_year_plan"), ("kind_notice", "policy_notice"),
)  # fmt: skip
"""Patterns of titles in the order in which they are asked, and the kind they mean."""
SAMPLE, HAN_SHARE = 5_000, 0.2
"""Characters that tell the language, and the share of Chinese ones that makes a text Chinese."""
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
    first = lines[0] if lines else ""
    limit = LONGEST_TITLE if language == "zh" else LONGEST_ENGLISH_TITLE
    is_title = 0 < len(first) <= limit and not pattern_of("title_not").search(first)
    title = first if is_title else None
    found = _date(view.text)
    said = pattern_of("year").search(title or "")
    year = int(said["first"]) if said and not said["last"] else found.day.year if found else None
    return Head(
        language, _kind(title or ""), title,
        found.day.isoformat() if found else None,
        found.reason if found else None,
        (found.start, found.end) if found else None,
        _place(lines, language), _body(lines), year,
    )  # fmt: skip


def _kind(title: str) -> str:
    for name, kind in KINDS:
        if pattern_of(name).search(title):
            return kind
    return "meeting_report"


def _date(text: str) -> Dated | None:
    """A date that stands by itself or near the top; else the last that ends its line; else implied."""
    found = dates(text)
    top = [one for one in found if text.count("\n", 0, one.start) < 8 and one.start < 400]
    closing = [one for one in found if re.match(r"[ )]*(\n|$)", text[one.end :])]
    if top or closing:
        return (top or closing[-1:])[0]
    return implied_date(text[:1_000])


def _place(lines: list[str], language: str) -> str | None:
    if language == "en":
        hits = [pattern_of("place_en").search(line) for line in lines[:1]]
        return next((hit["a"] or hit["b"] for hit in hits if hit), None)
    hits = [pattern_of("place_zh").search(line) for line in lines[:1]]
    return next((hit["place"] for hit in hits if hit), None)


def _body(lines: list[str]) -> str | None:
    """A body that stands by itself in a line at the top or the bottom, else the one in the title."""
    for line in [*lines[1:3], *lines[-3:][::-1]]:
        hit = pattern_of("body_zh").search(line) or pattern_of("body_en").search(line)
        if hit:
            return hit["body"]
    hit = pattern_of("body_title").search(lines[0]) if lines else None
    return hit and (hit["body"] or hit["other"] or hit["english"])
