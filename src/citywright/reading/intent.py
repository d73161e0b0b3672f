"""What a number is for: to report, to set a target, or to lay down a rule.

Headings decide first: below one that looks back all is a fact, below one with goals a target. Then the
clause decides: what says a cost or a size is a fact, what grants or forbids is a rule, what the grammar of
intention carries (will, must reach, strive, by a year to come) is a target. Last, the kind of document: a
report of work and a plan look ahead unless they look back, a speech only where it demands, a notice rules.
"""

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

    top, sub : the headings above; year : that they or the paragraph set
    back, goal : whether a heading looks back, or names goals
    past : whether the paragraph speaks of what has been; demanding : whether a speech demands here
    item : whether the paragraph is one of a numbered list
    """

    top: str = ""
    sub: str = ""
    year: Year | None = None
    back: bool = False
    goal: bool = False
    past: bool = False
    demanding: bool = False
    item: bool = False
    paragraph: int = -1


@dataclass(frozen=True)
class Spot:
    """A number in its surroundings.

    clause, sentence : the words around it; before, after : those of the clause on its two sides
    unit : as said; year : that the sentence or the frame says
    """

    clause: str
    sentence: str
    before: str
    after: str
    unit: str
    year: Year | None


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
    if (top or sub) and not closed:
        _heading(frame, line, bool(top), head)
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
    said = year_said(line, 0, head.year)
    frame.year = said if said or top else frame.year
    frame.back = any(
        pattern_of("looking_back").search(one) is not None for one in (frame.top, frame.sub)
    )
    frame.goal = any(pattern_of("goal").search(one) is not None for one in (frame.top, frame.sub))
    frame.past = frame.demanding = False


def _paragraph(frame: Frame, line: str, head: Head) -> None:
    lead = line[:LEAD]
    years = years_in(lead, head.year)
    own = head.year or 0
    frame.past = pattern_of("lead_past").search(line) is not None
    frame.item = pattern_of("item_start").match(line) is not None
    if head.kind == "work_report" and years:
        frame.year = years[0][1]
    if years and not pattern_of("lead_ahead").search(lead):
        frame.past |= _last(years[0][1]) < own
    if head.kind == "meeting_report":
        if pattern_of("said_order").search(lead):
            said = years_in(line, head.year) if len(line) <= LEADING else ()
            frame.demanding, frame.year = True, said[-1][1] if said else None
        elif not pattern_of("order_start").match(line):
            frame.demanding, frame.year = False, None
        else:
            frame.demanding = True


def _last(year: Year) -> int:
    return year[-1] if isinstance(year, list) else year


def status(frame: Frame, spot: Spot, head: Head) -> str:
    """fact, target or rule, for a number in its spot."""
    if head.kind in ("bulletin", "award_list") or frame.back:
        return "fact"
    ahead = _is_ahead(spot, head)
    if _is_size(spot) or _is_described(spot) or _is_past(frame, spot, head, ahead=ahead):
        return "fact"
    if head.kind == "policy_notice":
        return _notice(frame, spot, head)
    if head.kind == "meeting_report":
        return _speech(frame, spot, head, ahead=ahead)
    grants = pattern_of("grants_money").search(spot.clause)
    return "rule" if grants or pattern_of("forbids").search(spot.clause) else "target"


def _is_ahead(spot: Spot, head: Head) -> bool:
    """Whether the grammar of the clause, or a year to come, says that something is intended."""
    if pattern_of("aim_words").search(spot.clause):
        return True
    return spot.year is not None and _last(spot.year) > (head.year or 0)


def _is_size(spot: Spot) -> bool:
    """Whether a number is a cost, a fund, an area or a capacity of a work, and none that is to be met."""
    if pattern_of("spent").search(spot.clause):
        return False
    if pattern_of("size_words").search(spot.clause):
        return True
    money = pattern_of("money_unit").search(spot.unit) is not None
    return money and pattern_of("fund_words").search(spot.clause) is not None


def _is_described(spot: Spot) -> bool:
    """Whether a number only says how many there are of those that the clause speaks of."""
    if pattern_of("rank_unit").fullmatch(spot.unit):
        return False
    classed = pattern_of("class_before").search(spot.before) and pattern_of("class_behind").match(
        spot.after
    )
    return bool(classed) or pattern_of("described").search(spot.before) is not None


def _is_past(frame: Frame, spot: Spot, head: Head, *, ahead: bool) -> bool:
    words = "past_notice" if head.kind == "policy_notice" else "past"
    if pattern_of(words).search(spot.clause):
        return True
    if head.language == "en" and not ahead and head.kind != "policy_notice":
        verbless = spot.clause if pattern_of("en_past").search(spot.clause) else spot.sentence
        if pattern_of("en_past").search(verbless):
            return not pattern_of("aim_words").search(verbless)
    plan = head.kind == "five_year_plan"
    counts = spot.year is not None and not (plan and (isinstance(spot.year, list) or frame.goal))
    if counts and spot.year is not None and _last(spot.year) < (head.year or 0):
        return True
    if ahead:
        return False
    return frame.past or pattern_of("past_sentence").search(spot.sentence) is not None


def lists_tasks(head: Head) -> bool:
    """Whether a notice by its title is a list of tasks rather than a set of rules."""
    return pattern_of("lists_tasks").search(head.title or "") is not None


def is_timeless(spot: Spot) -> bool:
    """Whether a number has no year of its own: a cost, a size, a class, a count that only describes."""
    return _is_size(spot) or _is_described(spot)


def _notice(frame: Frame, spot: Spot, head: Head) -> str:
    """A notice rules, but sets targets below goals, for bodies it assigns, and where it lists tasks."""
    to_come = spot.year is not None and _last(spot.year) > (head.year or 0)
    if to_come and pattern_of("aims_at").search(spot.sentence):
        return "target"
    if frame.goal and not pattern_of("grants").search(spot.clause):
        return "target"
    tasks = lists_tasks(head)
    if pattern_of("rule_words").search(spot.clause):
        return "rule"
    if tasks and pattern_of("raised").search(spot.clause):
        return "target"
    if pattern_of("grants").search(spot.clause) or pattern_of("condition").match(spot.after):
        return "rule"
    if pattern_of("assigned").search(spot.sentence):
        return "target"
    yearly = pattern_of("yearly_task").search(spot.clause) is not None
    return "target" if tasks or yearly else "rule"


def _speech(frame: Frame, spot: Spot, head: Head, *, ahead: bool) -> str:
    if _is_duty(spot):
        return "rule"
    if pattern_of("forecast").search(spot.clause):
        return "target"
    if head.language == "en":
        return "target" if ahead or _aims_before(spot) else "fact"
    demands = frame.demanding or frame.goal or pattern_of("demand").search(spot.sentence)
    return "target" if demands or ahead else "fact"


def _is_duty(spot: Spot) -> bool:
    if pattern_of("rule_words").search(spot.clause) or pattern_of("grants_money").search(
        spot.clause
    ):
        return True
    if pattern_of("working_days").search(spot.unit):
        return pattern_of("shortened").search(spot.clause) is None
    each = pattern_of("each").search(spot.clause) is not None
    person = pattern_of("each_person").search(spot.clause) is not None
    staffed = pattern_of("staffed").search(spot.sentence) is not None
    days = pattern_of("duty_unit").search(spot.unit) is not None
    return person or (each and (staffed or days))


def _aims_before(spot: Spot) -> bool:
    """In English one modal verb holds for all that its sentence lists."""
    at = spot.sentence.find(spot.clause)
    return pattern_of("aim_words").search(spot.sentence, 0, max(at, 0)) is not None
