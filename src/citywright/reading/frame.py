"""Where the reading of numbers stands: headings, the year they set, whether a paragraph looks back."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from citywright.reading.heading import Head
from citywright.reading.lexicon.quantities import pattern_of
from citywright.reading.sentences import Sentence
from citywright.reading.strategy.outline import Outline, Section
from citywright.reading.times import Year, last_year, years_in
from citywright.reading.year_scope import leading_year, says_year, year_said

LEAD = 16
"""Characters at the head of a paragraph that say of what time it speaks."""
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
    work : whether the paragraph is the entry of a work in a list of them
    headed, listed : whether the heading, or the line that leads a list, is what names goals
    said : year that leads in the paragraph; horizon : something is to be reached by it
    aim : what the last number of the paragraph is for
    told : whether the paragraph tells of a part of the year of the document that is over
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
    work: bool = False
    headed: bool = False
    listed: bool = False
    said: Year | None = None
    horizon: bool = False
    aim: str = ""
    told: bool = False
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
        _paragraph(frame, line, sentence.text, head)
        return False
    frame.section = number
    path = outline.path(sentence.start)
    _section(frame, path, head)
    if path and sentence.start < path[-1].title[1] and not path[-1].lead:
        return pattern_of("heading_value").search(line) is None
    _paragraph(frame, line, sentence.text, head)
    return False


def _turn(frame: Frame, text: str, head: Head) -> None:
    """What a later sentence of a paragraph changes: it demands, or names a year of its own at its head."""
    if pattern_of("said_order").search(text):
        frame.demanding = True
    since = frame.said
    _lead(frame, text, head)
    if frame.said and frame.said != since:
        frame.past = last_year(frame.said) < present(head)
    elif frame.past and pattern_of("turn_ahead").search(text):
        frame.past = False


def _lead(frame: Frame, text: str, head: Head) -> None:
    """The year that leads from a sentence on; where it only says another one, none leads any more."""
    lead = leading_year(text, head.year)
    if lead:
        frame.said, frame.horizon = lead.year, lead.horizon
    elif says_year(text, head.year, besides=frame.said):
        frame.said, frame.horizon = None, False
    if head.kind == "meeting_report":
        told = frame.told or pattern_of("month_told").search(text) is not None
        frame.told = told and frame.said is None


def remember(frame: Frame, year: Year | None, aim: str, head: Head) -> None:
    """What the last number was for; in a speech the year of a target leads the demands that follow."""
    frame.aim = aim
    leads = head.kind == "meeting_report" and frame.demanding and not frame.item
    if leads and aim == "target" and year:
        frame.said, frame.horizon = year, False


@lru_cache(maxsize=8)
def present(head: Head) -> int:
    """The year from which a document looks ahead: its own, else the first of its plan, else none (0)."""
    plan = plan_years(head)
    return head.year or (plan[0] if plan else 0)


def next_year(frame: Frame, head: Head) -> int | None:
    """The year after that of the document, where the headings say it."""
    if head.year and frame.titled == head.year + 1:
        return head.year + 1
    return None


def led_by(frame: Frame, head: Head) -> Year | None:
    """The year to come that leads in the paragraph; below a list of honours a later one."""
    since = present(head) + (head.kind == "award_list")
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
    frame.headed = any(pattern_of("goal").search(one) is not None for one in frame.heads)
    frame.goal, frame.listed = frame.headed, False
    frame.back = any(_looks_back(one, head) for one in frame.heads)
    frame.past = False
    frame.demanding = frame.demanding and goes_on


def _looks_back(line: str, head: Head) -> bool:
    """Whether a heading names what has been: by its words, or by a year that is over."""
    if pattern_of("looking_back").search(line):
        return True
    years = years_in(line, head.year)
    return bool(years) and head.kind == "work_report" and last_year(years[-1][1]) < present(head)


def plan_end(head: Head) -> int | None:
    """The last year of the period that the title says, else the year of the document."""
    said = years_in(head.title or "", head.year)
    return last_year(said[-1][1]) if said else head.year


def plan_years(head: Head) -> list[int] | None:
    """First and last year of the period that the title of a plan says."""
    said = years_in(head.title or "", head.year) if head.kind == "five_year_plan" else ()
    return next((year for _, year in said if isinstance(year, list)), None)


def _paragraph(frame: Frame, line: str, first: str, head: Head) -> None:
    """Where a new paragraph begins: what its first sentence, and its head, say of the year and the past."""
    frame.said, frame.horizon, frame.told, frame.aim = None, False, False, ""
    _lead(frame, first, head)
    lead = line[:LEAD]
    # an item of a list of goals, also the last one
    goes_on = frame.listed and pattern_of("list_item").search(line) is not None
    frame.goal = frame.headed or goes_on
    leads_on = line.endswith(":") and pattern_of("list_of_goals").search(line) is not None
    frame.listed = goes_on or leads_on
    frame.work = pattern_of("work_entry").match(line) is not None
    years = years_in(lead, head.year)
    own = present(head)
    # a report of work turns from one year to the next where a paragraph begins with it
    if head.kind == "work_report" and frame.said and not frame.horizon:
        frame.year = frame.said
    is_short = len(line) <= LEADING
    said = years_in(line, head.year) if is_short else ()
    if said and (
        pattern_of("list_lead").search(line) or pattern_of("year_line").match(line.lower())
    ):
        frame.year = said[-1][1]
    frame.past = pattern_of("lead_past").search(line) is not None
    frame.item = pattern_of("item_start").match(line) is not None
    if years and not pattern_of("lead_ahead").search(lead):
        frame.past |= last_year(years[0][1]) < own
    if head.kind == "meeting_report":
        if pattern_of("said_order").search(lead):
            leads = said and pattern_of("only_years").match(line)
            frame.demanding, frame.year = True, said[-1][1] if leads else None
        elif frame.listed:
            frame.demanding = False
        elif pattern_of("numbered_item").match(line):
            frame.year = frame.year or frame.titled
        elif not pattern_of("order_start").match(line):
            frame.demanding, frame.year = False, frame.titled
        else:
            frame.demanding = True
