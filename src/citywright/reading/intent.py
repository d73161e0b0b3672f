"""What a sentence is for: to report, to set a target, or to lay down a rule.

Headings and the order of paragraphs decide: what stands below a heading that looks back is a fact,
what stands below one with goals is a target, and a speech sets targets where it demands something.
"""

from dataclasses import dataclass

from citywright.reading.heading import Head
from citywright.reading.lexicon.quantities import pattern_of
from citywright.reading.sentences import Sentence
from citywright.reading.times import Year, year_said, years_in

LONGEST_HEADING = {"zh": 40, "en": 60}


@dataclass
class Frame:
    """Where the reading stands: the heading above, the year it sets, and what is being demanded."""

    heading: str = ""
    year: Year | None = None
    demanding: bool = False
    back: bool = False
    paragraph: int = -1


def step(frame: Frame, sentence: Sentence, line: str, head: Head) -> bool:
    """Move the frame to a sentence; whether its line, which holds the sentence, is a heading."""
    new = sentence.paragraph != frame.paragraph
    frame.paragraph = sentence.paragraph
    if not new:
        if pattern_of("said_order").search(sentence.text):
            frame.demanding = True
        return False
    text = line
    top, sub = pattern_of("heading_top").match(text), pattern_of("heading_sub").match(text)
    closed = (
        bool(pattern_of("full_stop").search(text)) or len(text) > LONGEST_HEADING[head.language]
    )
    if (top or sub) and not closed:
        frame.heading = text if top else f"{frame.heading} {text}"
        said = year_said(text, 0, head.year)
        frame.year = said if said or top else frame.year
        frame.back = bool(pattern_of("looking_back").search(frame.heading))
        return True
    _paragraph(frame, text, head)
    return False


def remember(frame: Frame, year: Year | None, aim: str, head: Head) -> None:
    """In a speech the year of a target holds for the demands that follow."""
    if head.kind == "meeting_report" and frame.demanding and aim == "target" and year:
        frame.year = year


def _paragraph(frame: Frame, text: str, head: Head) -> None:
    if head.kind == "work_report":
        lead = years_in(text[:4], head.year)
        if lead:
            frame.year = lead[0][1]
            frame.back = isinstance(frame.year, int) and frame.year < (head.year or 0)
    elif head.kind == "meeting_report":
        if pattern_of("said_order").search(text[:12]):
            frame.demanding, frame.year = True, None
        elif not pattern_of("order_start").match(text):
            frame.demanding, frame.year = False, None
        else:
            frame.demanding = True


def status(frame: Frame, clause: str, sentence: str, year: Year | None, head: Head) -> str:
    """fact, target or rule, for a number in a clause."""
    own = head.year or 0
    last = year[-1] if isinstance(year, list) else year
    aims = bool(pattern_of("aim_words").search(clause))
    if head.kind in ("bulletin", "award_list") or frame.back:
        return "fact"
    if head.kind == "policy_notice":
        goal = last and last > own and pattern_of("goal").search(frame.heading)
        return "target" if goal or pattern_of("assigned").search(sentence) else "rule"
    if pattern_of("rule_words").search(clause if head.language == "en" else sentence) and (
        pattern_of("rule_words").search(clause) or head.kind == "meeting_report"
    ):
        return "rule"
    if pattern_of("size_words").search(clause) and not aims:
        return "fact"
    if last and last < own and head.kind != "five_year_plan":
        return "fact"
    if head.language == "en":
        return _english(clause, sentence)
    if head.kind == "meeting_report":
        return _speech(frame, sentence, last, own)
    sized = pattern_of("size_words").search(sentence)
    return "fact" if sized and not aims else "target"


def _speech(frame: Frame, sentence: str, last: int | None, own: int) -> str:
    if pattern_of("past").search(sentence):
        return "fact"
    ahead = frame.demanding or pattern_of("assigned").search(sentence)
    return "target" if ahead or (last or 0) > own else "fact"


def _english(clause: str, sentence: str) -> str:
    if pattern_of("size_words").search(clause):
        return "fact"
    return "target" if pattern_of("en_aim").search(sentence) else "fact"
