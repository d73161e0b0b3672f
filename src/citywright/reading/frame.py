"""Where the reading of numbers stands: headings, the year they set, whether a paragraph looks back."""

from collections.abc import Sequence
from dataclasses import dataclass

from citywright.reading.heading import Head
from citywright.reading.lexicon.quantities import pattern_of
from citywright.reading.sentences import Sentence
from citywright.reading.strategy.outline import Outline, Section
from citywright.reading.times import Year, year_said, years_in

LEAD = 16
"""Characters at the head of a paragraph that say of what time it speaks."""

HEAD = 10
"""Characters of a sentence in which the year stands that it begins with."""
LEADING = 40
"""Characters of a paragraph that does nothing but lead a list of demands."""


@dataclass
class Frame:
    """Where the reading stands.

    section : number of the section; heads : its heading and those above
    year : that they or the paragraph set; titled : that they say
    back, goal : whether a heading looks back, or names goals
    past : whether the paragraph speaks of what has been; demanding : whether a speech demands here
    item : whether the paragraph is one of a numbered list
    said : year that a sentence of the paragraph begins with, for those that follow
    """

    section: int | None = None
    heads: tuple[str, ...] = ()
    year: Year | None = None
    titled: Year | None = None
    back: bool = False
    goal: bool = False
    past: bool = False
    demanding: bool = False
    item: bool = False
    said: Year | None = None
    paragraph: int = -1


def step(frame: Frame, sentence: Sentence, line: str, head: Head, outline: Outline) -> bool:
    """Move the frame to a sentence; whether its line, which holds the sentence, is a heading."""
    new = sentence.paragraph != frame.paragraph
    frame.paragraph = sentence.paragraph
    if not new:
        _turn(frame, sentence.text, head)
        return False
    number = outline.at(sentence.start)
    if number == frame.section:
        _paragraph(frame, line, head)
        return False
    frame.section = number
    path = outline.path(sentence.start)
    _section(frame, path, head)
    if path and sentence.start < path[-1].title[1] and not path[-1].lead:
        return pattern_of("heading_value").search(line) is None
    _paragraph(frame, line, head)
    return False


def _turn(frame: Frame, text: str, head: Head) -> None:
    """What a later sentence of a paragraph changes: it demands, or names a year of its own at its head."""
    if pattern_of("said_order").search(text):
        frame.demanding = True
    own = pattern_of("year_at_head").match(text)
    years = years_in(text[own.end() :][:HEAD], head.year) if own else ()
    if years:
        frame.past, frame.said = last_year(years[0][1]) < (head.year or 0), years[0][1]
    elif frame.past and pattern_of("turn_ahead").search(text):
        frame.past = False


def remember(frame: Frame, year: Year | None, aim: str, head: Head) -> None:
    """In a speech the year of a target holds for the demands that follow."""
    leads = head.kind == "meeting_report" and frame.demanding and not frame.item
    if leads and aim == "target" and year:
        frame.year = year


def led_by(frame: Frame, head: Head) -> Year | None:
    """The year to come that a sentence of the paragraph begins with; below a list of honours a later one."""
    since = (head.year or 0) + (head.kind == "award_list")
    return frame.said if frame.said and last_year(frame.said) >= since else None


def _section(frame: Frame, path: Sequence[Section], head: Head) -> None:
    """Where a new section begins: what its heading and those above it say of year, goals and the past."""
    title = path[-1].text if path else ""
    # the title of a paragraph is part of a list that goes on
    goes_on = bool(path) and path[-1].lead
    top = len(path) < 2 and not goes_on
    frame.heads = tuple(one.text for one in path)
    years = years_in(title, head.year)
    said = year_said(title, 0, head.year) or (years[-1][1] if years else None)
    # a part of a talk keeps the year of the part before
    resets = said or (top and not (path and path[-1].mark == "part" and head.language == "en"))
    frame.year = said if resets else frame.year
    frame.titled = said if said or top else frame.titled
    frame.goal = any(pattern_of("goal").search(one) is not None for one in frame.heads)
    frame.back = any(_looks_back(one, head) for one in frame.heads)
    frame.past = False
    frame.demanding = frame.demanding and goes_on


def _looks_back(line: str, head: Head) -> bool:
    """Whether a heading names what has been: by its words, or by a year that is over."""
    if pattern_of("looking_back").search(line):
        return True
    years = years_in(line, head.year)
    return bool(years) and head.kind == "work_report" and last_year(years[-1][1]) < (head.year or 0)


def plan_end(head: Head) -> int | None:
    """The last year of the period that the title says, else the year of the document."""
    said = years_in(head.title or "", head.year)
    return last_year(said[-1][1]) if said else head.year


def plan_years(head: Head) -> list[int] | None:
    """First and last year of the period that the title of a plan says."""
    said = years_in(head.title or "", head.year) if head.kind == "five_year_plan" else ()
    return next((year for _, year in said if isinstance(year, list)), None)


def _paragraph(frame: Frame, line: str, head: Head) -> None:
    own_year = pattern_of("year_at_head").match(line)
    years = years_in(line[own_year.end() :][:HEAD], head.year) if own_year else ()
    frame.said = years[0][1] if years else None
    lead = line[:LEAD]
    years = years_in(lead, head.year)
    own = head.year or 0
    said = years_in(line, head.year) if pattern_of("list_lead").search(line) else ()
    if said and len(line) <= LEADING:
        frame.year = said[-1][1]
    frame.past = pattern_of("lead_past").search(line) is not None
    frame.item = pattern_of("item_start").match(line) is not None
    if head.kind == "work_report" and years:
        frame.year = years[0][1]
    if years and not pattern_of("lead_ahead").search(lead):
        frame.past |= last_year(years[0][1]) < own
    if head.kind == "meeting_report":
        if pattern_of("said_order").search(lead):
            said = years_in(line, head.year) if len(line) <= LEADING else ()
            frame.demanding, frame.year = True, said[-1][1] if said else None
        elif pattern_of("numbered_item").match(line):
            frame.year = frame.year or frame.titled
        elif not pattern_of("order_start").match(line):
            frame.demanding, frame.year = False, frame.titled
        else:
            frame.demanding = True


def last_year(year: Year) -> int:
    """The year, or the last one of a period."""
    return year[-1] if isinstance(year, list) else year
