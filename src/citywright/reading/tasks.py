"""Tasks: who is to do what until when.

A body owns what it is the subject of where the text looks ahead; an area only with a word of duty
(要, 须, 力争, 负责, 牵头). Below a section with 责任单位 the task is the section's title.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from citywright.reading.context import Context, Span
from citywright.reading.english_tasks import english_tasks
from citywright.reading.items import Item, item
from citywright.reading.lexicon.strategy import strategy_pattern
from citywright.reading.owner_lines import owner_lines, section_title
from citywright.reading.owners import Owners, owners_in
from citywright.reading.sentences import Sentence
from citywright.reading.task_words import Work, work_of

AWARDS = "award_list"
REPORTS = "bulletin"
SPEECH = "meeting_report"
CONFIDENCE = {
    "task_duty": 0.8, "task_done_by": 0.8, "task_subject": 0.8, "task_section": 0.8,
    "task_table": 0.8, "task_english": 0.8,
}  # fmt: skip
"""(right + 1) / (found + 2) on the development documents, 0.5 where a rule found nothing there; at most
0.8, about the precision of the kind on documents that were unseen when the rules were written."""


@dataclass(frozen=True)
class Task:
    """A task of one owner: span of the owner, span of the task, deadline as said, rule."""

    owner: str
    where: Span
    task: Span
    deadline: str | None
    rule: str


def find_tasks(context: Context) -> list[Item]:
    """Tasks, one item for each owner, in the order of the text. Facts: owner, task, deadline.

    The quote runs from the owner to the end of the task, whichever stands first.
    """
    awards = context.head.kind == AWARDS
    found = [
        Task(one.owner, one.where, one.task, one.deadline, one.rule)
        for one in ([] if awards else owner_lines(context))
    ]
    for sentence in context.sentences:
        if awards and not strategy_pattern("award_duty").search(sentence.text):
            # who is honoured there did something, and has nothing to do
            continue
        if context.is_english:
            found += [Task(*one, "task_english") for one in english_tasks(context, sentence)]
        elif not context.looks_back(sentence.start):
            found += _of_sentence(context, sentence)
    return [
        _item(context, one) for one in sorted(set(found), key=lambda one: (one.where, one.task))
    ]


def _of_sentence(context: Context, sentence: Sentence) -> Iterator[Task]:
    plain = context.head.kind != REPORTS and (
        context.head.kind != SPEECH
        or context.section_at(sentence.start) is not None
        or _is_speech(context, sentence)
    )
    # only those that do something end the words of those before them
    owners = [one for one in owners_in(context, sentence) if not _is_in_bracket(sentence, one)]
    if not plain and len(owners) > 1:
        # what stands in one list with duties is a duty
        alone = (work_of(context, sentence, one, sentence.end, plain) for one in owners)
        plain = any(one is not None for one in alone)
    groups = [one for one in owners if work_of(context, sentence, one, sentence.end, plain)]
    ends = [*(one.start for one in groups), sentence.end][1:]
    found = [
        (group, work_of(context, sentence, group, end, plain))
        for group, end in zip(groups, ends, strict=False)
    ]
    work = [(group, one) for group, one in found if one]
    yield from _shared(context, work)


def _is_in_bracket(sentence: Sentence, group: Owners) -> bool:
    """Whether owners stand in a bracket that only says who is responsible for what is before it."""
    marks = strategy_pattern("owner_roles").finditer(sentence.text)
    return any(mark.start() < group.start - sentence.start < mark.end() for mark in marks)


def _is_speech(context: Context, sentence: Sentence) -> bool:
    """Whether a sentence of a meeting's report is what somebody demands, not what happened."""
    line = context.view.text.rfind("\n", 0, sentence.start) + 1
    before = context.view.text[line : sentence.end]
    if strategy_pattern("demanding").search(before):
        return True
    said = strategy_pattern("said_only").search(before)
    return bool(said and strategy_pattern("wants").search(sentence.text))


def _shared(context: Context, work: list[tuple[Owners, Work]]) -> Iterator[Task]:
    """Tasks of each owner; who only leads or helps shares the task that is said with or after it."""
    for number, (group, one) in enumerate(work):
        task, when = one.task or _done_in(work, one) or one.topic, one.deadline
        if task is None:
            own = section_title(context, group.start) if _only_roles(work[number:]) else None
            others = [*work[number + 1 :], *reversed(work[:number])]
            said = next((other for _, other in others if other.task or other.topic), one)
            own = None if said.topic else own
            task = own or said.task or said.topic
            when = when or (None if own else said.deadline)
        if task is None:
            continue
        names = group.named
        parts = _apart(context, task) if one.apart else [task]
        for place, named in enumerate(names):
            own = parts[place] if len(parts) == len(names) else task
            yield Task(named.name, (named.start, named.end), own, when, one.rule)


def _done_in(work: list[tuple[Owners, Work]], one: Work) -> Span | None:
    """What another owner does in the words before that seem to be the topic of who only helps."""
    if one.topic is None:
        return None
    first, last = one.topic
    done = (said.task or said.topic for group, said in work if first <= group.start < last)
    return next(done, None)


def _only_roles(work: list[tuple[Owners, Work]]) -> bool:
    """Whether who leads and who helps do so with what their section names.

    So it is where nothing else is said, or where areas that follow have a duty of their own.
    """
    doing = [(group, one) for group, one in work if one.task or one.topic]
    return not doing or (doing[0][0].areas and not doing[0][1].role)


def _apart(context: Context, task: Span) -> list[Span]:
    """Parts of a list of tasks, one for each owner."""
    found, at = [], task[0]
    for mark in strategy_pattern("apart_mark").finditer(context.view.text, *task):
        found.append((at, mark.start()))
        at = mark.end()
    return [*found, (at, task[1])]


def _item(context: Context, one: Task) -> Item:
    start = min(one.where[0], one.task[0])
    end = max(one.where[1], one.task[1])
    words = " ".join(context.view.text[slice(*one.task)].split())
    return item(
        context.view, "tasks", (start, end), one.rule, CONFIDENCE[one.rule],
        owner=one.owner, task=words, deadline=one.deadline,
    )  # fmt: skip
