"""What a number is for: to report, to set a target, or to lay down a rule.

Headings decide first: below one that looks back all is a fact, below one with goals a target. Then the
clause decides: what says a cost or a size is a fact, what grants or forbids is a rule, what the grammar of
intention carries (will, must reach, strive, by a year to come) is a target. Last, the kind of document: a
report of work and a plan look ahead unless they look back, a speech only where it demands, a notice rules.
"""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property, lru_cache

from citywright.reading.frame import Frame, led_by, plan_years, present
from citywright.reading.heading import Head
from citywright.reading.lexicon.quantities import pattern_of
from citywright.reading.quantity_numbers import Number
from citywright.reading.times import Year, last_year
from citywright.reading.year_scope import is_over

PLAN = "five_year_plan"
SEEN = 120
"""Characters before a number in which its label, or the time that leads its part of a sentence, stands."""


@dataclass(frozen=True, eq=False)
class Spot:
    """A number in its surroundings.

    clause, sentence : the words around it; before, after : those of the clause on its two sides
    unit : as said; year : that the sentence or the frame says
    start, at : of the clause, and of the number, in the sentence
    A number behind a colon has the label before it as the words of its clause.
    """

    clause: str
    sentence: str
    before: str
    after: str
    unit: str
    year: Year | None
    start: int = 0
    at: int = 0

    @cached_property
    def is_size(self) -> bool:
        """Whether the number is a cost, a fund, an area or a capacity of a work."""
        return _is_size(self)

    @cached_property
    def is_described(self) -> bool:
        """Whether the number only says how many there are of those that the clause speaks of."""
        return _is_described(self)


def spot_of(text: str, one: Number, year: Year | None) -> Spot:
    """The spot of a number in its sentence."""
    start, end = _clause(text, one)
    before, after = text[start : one.start], text[one.end : end]
    if not before.strip() and (label := pattern_of("label_end").search(text, start - SEEN, start)):
        before = label["label"]
    return Spot(
        before + text[one.start : end], text, before, after, one.unit, year, start, one.start
    )


def _clause(text: str, one: Number) -> tuple[int, int]:
    """Span of the clause in which a number stands."""
    ends, starts = _breaks(text)
    before = bisect_right(starts, one.start)
    behind = bisect_left(ends, one.end, before)
    return starts[before - 1] if before else 0, ends[behind] if behind < len(ends) else len(text)


@lru_cache(maxsize=4)
def _breaks(text: str) -> tuple[list[int], list[int]]:
    """Where the clauses of a sentence end, and where the next ones begin."""
    marks = [mark.span() for mark in pattern_of("clause_break").finditer(text)]
    return [start for start, _ in marks], [end for _, end in marks]


def status(frame: Frame, spot: Spot, head: Head, *, goes_on: bool = False) -> str:
    """fact, target or rule, for a number in its spot.

    goes_on : the number before in its sentence is a target
    """
    if head.kind == "bulletin" or frame.back:
        return "fact"
    if head.kind == "award_list":
        led = led_by(frame, head) is not None
        return "target" if _is_aim_of_awards(spot, head, led=led) else "fact"
    if pattern_of("rule_of_those").search(spot.clause):
        return "rule"
    if pattern_of("per_step").search(spot.before) or _goes_on_granting(spot):
        return "rule"
    ahead = _is_ahead(spot, head)
    if (
        _is_base(spot)
        or _is_of_entry(frame, spot)
        or spot.is_size
        or spot.is_described
        or _is_past(frame, spot, head, ahead=ahead)
    ):
        return "fact"
    if head.kind == "policy_notice":
        return _notice(frame, spot, head)
    if head.kind == "meeting_report":
        return _speech(frame, spot, head, ahead=ahead or goes_on)
    within = pattern_of("within_en").search(spot.before) and pattern_of("time_unit").search(
        spot.unit
    )
    if (within and not frame.goal) or _is_length(spot, head) or _is_rule_of_policy(frame, spot):
        return "rule"
    if pattern_of("raised_to").search(spot.before):
        return "target"
    grants = pattern_of("grants_money").search(spot.clause)
    grants = grants or pattern_of("levied").search(spot.before)
    grants = grants or pattern_of("rule_words").search(spot.clause) if head.kind == PLAN else grants
    return "rule" if grants or pattern_of("forbids").search(spot.clause) else "target"


def _is_aim_of_awards(spot: Spot, head: Head, *, led: bool) -> bool:
    """Whether the words that close a list of honours say what is to be reached in a year they name.

    led : a year to come leads in the paragraph, so that no verb of intention is needed
    """
    demanded = pattern_of("owner_demanded").search(spot.clause) is not None
    if last_year(spot.year) < present(head) if spot.year is not None else not demanded:
        return False
    if spot.is_size or _is_base(spot) or spot.is_described or _is_length(spot, head):
        return False
    names = ("grants_money", "past", "rule_of_those")
    if any(pattern_of(name).search(spot.clause) for name in names):
        return False
    return led or pattern_of("award_aim").search(spot.sentence) is not None


def _is_rule_of_policy(frame: Frame, spot: Spot) -> bool:
    """Whether a plan lays down a rule: a condition (those below 85% get none), or a duty below policies."""
    if pattern_of("condition").match(spot.after):
        return True
    policy = any(pattern_of("policy_heading").search(one) for one in frame.heads)
    return policy and pattern_of("policy_duty").search(spot.clause) is not None


def _is_ahead(spot: Spot, head: Head) -> bool:
    """Whether the grammar of the clause, or a year to come, says that something is intended."""
    if pattern_of("aim_words").search(spot.clause):
        return True
    if pattern_of("time_ahead").search(spot.sentence, spot.start - SEEN, spot.start):
        return True
    return spot.year is not None and last_year(spot.year) > present(head)


def _is_size(spot: Spot) -> bool:
    """Whether a number is a cost, a fund, an area or a capacity of a work, and none that is to be met."""
    if pattern_of("share_unit").fullmatch(spot.unit):
        return False
    if pattern_of("spent").search(spot.clause):
        return False
    if pattern_of("size_words").search(spot.clause):
        return True
    if pattern_of("pays_before").search(spot.before) and pattern_of("pays_after").match(spot.after):
        return True
    if pattern_of("invested").search(spot.before) and pattern_of("money_unit").search(spot.unit):
        return True
    if _is_part_of_work(spot):
        return True
    if pattern_of("bracketed").match(spot.after) and pattern_of("size_unit").search(spot.unit):
        return True
    money = pattern_of("money_unit").search(spot.unit) is not None
    if pattern_of("at_least_words").search(spot.clause):
        return False
    return money and pattern_of("fund_words").search(spot.clause) is not None


def _is_part_of_work(spot: Spot) -> bool:
    """Whether a clause says a size of the work that its sentence is about (X project costs 9, 1200 beds)."""
    if not pattern_of("work_part").match(spot.clause) or pattern_of("aim_words").search(
        spot.clause
    ):
        return False
    if pattern_of("share_unit").fullmatch(spot.unit):
        return False
    return pattern_of("work_subject").search(spot.sentence) is not None


def _is_of_entry(frame: Frame, spot: Spot) -> bool:
    """Whether a number says in the entry of a work how large it is."""
    share = pattern_of("share_unit").fullmatch(spot.unit) is not None
    return frame.work and not share and pattern_of("aim_words").search(spot.clause) is None


def _goes_on_granting(spot: Spot) -> bool:
    """Whether a sum or a share belongs to what its sentence grants to each (each 2, the poor 20% more)."""
    if not pattern_of("granted_unit").search(spot.unit) or pattern_of("aim_words").search(
        spot.clause
    ):
        return False
    return pattern_of("grant_leads").search(spot.sentence, 0, spot.start) is not None


def _is_base(spot: Spot) -> bool:
    """Whether a number is the level from which something is to change (from 31% to 60%, against 52% now)."""
    if pattern_of("base_beside").search(spot.before) or pattern_of("base_bracket").search(
        spot.before
    ):
        return True
    before = pattern_of("base_before").search(spot.before)
    return bool(before and pattern_of("base_after").match(spot.after))


def _is_length(spot: Spot, head: Head) -> bool:
    """Whether a length of time only says how long or how soon, and is not what is to be reached."""
    if head.language == "en" or not pattern_of("month_length").match(spot.unit):
        return False
    names = ("days_of_year", "shortened", "outcome")
    return not any(pattern_of(name).search(spot.clause) for name in names)


def _is_described(spot: Spot) -> bool:
    """Whether a number only says how many there are of those that the clause speaks of."""
    if pattern_of("rank_unit").fullmatch(spot.unit):
        return False
    if pattern_of("class_beside").search(spot.before) and pattern_of("class_of").match(spot.after):
        return True
    measured = pattern_of("measure_unit").search(spot.unit) is not None
    if pattern_of("class_measured" if measured else "class_after").match(spot.after):
        return True
    classed = pattern_of("class_before").search(spot.before) and pattern_of("class_behind").match(
        spot.after
    )
    if pattern_of("measured_en").match(spot.after) or _is_age(spot):
        return True
    described = pattern_of("described").search(spot.before) and not pattern_of("is_done").match(
        spot.after
    )
    return bool(classed or described)


def _is_age(spot: Spot) -> bool:
    """Whether a number says how old someone is, and not how old people become."""
    aged = pattern_of("age_unit").fullmatch(spot.unit) is not None
    return aged and pattern_of("aged").search(spot.before) is None


def _is_past(frame: Frame, spot: Spot, head: Head, *, ahead: bool) -> bool:
    words = "past_notice" if head.kind == "policy_notice" else "past"
    if pattern_of(words).search(spot.clause):
        return True
    over = not ahead and is_over(spot.clause, head.date)
    if over and not pattern_of("demand").search(spot.sentence):
        return True
    if not ahead and pattern_of("until_now").search(spot.sentence, spot.at - SEEN, spot.at):
        return True
    # a rise on the year before is told of what has been, and set for what is to come
    if pattern_of("past_compared").search(spot.clause) and not _is_of_the_time_ahead(frame, head):
        return not ahead
    if head.language == "en" and not ahead and head.kind != "policy_notice":
        verbless = spot.clause if pattern_of("en_past").search(spot.clause) else spot.sentence
        if pattern_of("en_past").search(verbless):
            return not pattern_of("aim_words").search(verbless)
    plan = head.kind == "five_year_plan"
    counts = spot.year is not None and not (plan and (spot.year == plan_years(head) or frame.goal))
    if counts and spot.year is not None and last_year(spot.year) < present(head):
        return True
    if ahead:
        return False
    if frame.past or pattern_of("has_now").search(spot.clause):
        return True
    return pattern_of("past_sentence").search(spot.sentence) is not None


def _is_of_the_time_ahead(frame: Frame, head: Head) -> bool:
    """Whether the headings, or the year that leads, speak of goals, or of a year that is not over."""
    if frame.past or head.kind not in ("work_report", PLAN):
        return False
    led = frame.said or frame.year
    return frame.goal or (led is not None and last_year(led) >= present(head))


def lists_tasks(head: Head) -> bool:
    """Whether a notice by its title is a list of tasks rather than a set of rules."""
    return pattern_of("lists_tasks").search(head.title or "") is not None


def hands_down(head: Head) -> bool:
    """Whether a notice by its title hands down targets, so that the numbers of its tables are such."""
    named = pattern_of("hands_down").search(head.title or "")
    return head.kind == "policy_notice" and named is not None


def is_timeless(spot: Spot) -> bool:
    """Whether a number has no year of its own: a cost, a size, a class, a count that only describes."""
    return spot.is_size or spot.is_described


def _notice(frame: Frame, spot: Spot, head: Head) -> str:
    """A notice rules, but sets targets below goals, for bodies it assigns, and where it lists tasks."""
    if _is_length(spot, head):
        return "rule"
    if pattern_of("shortened_to").search(spot.before) and not pattern_of("condition").match(
        spot.after
    ):
        return "target"
    to_come = spot.year is not None and last_year(spot.year) > present(head)
    if to_come and pattern_of("aims_at").search(spot.sentence):
        return "target"
    if frame.goal and not pattern_of("grants_money").search(spot.clause):
        return "target"
    tasks = lists_tasks(head)
    bound = tasks and spot.year and pattern_of("bound").search(spot.clause)
    if pattern_of("rule_words").search(spot.clause) and not bound:
        return "rule"
    raised = pattern_of("raised").search(spot.clause) is not None
    if (tasks and (bound or raised)) or (raised and spot.year == present(head)):
        return "target"
    if pattern_of("grants").search(spot.clause) or pattern_of("condition").match(spot.after):
        return "rule"
    if pattern_of("assigned").search(spot.sentence):
        return "target"
    yearly = pattern_of("yearly_task").search(spot.clause) is not None
    return "target" if tasks or yearly else "rule"


def _speech(frame: Frame, spot: Spot, head: Head, *, ahead: bool) -> str:
    if _is_duty(spot, head):
        return "rule"
    if pattern_of("forecast").search(spot.clause):
        return "target"
    if head.language == "en":
        if pattern_of("within_en").search(spot.before):
            return "rule"
        return "target" if ahead or frame.goal or _aims_before(spot) else "fact"
    if pattern_of("only_length").match(spot.clause):
        return "fact"
    # what minutes put down below a heading is decided
    minutes = frame.heads and pattern_of("minutes").search(head.title or "")
    decided = minutes and not frame.past and not _is_length(spot, head)
    if decided or frame.demanding or frame.goal:
        return "target"
    demands = pattern_of("demand").search(spot.sentence)
    return "target" if demands or ahead else "fact"


def _is_duty(spot: Spot, head: Head) -> bool:
    """Whether a speech lays down what all are bound to, and not what is to be reached by a year to come."""
    if pattern_of("rule_words").search(spot.clause) or pattern_of("grants_money").search(
        spot.clause
    ):
        return True
    if pattern_of("working_days").search(spot.unit):
        return pattern_of("shortened").search(spot.clause) is None
    if spot.year is not None and last_year(spot.year) > present(head):
        return False
    each = pattern_of("each").search(spot.clause) is not None
    person = pattern_of("each_person").search(spot.clause) is not None
    staffed = pattern_of("staffed").search(spot.sentence) is not None
    days = pattern_of("duty_unit").search(spot.unit) is not None
    return person or (each and (staffed or days))


def _aims_before(spot: Spot) -> bool:
    """In English one modal verb holds for all that its sentence lists."""
    return pattern_of("aim_words").search(spot.sentence, 0, spot.start) is not None
