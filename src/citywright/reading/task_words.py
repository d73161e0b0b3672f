"""What stands behind an owner: words of duty, a deadline, and the words of the task.

The order is: owner, 等, 分别, 要 or 须 or 力争, 于3月底前, 牵头 or 负责, task; the middle may be missing.
"""

from dataclasses import dataclass

from citywright.reading.context import Context, Span
from citywright.reading.lexicon.strategy import strategy_pattern, strategy_words
from citywright.reading.owners import Owners
from citywright.reading.sentences import Sentence

SHORTEST = 2
VERBS = ("v", "vn", "vd")
RULE = "task_duty"


@dataclass(frozen=True)
class Work:
    """What an owner is to do.

    task : span of the view; None where the owner only leads or helps, and the task stands elsewhere
    topic : span of what was said before (X, 由 owner 负责); the task where nothing follows
    apart : each owner has its own part of the task (分别)
    role : the owner only leads or helps
    """

    task: Span | None
    topic: Span | None
    deadline: str | None
    apart: bool
    rule: str
    role: bool = False


@dataclass
class _Place:
    """Where the reading stands behind an owner, and what was passed."""

    at: int
    modal: bool = False
    duty: bool = False
    led: bool = False
    apart: bool = False
    deadline: str | None = None


def work_of(
    context: Context, sentence: Sentence, owners: Owners, end: int, plain: bool
) -> Work | None:
    """What a group of owners is to do, or None.

    end : where the next owners begin; plain : a body without a word of duty owns what it does
    """
    text = context.view.text
    stop = strategy_pattern("part_end").search(text, owners.end, end)
    end = stop.start() if stop else end
    if text[owners.end : owners.end + 1] == " ":
        # a blank parts a signature, or a name from its body
        return None
    close = strategy_pattern("book_close").match(text[owners.end : end])
    at = owners.end + 1 if close else _past_foreign(context, owners.end, end)
    late = (
        strategy_pattern("late_comma").match(text[at:end])
        if owners.by or len(owners.named) > 1
        else None
    )
    place = _passed(text, at + 1 if late else at, end)
    place.deadline = place.deadline or owners.deadline
    rule = "task_done_by" if owners.by else RULE
    last = strategy_pattern("led_last").match(text[place.at : end])
    only_leads = (owners.by or place.led) and last and (last.end() > 0 or place.led)
    helped = strategy_pattern("helped").match(text[place.at : end])
    role = last if only_leads else helped
    if role:
        topic = _topic(text, sentence, owners)
        if topic and context.is_foreign(text[slice(*topic)]):
            topic = None
        return _elsewhere(context, topic, place, place.at + role.end(), end, rule)
    if owners.areas and not (place.duty or place.led or owners.by):
        return _in_next_clause(context, place.at, end)
    strong = place.modal or place.led or owners.by
    before = text[sentence.start : owners.start]
    plain = plain and not strategy_pattern("past_before").search(before)
    found = _here(context, place, end, strong, rule)
    if found and (strong or plain or place.deadline):
        return found
    return None if strong else _in_next_clause(context, place.at, end)


def _in_next_clause(context: Context, at: int, end: int) -> Work | None:
    """The task of a later clause that begins with a word of duty, and whose subject the owners are still."""
    mark = strategy_pattern("next_must").match(context.view.text, at, end)
    if mark is None:
        return None
    return _here(context, _passed(context.view.text, mark.end(), end), end, True, RULE)


def _here(context: Context, place: _Place, end: int, strong: bool, rule: str) -> Work | None:
    """The task that stands behind its owners."""
    task = _task(context.view.text, place, end)
    words = context.view.text[slice(*task)]
    if len(words) < SHORTEST or strategy_pattern("task_never").match(words):
        return None
    if not place.led and strategy_pattern("task_relative").match(words):
        return None
    when = place.deadline or _deadline(words) or _next_deadline(context.view.text, task[1], end)
    if strong:
        return Work(task, None, when, place.apart, rule)
    told = strategy_pattern("task_not").match(words) and not _is_regular(place)
    if told or not begins_with_verb(context, task):
        return None
    return Work(task, None, when, place.apart, "task_subject")


def _is_regular(place: _Place) -> bool:
    """Whether what would be told of a day that is past is to be done again and again (each year)."""
    return bool(place.deadline and strategy_pattern("each_time").match(place.deadline))


def _elsewhere(
    context: Context, topic: Span | None, place: _Place, at: int, end: int, rule: str
) -> Work:
    """Work of an owner who only leads or helps: what was said before, else the clause that follows."""
    when = place.deadline or _next_deadline(context.view.text, at, end)
    if at >= end or (topic and not _says_more(context, at, end)):
        return Work(None, topic, when, place.apart, rule, role=True)
    behind = _passed(context.view.text, at + 1, end)
    span = _task(context.view.text, behind, end)
    while span[1] < end and strategy_pattern("helper_clause").search(
        context.view.text[slice(*span)]
    ):
        behind = _passed(context.view.text, span[1] + 1, end)
        span = _task(context.view.text, behind, end)
    says = span[1] - span[0] >= SHORTEST and (behind.modal or begins_with_verb(context, span))
    task = span if says else None
    when = behind.deadline or when or _next_deadline(context.view.text, span[1], end)
    return Work(task, None, when, place.apart, rule, role=True)


def _says_more(context: Context, at: int, end: int) -> bool:
    """Whether the clause behind who leads says what is to be done, and until when."""
    behind = _passed(context.view.text, at + 1, end)
    span = _task(context.view.text, behind, end)
    words = context.view.text[slice(*span)]
    finish = strategy_pattern("bare_finish").match(words)
    return behind.deadline is not None and not finish and begins_with_verb(context, span)


def _past_foreign(context: Context, at: int, end: int) -> int:
    """Behind an overwritten owner that a mark of a list joins to the one before."""
    text = context.view.text
    for words in context.foreign if strategy_pattern("list_mark").match(text, at) else ():
        place = text.find(words, at, end)
        if place >= 0 and strategy_pattern("clause_end").search(text, at, place) is None:
            tail = strategy_pattern("foreign_tail").match(text[place + len(words) : end])
            return place + len(words) + (tail.end() if tail else 0)
    return at


def _next_deadline(text: str, at: int, end: int) -> str | None:
    """The deadline of the next clause (..., 8月20日前完成); what it costs may stand between."""
    size = strategy_pattern("topic_size").match(text[at + 1 : end]) if at < end else None
    stop = strategy_pattern("clause_end").search(text, at + 1, end) if size else None
    at = stop.start() if stop else at
    mark = strategy_pattern("next_due").match(text[at + 1 : end]) if at < end else None
    if mark is None:
        stop = strategy_pattern("clause_end").search(text, at + 1, end) if at < end else None
        later = strategy_pattern("later_due").search(text[at + 1 : stop.start() if stop else end])
        return later["when"] if later else None
    # with nothing behind it, it is the deadline of what comes next
    nothing = strategy_pattern("when_only").match(text[at + 1 + mark.end() : end])
    return None if nothing else mark["when"] or mark["event"]


def _passed(text: str, at: int, end: int) -> _Place:
    """The place behind words of company, duty and time."""
    colon = strategy_pattern("colon_duty").match(text[at:end])
    place = _Place(at + colon.end(), modal=True) if colon else _Place(at)
    others = strategy_pattern("and_others").match(text[at:end])
    place.at += others.end() if others else 0
    moved = True
    while moved and place.at < end:
        moved = False
        rest = text[place.at : end]
        for name in ("duty_adverb", "modal", "deadline_head", "led", "place_head", "once_more"):
            mark = strategy_pattern(name).match(rest)
            if mark is None or not mark.end() or (name == "led" and place.led):
                continue
            if mark[0] in strategy_words("shall") and (place.modal or place.deadline):
                # behind a word of duty or a time it only takes the object
                continue
            place.at += mark.end()
            place.modal = place.modal or name == "modal"
            place.duty = place.duty or (name == "modal" and mark[0] not in strategy_words("shall"))
            place.led = place.led or name == "led"
            place.apart = place.apart or mark[0] in strategy_words("shared_out")
            if name == "deadline_head":
                place.deadline = mark["when"] or mark["event"]
            moved = True
            break
    return place


def _task(text: str, place: _Place, end: int) -> Span:
    """The first clause that says something; a clause that only says how leads to the next."""
    stop = strategy_pattern("clause_end").search(text, place.at, end)
    first = stop.start() if stop else end
    if stop and strategy_pattern("adverbial_only").match(text[place.at : first]):
        behind = _passed(text, first + 1, end)
        place.deadline = place.deadline or behind.deadline
        after = strategy_pattern("clause_end").search(text, behind.at, end)
        return behind.at, after.start() if after else end
    return place.at, first


def _topic(text: str, sentence: Sentence, owners: Owners) -> Span | None:
    """What is said before the owners: in their clause, else in the clause before."""
    end = owners.start - 1 if owners.by else owners.start
    tail = strategy_pattern("clause_tail").search(text[sentence.start : end])
    end = sentence.start + tail.start() if tail else end
    breaks = strategy_pattern("clause_end").finditer(text, sentence.start, end)
    marks = [mark.span() for mark in breaks]
    start = marks[-1][1] if marks else sentence.start
    while marks and _is_no_topic(text[start:end]) and text[marks[-1][0]] == ",":
        end = marks.pop()[0]
        start = marks[-1][1] if marks else sentence.start
    lead = strategy_pattern("topic_lead").match(text[start:end])
    start += lead.end() if lead else 0
    words = text[start:end]
    says = len(words) >= SHORTEST and not any(
        strategy_pattern(name).search(words) for name in ("who_leads", "topic_not")
    )
    return (start, end) if says else None


def _is_no_topic(words: str) -> bool:
    """Whether a clause says only the size of a work, or only when."""
    when = strategy_pattern("deadline_head").match(words)
    only_when = when is not None and when.end() == len(words)
    return only_when or strategy_pattern("topic_size").match(words) is not None


def _deadline(words: str) -> str | None:
    mark = strategy_pattern("deadline").search(words)
    return mark["when"] if mark else None


def begins_with_verb(context: Context, span: Span) -> bool:
    """Whether the words of a span begin with a verb."""
    words = context.view.text[slice(*span)]
    if strategy_pattern("verb_head").match(words):
        return True
    first = context.words_in(span[0], span[0] + 1)
    return bool(first) and first[0].tag in VERBS
