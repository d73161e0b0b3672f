"""Owners: bodies and areas that are the subject of something to be done, alone or in a list."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from citywright.reading.context import Context, Named
from citywright.reading.lexicon.strategy import strategy_pattern
from citywright.reading.sentences import Sentence

LONGEST = 40
"""Characters of a name before a place in which another may reach over it."""
NO_OWNERS = ("water", "country", "region")
"""Levels of places that do nothing."""
LIKE = ("owner_like", "owner_like_organ", "owner_like_by", "owner_like_any", "owner_like_area")
LIKE_ENGLISH = ("owner_like_en",)
"""Patterns of short names of offices, the surest first."""


@dataclass(frozen=True)
class Owners:
    """Bodies or areas that stand together before what they are to do.

    start, end : span of the view; named : each of them
    by : a word (由, by) says that they do it
    areas : all are areas, which own a task only with a word of duty
    deadline : said before them (3月底前, owner ...)
    """

    start: int
    end: int
    named: tuple[Named, ...]
    by: bool
    areas: bool
    deadline: str | None = None


def owners_in(context: Context, sentence: Sentence) -> Iterator[Owners]:
    """Groups of owners of a sentence that stand where a subject stands, in order."""
    like = _like_bodies(context, sentence)
    whole = _whole_names(context, context.named_in(sentence.start, sentence.end))
    named = [
        one
        for one in [*(one for one in whole if not _is_inside(one, like)), *like]
        if one.kind == "organisations" or (one.kind == "places" and one.level not in NO_OWNERS)
    ]
    named = _whole_areas(sorted(named, key=lambda one: one.start))
    for group in _groups(context, named):
        # the first names of a group may belong to the clause before
        found = (_subject(context, sentence, group[first:]) for first in range(len(group)))
        yield from (one for one in [next((one for one in found if one), None)] if one)


def _whole_names(context: Context, named: Sequence[Named]) -> Iterator[Named]:
    """Names as they are; an English one that closes a longer name (State Grid Yancheng) with all of it."""
    for one in named:
        before = context.view.text[max(0, one.start - LONGEST) : one.start]
        kind = "longer_name_en" if one.kind == "places" else "longer_body_en"
        more = strategy_pattern(kind).search(before) if context.is_english else None
        if more is None:
            yield one
            continue
        start = one.start - len(more["more"])
        yield Named(start, one.end, more["more"] + one.name, "organisations")


def _whole_areas(named: Sequence[Named]) -> list[Named]:
    """Names with an area that directly follows the one it lies in as one (Jingzhou's Jinan zone)."""
    found: list[Named] = []
    for one in named:
        last = found[-1] if found else None
        touch = last and last.kind == one.kind == "places" and last.end == one.start
        if last and touch and not strategy_pattern("modal").match(one.name):
            found[-1] = Named(last.start, one.end, last.name + one.name, "places", one.level)
        else:
            found.append(one)
    return found


def _like_bodies(context: Context, sentence: Sentence) -> list[Named]:
    """Short names of offices where a subject stands (市发展改革委 要), which no rule for bodies has."""
    found: list[Named] = []
    for rule in LIKE_ENGLISH if context.is_english else LIKE:
        for mark in strategy_pattern(rule).finditer(sentence.text):
            start, end = (sentence.start + place for place in mark.span("name"))
            if context.is_english and not strategy_pattern("office_en").search(mark["name"]):
                continue
            near = [*context.named_in(start - LONGEST, end), *found]
            over = [one for one in near if one.end > start and one.start < end]
            if all(one.start == start and one.end < end for one in over):
                kind = "places" if rule == "owner_like_area" else "organisations"
                found.append(Named(start, end, mark["name"], kind))
    return found


def _is_inside(one: Named, longer: Sequence[Named]) -> bool:
    """Whether a name is only the head of a longer one (市政府 of 市政府研究室)."""
    return any(other.start <= one.start and one.end <= other.end for other in longer)


def _groups(context: Context, named: Sequence[Named]) -> Iterator[list[Named]]:
    """Names that only a mark of a list or a word of company parts."""
    joint = strategy_pattern("joint_en" if context.is_english else "joint")
    group: list[Named] = []
    for one in named:
        if group and joint.fullmatch(context.view.text[group[-1].end : one.start]):
            group.append(one)
            continue
        if group:
            yield group
        group = [one]
    if group:
        yield group


def _subject(context: Context, sentence: Sentence, group: list[Named]) -> Owners | None:
    """The group, if what stands before it lets it be a subject."""
    start, end = group[0].start, group[-1].end
    before = context.view.text[sentence.start : start]
    last = strategy_pattern("last_clause").search(before)
    if last and strategy_pattern("list_goes_on").search(before) and context.is_foreign(last[0]):
        # the owner before this one is overwritten; both are subjects
        before = before[: last.start()]
    name = "deadline_before_en" if context.is_english else "deadline_before"
    early = strategy_pattern(name).search(before)
    before = before[: early.start("when")] if early else before
    is_subject, by = _reads_as_subject(context, before, end)
    known = tuple(one for one in group if not context.is_foreign(one.name))
    if not is_subject or not known:
        return None
    areas = all(one.kind == "places" for one in group)
    return Owners(start, end, known, by, areas, early["when"] if early else None)


def _reads_as_subject(context: Context, before: str, end: int) -> tuple[bool, bool]:
    """Whether names are a subject by the words before them, and whether a word says that they do it.

    Where a word of duty follows at once, any words before do but those that make an object of them.
    """
    after = context.view.text[end : end + 30]
    if context.is_english:
        if strategy_pattern("asked_en").search(before):
            return True, True
        if strategy_pattern("subject_en").search(before):
            return not strategy_pattern("joint_tail_en").search(before), False
        is_object = strategy_pattern("no_subject_en").search(before)
        return bool(strategy_pattern("will_strong").match(after) and not is_object), False
    mark = strategy_pattern("subject").search(before)
    if mark is not None:
        return True, bool(mark["by"]) if mark["lead"] is not None else True
    part_of = any(strategy_pattern(one).search(before) for one in ("list_goes_on", "no_subject"))
    return bool(strategy_pattern("strong_next").match(after) and not part_of), False
