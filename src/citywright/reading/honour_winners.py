"""Who won: the names before a verb of winning, the subject of the clause before, or the city itself."""

from collections.abc import Callable
from dataclasses import replace

from citywright.reading.context import Context, Named
from citywright.reading.lexicon.strategy import strategy_pattern
from citywright.reading.sentences import Sentence

FURTHEST = 400
"""Characters before a verb of winning in which those stand who won."""


def winners(context: Context, sentence: Sentence, at: int) -> tuple[str, ...]:
    """Those who won, by the words before a verb of winning at a place of the view."""
    text = context.view.text
    floor = max(sentence.start, at - FURTHEST)
    end = at
    for name in ("won_before", "honour_and_more"):
        mark = strategy_pattern(name).search(text[floor:end])
        end = floor + mark.start() if mark else end
    ways: tuple[Callable[[Context, int, int], tuple[str, ...]], ...] = (
        _directly_before, _of_work, _of_sentence, _opening_unit, _subject, _city,
    )  # fmt: skip
    return next((found for way in ways if (found := way(context, floor, end))), ())


def _directly_before(context: Context, floor: int, end: int) -> tuple[str, ...]:
    """Names that stand directly before the verb, alone or in a list.

    Two that touch are one (a village with its town); where a person works parts a list of persons.
    """
    found: list[Named] = []
    verb = end
    works = False
    for one in reversed(context.named_in(floor, end)):
        between = context.view.text[one.end : end]
        if one.end == end and end < verb and found:
            if found[-1].kind != "people" and one.kind != "people":
                found[-1] = replace(found[-1], name=one.name + found[-1].name)
        elif one.end == end or strategy_pattern("between_names").fullmatch(between):
            if works and one.kind != "people":
                break
            found.append(one)
        elif found and found[-1].kind == "people" and _is_work_of(one, between):
            works = True
        else:
            break
        end = one.start
    return tuple(one.name for one in reversed(found))


def _is_work_of(one: Named, between: str) -> bool:
    """Whether a body and the post behind it only say where the next person works."""
    post = strategy_pattern("post_between").match(between)
    return one.kind == "organisations" and post is not None


def _of_work(context: Context, floor: int, end: int) -> tuple[str, ...]:
    """Who led or made the work that won (name 主持的 work)."""
    mark = strategy_pattern("honour_of_work").search(context.view.text[floor:end])
    people = [
        one.name
        for one in (context.named_in(floor + mark.start(), end) if mark else ())
        if one.kind == "people"
    ]
    return tuple(people[-1:])


def _of_sentence(context: Context, floor: int, end: int) -> tuple[str, ...]:
    """Where a clause has no subject of its own, that of the last clause before it that has one."""
    text = context.view.text
    if text[end - 1 : end] != ",":
        return ()
    part = max(floor, text.rfind(";", floor, end) + 1)
    named = context.named_in(part, end)
    starts = {part, *(mark.end() for mark in strategy_pattern("comma").finditer(text, part, end))}
    opening = [
        one.name
        for one in named
        if any(
            start <= one.start and not text[start : one.start].strip(_leads()) for start in starts
        )
    ]
    bodies = [one.name for one in named if one.kind == "organisations"]
    return tuple(opening[-1:] or bodies[:1])


def _opening_unit(context: Context, floor: int, end: int) -> tuple[str, ...]:
    """Behind a comma, the unit that opens the sentence, although no rule knows it for a name."""
    text = context.view.text[floor:end]
    part = text[text.rfind(";") + 1 :]
    mark = strategy_pattern("opening_unit").search(part) if text.endswith(",") else None
    return (mark["who"],) if mark and not context.is_foreign(mark["who"]) else ()


def _leads() -> str:
    """Marks that stand before the first word of an item of a list."""
    return strategy_pattern("lead_marks").pattern


def _subject(context: Context, floor: int, end: int) -> tuple[str, ...]:
    """Words that stand as a subject, although no rule knows them for a name."""
    subject = strategy_pattern("won_subject").search(context.view.text[floor:end])
    if subject is None or context.is_foreign(subject["who"]):
        return ()
    role = strategy_pattern("role_before").match(subject["who"])
    return (role["name"] if role else subject["who"],)


def _city(context: Context, floor: int, end: int) -> tuple[str, ...]:
    """The city of the document, where an item begins with the verb or with 我市."""
    place = context.head.place
    text = context.view.text
    opens = strategy_pattern("won_opens").match(text[floor:end])
    opens = opens or strategy_pattern("city_leads").match(text[floor : end + 4])
    return (place,) if opens and place and not context.is_foreign(place) else ()


def winners_en(context: Context, sentence: Sentence, at: int) -> tuple[str, ...]:
    """Those who stand before an English verb of winning, without a body that gives (by the body, and)."""
    text, end = context.view.text, at
    found: list[str] = []
    for one in reversed(context.named_in(sentence.start, at)):
        if not strategy_pattern("between_names_en").fullmatch(text[one.end : end]):
            break
        if strategy_pattern("by_before_en").search(text[sentence.start : one.start]):
            break
        found.append(one.name)
        end = one.start
    return tuple(reversed(found))
