"""Projects: works with a name, planned or under way, with what the text says of cost, area, owner, stage.

A name runs from the word for a project to the left, to the verb of building before it. A class
(projects of over 1 billion) and a heap (major projects) have no name. Money spent so far is no cost.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Any

from citywright.reading.context import Context, Span
from citywright.reading.gazetteer import LONGEST, SHORTEST, is_division
from citywright.reading.items import Item, item
from citywright.reading.lexicon.strategy import strategy_pattern
from citywright.reading.project_facts import FURTHEST, facts_of
from citywright.reading.project_sizes import size_of_row
from citywright.reading.project_works import works
from citywright.reading.sentences import paragraphs
from citywright.reading.tables import Row, table_rows
from citywright.reading.tagging.mentions import Word

AWARDS = "award_list"
CONFIDENCE = {
    "project_named": 0.75, "project_costed": 0.5, "project_english": 0.75,
    "project_in_table": 0.75,
}  # fmt: skip
"""(right + 1) / (found + 2) on the development documents, 0.5 where a rule found nothing there; at most
0.75, about the precision of the kind on documents that were unseen when the rules were written."""
BREAKING = ("TIME", "t", "d", "r", "p", "u", "c")
"""Tags of words that no name of a work holds."""
VERBS = ("v", "vn")
PROPER = ("ns", "nz", "nt", "nr", "LOC", "ORG", "PER")
"""Tags of words that make a name of a common noun."""


def find_projects(context: Context, programmes: Sequence[Item] = ()) -> list[Item]:
    """Projects, one item for each name.

    Facts: name, owner, amount and unit, area and area_unit, stages (list of stage and when).

    programmes : what `find_programmes` found; what is one of these is no project
    """
    taken = {one.facts["name"] for one in programmes}
    spans: dict[str, list[tuple[Span, str]]] = {}
    rows = _named_rows(context)
    cells = [cell for cell, _ in rows]
    for span, rule in sorted(set(_candidates(context))):
        if _is_in_cell(span, cells):
            continue
        name = " ".join(context.view.text[slice(*span)].split())
        if name not in taken and not _is_rest(context, span):
            spans.setdefault(name, []).append((span, rule))
    by_name: dict[str, Row] = {}
    for cell, row in rows:
        name = context.view.text[slice(*cell)].strip()
        by_name.setdefault(name, row)
        spans.setdefault(name, [(cell, "project_in_table")])
    starts = sorted(span[0] for places in spans.values() for span, _ in places)
    return [
        _item(context, name, places, starts, by_name.get(name)) for name, places in spans.items()
    ]


def _named_rows(context: Context) -> list[tuple[Span, Row]]:
    """Rows of tables with the cell that names their project, in the order of the text."""
    found = []
    for row in table_rows(context.view):
        task = row.cells.get("task") if _is_costed(context, row) else None
        named = row.cells.get("name") if _is_sized_row(context, row) else None
        cell = named or task
        if cell is not None:
            found.append((cell, row))
    return sorted(found, key=lambda one: one[0])


def _is_in_cell(span: Span, cells: Sequence[Span]) -> bool:
    """Whether a span ends in one of some cells, which names the project as a whole.

    cells : in order
    """
    number = bisect_left(cells, (span[1], 0)) - 1
    return number >= 0 and span[1] <= cells[number][1]


def _is_rest(context: Context, span: Span) -> bool:
    """Whether overwritten words stand directly before a name that begins with no known one: a rest."""
    named = any(one.start == span[0] for one in context.named_in(*span))
    if named or _starts_with_place(context.view.text[slice(*span)]):
        return False
    return any(context.view.text.endswith(one, 0, span[0]) for one in context.foreign)


def _is_sized_row(context: Context, row: Row) -> bool:
    """Whether a row with a name is that of a work, and no task that only has its goal and its owner."""
    if not {"goal", "name"} <= row.cells.keys() or row.cells.keys() & {"amount", "area", "stage"}:
        return True
    text = context.view.text
    named = strategy_pattern("work_noun_end").search(text[slice(*row.cells["name"])].strip())
    return bool(named or strategy_pattern("project_cost_plain").search(text, *row.cells["goal"]))


def _is_costed(context: Context, row: Row) -> bool:
    """Whether a row of tasks says what its work costs."""
    text = context.view.text
    words = text[slice(*row.cells["amount"])].strip() if "amount" in row.cells else ""
    if strategy_pattern("cell_number").match(words):
        return True
    name = text[slice(*row.cells["task"])].strip() if "task" in row.cells else ""
    goal = text[slice(*row.cells["goal"])] if "goal" in row.cells else ""
    is_work = strategy_pattern("entry_kind").search(name) is not None
    return is_work and strategy_pattern("project_cost").search(goal) is not None


def _candidates(context: Context) -> Iterator[tuple[Span, str]]:
    text = context.view.text
    entries = list(_entries(context))
    yield from entries
    if context.is_english:
        marks = [
            *strategy_pattern("project_en").finditer(text),
            *strategy_pattern("work_named_en").finditer(text),
        ]
        for name in (mark.span(mark.lastgroup or 0) for mark in marks):
            if not _is_done(context, name) and not _is_firm(context, name):
                yield name, "project_english"
        return
    for mark in strategy_pattern("project_end").finditer(text):
        inside = any(a <= mark.start() < b for (a, b), _ in entries)
        span = (
            None if inside or not _is_word_end(context, mark.end()) else _name(context, mark.end())
        )
        if span and not _is_done(context, span):
            yield span, "project_named"
    for work in works(context, _words_before, _is_proper, _is_common):
        if not _is_done(context, work):
            yield work, "project_costed"


def _words_before(context: Context, end: int) -> Span:
    """Span of the words of a name that ends here, behind its verb and the last mark of a list."""
    text = context.view.text
    floor = max([_floor(text, end), *(_after(text, one, end) for one in context.foreign)])
    lead = strategy_pattern("item_mark").match(text[floor:end])
    span = _trimmed(text, floor + (lead.end() if lead else 0), end)
    cuts = [mark.end() for mark in strategy_pattern("list_of_works").finditer(text, *span)]
    return _last_of_list(context, _after_verb(context, (max([span[0], *cuts]), span[1])))


def _entries(context: Context) -> Iterator[tuple[Span, str]]:
    """Entries of a list that begin with the name of a work and say its cost or its area."""
    text = context.view.text
    ending = "_en" if context.is_english else ""
    lines = paragraphs(context.view)
    for number, (start, end) in enumerate(lines):
        lead = None if ending else strategy_pattern("item_mark").match(text[start:end])
        if not ending and lead is None:
            continue
        at = start + (lead.end() if lead else 0)
        mark = strategy_pattern(f"entry_work{ending}").match(text, at, end)
        if mark is None:
            continue
        if mark.end("name") == end:
            # a name that fills its line has its sizes, with their labels, below
            below = lines[number + 1] if number + 1 < len(lines) else (end, end)
            sized = strategy_pattern("next_label").match(text[slice(*below)])
        else:
            sized = strategy_pattern(f"entry_sized{ending}").search(text, mark.end(), end)
        if sized is None:
            continue
        span = mark.span("name")
        if ending:
            if " " in mark["name"]:
                yield span, "project_english"
            continue
        span = _at_firm(context, (_past_lead(text, *span), span[1]))
        name = text[slice(*span)]
        is_work = strategy_pattern("entry_kind").search(name)
        if (
            is_work
            and not strategy_pattern("entry_no_work").search(name)
            and not _is_common(context, span)
        ):
            yield span, "project_named"


def _at_firm(context: Context, span: Span) -> Span:
    """The span from the firm that stands behind the name of its place, at the head of the name of a work."""
    place = context.view.text[slice(*span)]
    firms = [one for one in context.named_in(*span) if one.kind == "organisations"]
    behind = firms and is_division(place[: firms[0].start - span[0]])
    return (firms[0].start, span[1]) if behind else span


def _is_firm(context: Context, span: Span) -> bool:
    """Whether a name is that of a body, and nothing says what it costs."""
    sized = strategy_pattern("entry_sized_en").search(
        context.view.text[span[1] : span[1] + FURTHEST]
    )
    bodies = [one for one in context.named_in(*span) if one.kind == "organisations"]
    return any(one.start == span[0] and one.end >= span[1] for one in bodies) and sized is None


def _is_word_end(context: Context, end: int) -> bool:
    """Whether no word of the tagger and no name of a body goes on over this place."""
    words = [(one.start, one.end) for one in context.words_in(end - FURTHEST, end)]
    names = [(one.start, one.end) for one in context.named_in(end - FURTHEST, end)]
    return not any(a < end < b for a, b in [*words, *names])


def _name(context: Context, end: int) -> Span | None:
    """Span of the name that ends here; None where the words are common ones."""
    text = context.view.text
    floor = max([_floor(text, end), *(_after(text, one, end) for one in context.foreign)])
    awards = context.head.kind == AWARDS
    lead = None if awards else strategy_pattern("item_mark").match(text[floor:end])
    span = _trimmed(text, floor + (lead.end() if lead else 0), end)
    span = _last_of_list(context, _after_verb(context, span))
    name = text[slice(*span)]
    body = name[:-2]
    if (
        len(body) < SHORTEST
        or strategy_pattern("project_class").search(name)
        or _is_common(context, span)
        or strategy_pattern("counted_heap").match(text[end : end + 8])
    ):
        return None
    named = _is_proper(context, span) or _is_sized(context, span) or _heads_sized(context, span)
    return span if named else None


def _heads_sized(context: Context, span: Span) -> bool:
    """Whether a name stands at the head of a line that says its cost or its area."""
    text = context.view.text
    if text[text.rfind("\n", 0, span[0]) + 1 : span[0]].strip():
        return False
    line = text.find("\n", span[1])
    end = line if line >= 0 else len(text)
    return strategy_pattern("entry_sized").search(text, span[1], end) is not None


def _floor(text: str, end: int) -> int:
    """Where the run of words without a mark begins that ends here; short brackets in a name are none."""
    floor = max(0, end - FURTHEST)
    inner = [mark.span() for mark in strategy_pattern("bracket_in_name").finditer(text, floor, end)]
    gaps = [
        mark.end()
        for mark in strategy_pattern("project_gap").finditer(text, floor, end)
        if not any(a <= mark.start() < b for a, b in inner)
    ]
    return gaps[-1] if gaps else floor


def _after(text: str, words: str, end: int) -> int:
    """Place behind the last time that words stand near before a place, or 0."""
    at = text.rfind(words, max(0, end - FURTHEST), end)
    return at + len(words) if at >= 0 else 0


def _is_sized(context: Context, span: Span) -> bool:
    """Whether the words beside a name give it a cost or an area of its own."""
    text = context.view.text
    behind = strategy_pattern("project_sized").match(text[span[1] : span[1] + 40])
    before = strategy_pattern("project_before").search(text[max(0, span[0] - FURTHEST) : span[0]])
    return behind is not None or before is not None


def _trimmed(text: str, start: int, end: int) -> Span:
    """The span without verbs, times and adverbs at its head, and without a broken quotation."""
    start = _past_lead(text, start, end)
    close = text.find("”", start, end)
    opened = text.find("“", start, end)
    if close >= 0 and not 0 <= opened < close:
        start = close + 1
    elif opened >= 0 and close < 0:
        start = opened + 1
    return _past_lead(text, start, end), end


def _last_of_list(context: Context, span: Span) -> Span:
    """The part behind the last mark of a list, where that part is a name by itself."""
    cuts = [mark.end() for mark in strategy_pattern("list_mark").finditer(context.view.text, *span)]
    if cuts and _is_proper(context, (cuts[-1], span[1])):
        return _trimmed(context.view.text, cuts[-1], span[1])
    return span


def _past_lead(text: str, start: int, end: int) -> int:
    """Where the name begins behind verbs, times and adverbs; a place's name is never cut into."""
    build = strategy_pattern("build_head").match(text[start:end])
    if build and _starts_with_place(text[start + build.end() : end]):
        # there is a place whose name is a verb of building
        start += build.end()
    while start < end and not _starts_with_place(text[start:end]):
        lead = strategy_pattern("project_lead").match(text[start:end])
        if lead is None or not lead.end():
            break
        start += lead.end()
    return start


def _starts_with_place(words: str) -> bool:
    return any(is_division(words[:k]) for k in range(SHORTEST, min(len(words), LONGEST)))


def _after_verb(context: Context, span: Span) -> Span:
    """The part behind the last word that no name of a work holds (a verb of building, an adverb, a time)."""
    text, start = context.view.text, span[0]
    named = context.named_in(*span)
    place = next((k for k in range(LONGEST, 1, -1) if is_division(text[start : start + k])), 0)
    words = context.words_in(*span)
    tail = _verbs_before(context, span, words)
    quoted = [mark.span() for mark in strategy_pattern("project_quoted").finditer(text, *span)]
    for word in words:
        inside = any(one.start <= word.start < one.end for one in named) or any(
            a <= word.start < b for a, b in quoted
        )
        if word.start == span[0] and word.tag == "p" and word.end - word.start == 1:
            # behind the verb of building a preposition is the head of a name
            continue
        before_place = word.tag == "v" and _starts_with_place(text[word.end : span[1]])
        breaks = (
            before_place
            or word.tag in BREAKING
            or strategy_pattern("breaks_name").fullmatch(text[word.start : word.end])
        ) and not strategy_pattern("name_keeps").fullmatch(text[word.start : word.end])
        if breaks and not inside and span[0] + place < word.end <= tail:
            start = word.end
    return _trimmed(text, start, span[1])


def _verbs_before(context: Context, span: Span, words: Sequence[Word]) -> int:
    """Where the verbs begin that stand directly before the word for works (改造提升工程): part of a name."""
    at = span[1] - 2
    for word in reversed(words):
        said = context.view.text[word.start : word.end]
        is_part = word.tag in VERBS and not strategy_pattern("own_verb").fullmatch(said)
        if word.end == at and is_part:
            at = word.start
    return at


def _is_proper(context: Context, span: Span) -> bool:
    """Whether a name holds a place, a body, a number of its own, or a word that the tagger calls a name."""
    text = context.view.text
    body = strategy_pattern("work_noun_end").sub("", text[slice(*span)])
    if not body or _is_common(context, span):
        return False
    if strategy_pattern("project_special").search(body):
        return True
    if context.named_in(*span) or any(w.tag in PROPER for w in context.words_in(*span)):
        return True
    heads = [body[a : a + k] for a in range(min(len(body), 8)) for k in range(SHORTEST, LONGEST)]
    return any(is_division(one) for one in heads)


def _is_common(context: Context, span: Span) -> bool:
    """Whether a name is only common words, also behind the name of a place or a body."""
    body = context.view.text[span[0] : span[1] - 2]
    rests = [body]
    named = [one for one in context.named_in(*span) if one.start == span[0] and one.end < span[1]]
    rests += [body[one.end - span[0] :] for one in named]
    rests += [body[k:] for k in range(SHORTEST, min(len(body), LONGEST)) if is_division(body[:k])]
    return any(strategy_pattern("project_generic").match(one) for one in rests)


def _is_done(context: Context, span: Span) -> bool:
    """Whether a part of the text that looks back says that the work is finished."""
    name = "project_done_en" if context.is_english else "project_done"
    done = strategy_pattern(name).match(context.view.text[span[1] : span[1] + 60])
    return done is not None and context.looks_back(span[0])


def _item(
    context: Context,
    name: str,
    places: list[tuple[Span, str]],
    starts: Sequence[int],
    row: Row | None,
) -> Item:
    facts: dict[str, Any] = size_of_row(context, row) if row else {}
    for span, _ in places:
        for key, value in facts_of(context, span, starts).items():
            facts.setdefault(key, value)
    (first, rule) = places[0]
    where = [list(context.view.origin(*span)) for span, _ in places]
    return item(
        context.view, "projects", first, rule, CONFIDENCE[rule], name=name, **facts, mentions=where
    )
