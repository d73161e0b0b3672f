"""English tasks: a body or an area will, shall, must or should do something, or is responsible for it."""

import re
from collections.abc import Iterator

from citywright.reading.context import Context, Span
from citywright.reading.lexicon.strategy import strategy_pattern
from citywright.reading.owners import Owners, owners_in
from citywright.reading.sentences import Sentence


def english_tasks(
    context: Context, sentence: Sentence
) -> Iterator[tuple[str, Span, Span, str | None]]:
    """(owner, its span, span of the task, deadline) for each owner of a sentence."""
    section = context.section_at(sentence.start)
    if section is not None and section.back:
        return
    text = context.view.text
    for group in owners_in(context, sentence):
        mark = strategy_pattern("will_en").match(text[group.end : sentence.end])
        if mark is None or not _binds(sentence, group, mark):
            continue
        span = (group.end + mark.start("task"), group.end + mark.end("task"))
        task, deadline = _task(context, span)
        for one in group.named:
            name = strategy_pattern("article").sub("", one.name)
            yield name, (one.start, one.end), task, deadline or group.deadline


def _binds(sentence: Sentence, group: Owners, mark: re.Match[str]) -> bool:
    """Whether the word of duty makes owners of its subject: an area only with a strong one.

    A bare "to" does where the owner was asked, or opens a line of actions.
    """
    if strategy_pattern("will_not_en").match(mark["task"]):
        return False
    if mark["bare"]:
        opens = strategy_pattern("action_open_en").fullmatch(
            sentence.text[: group.start - sentence.start]
        )
        return group.by or (opens is not None and not group.areas)
    return bool(mark["strong"]) or not group.areas


def _task(context: Context, span: Span) -> tuple[Span, str | None]:
    """Span of the first thing that is to be done, clear of overwritten words, and when it is due."""
    text, (start, end) = context.view.text, span
    whole = text[start:end]
    for words in context.foreign:
        at = text.find(words, start, end)
        lead = text[start:at].strip() if at >= 0 else None
        start, end = (at + len(words) + 1, end) if lead == "" else (start, at if lead else end)
    cut = strategy_pattern("task_cut_en").search(text, start, end)
    end = cut.start() if cut else end
    when = strategy_pattern("deadline_en").search(text[start:end])
    # a deadline may also stand behind what else is said of the task
    goes_on = cut is not None and strategy_pattern("task_goes_on_en").match(cut[0])
    said = when or (strategy_pattern("deadline_en").search(whole) if goes_on else None)
    closes = when is not None and start + when.end() >= end - 1
    if when and closes and len(text[start : start + when.start()].split()) > 2:
        end = start + when.start()
    end = start + len(text[start:end].rstrip())
    return (start, end), said["when"].strip(" ,") if said else None
