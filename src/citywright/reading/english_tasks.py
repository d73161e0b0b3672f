"""English tasks: a body or an area will, shall, must or should do something, or is responsible for it."""

from collections.abc import Iterator

from citywright.reading.context import Context, Span
from citywright.reading.lexicon.strategy import strategy_pattern
from citywright.reading.owners import owners_in
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
        if mark is None or strategy_pattern("will_not_en").match(mark["task"]):
            continue
        start = group.end + mark.start("task")
        end = group.end + mark.end("task")
        whole = context.view.text[start:end]
        cut = strategy_pattern("task_cut_en").search(text, start, end)
        end = cut.start() if cut else end
        when = strategy_pattern("deadline_en").search(text[start:end])
        # a deadline may also stand behind what else is said of the task
        goes_on = cut is not None and strategy_pattern("task_goes_on_en").match(cut[0])
        said = when or (strategy_pattern("deadline_en").search(whole) if goes_on else None)
        deadline = said["when"].strip() if said else group.deadline
        if (
            when
            and start + when.end() >= end - 1
            and len(text[start : start + when.start()].split()) > 2
        ):
            end = start + when.start()
        for one in group.named:
            yield (
                strategy_pattern("article").sub("", one.name),
                (one.start, one.end),
                (start, end),
                deadline,
            )
