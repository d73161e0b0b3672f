"""Where the reading of numbers stands: headings, the year they set, whether a paragraph looks back."""

from dataclasses import dataclass

from citywright.reading.heading import Head
from citywright.reading.lexicon.quantities import pattern_of
from citywright.reading.sentences import Sentence
from citywright.reading.times import Year, year_said, years_in

LONGEST_HEADING = {"zh": 40, "en": 60}
LEAD = 16
"""Characters at the head of a paragraph that say of what time it speaks."""

LEADING = 40
"""Characters of a paragraph that does nothing but lead a list of demands."""


@dataclass
class Frame:
    """Where the reading stands.

    top, sub : the headings above; year : that they or the paragraph set; titled : that they say
    back, goal : whether a heading looks back, or names goals
    past : whether the paragraph speaks of what has been; demanding : whether a speech demands here
    item : whether the paragraph is one of a numbered list
    """

    top: str = ""
    sub: str = ""
    year: Year | None = None
    titled: Year | None = None
    back: bool = False
    goal: bool = False
    past: bool = False
    demanding: bool = False
    item: bool = False
    paragraph: int = -1


def step(frame: Frame, sentence: Sentence, line: str, head: Head) -> bool:
    """Move the frame to a sentence; whether its line, which holds the sentence, is a heading."""
    new = sentence.paragraph != frame.paragraph
    frame.paragraph = sentence.paragraph
    if not new:
        if pattern_of("said_order").search(sentence.text):
            frame.demanding = True
        if frame.past and pattern_of("turn_ahead").search(sentence.text):
            frame.past = False
        return False
    top, sub = pattern_of("heading_top").match(line), pattern_of("heading_sub").match(line)
    closed = bool(pattern_of("full_stop").search(line))
    closed |= len(line) > LONGEST_HEADING[head.language]
    closed |= pattern_of("heading_value").search(line) is not None
    if (top or sub) and not closed:
        # bullets part what stands below a heading in a box
        boxed = pattern_of("heading_box").match(frame.top) and pattern_of("heading_bullet")
        _heading(frame, line, bool(top) and not (boxed and boxed.match(line)), head)
        return True
    _paragraph(frame, line, head)
    return False


def remember(frame: Frame, year: Year | None, aim: str, head: Head) -> None:
    """In a speech the year of a target holds for the demands that follow."""
    leads = head.kind == "meeting_report" and frame.demanding and not frame.item
    if leads and aim == "target" and year:
        frame.year = year


def _heading(frame: Frame, line: str, top: bool, head: Head) -> None:
    if top:
        frame.top, frame.sub = line, ""
    else:
        frame.sub = line
    years = years_in(line, head.year)
    said = year_said(line, 0, head.year) or (years[-1][1] if years else None)
    # a part of a talk keeps the year of the part before
    resets = said or (top and not pattern_of("heading_part").match(line))
    frame.year = said if resets else frame.year
    frame.titled = said if said or top else frame.titled
    frame.goal = any(pattern_of("goal").search(one) is not None for one in (frame.top, frame.sub))
    frame.back = any(_looks_back(one, head) for one in (frame.top, frame.sub))
    frame.past = frame.demanding = False


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


def _paragraph(frame: Frame, line: str, head: Head) -> None:
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
