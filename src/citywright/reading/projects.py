"""Projects: works with a name, planned or under way, with what the text says of cost, area, owner, stage.

A name runs from the word for a project to the left, to the verb of building before it. A class
(projects of over 1 billion) and a heap (major projects) have no name. Money spent so far is no cost.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from citywright.reading.context import Context, Span
from citywright.reading.gazetteer import LONGEST, SHORTEST, is_division
from citywright.reading.items import Item, item
from citywright.reading.lexicon.strategy import strategy_pattern
from citywright.reading.numbers import plain_number
from citywright.reading.project_sizes import amount_of, size_of_row
from citywright.reading.tables import Row, table_rows
from citywright.reading.tagging.mentions import Word

FURTHEST = 60
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
    for span, rule in sorted(set(_candidates(context))):
        name = " ".join(context.view.text[slice(*span)].split())
        if name not in taken:
            spans.setdefault(name, []).append((span, rule))
    rows: dict[str, Row] = {}
    for row in table_rows(context.view):
        if "name" in row.cells:
            name = context.view.text[slice(*row.cells["name"])].strip()
            rows.setdefault(name, row)
            spans.setdefault(name, [(row.cells["name"], "project_in_table")])
    starts = sorted(span[0] for places in spans.values() for span, _ in places)
    return [_item(context, name, places, starts, rows.get(name)) for name, places in spans.items()]


def _candidates(context: Context) -> Iterator[tuple[Span, str]]:
    text = context.view.text
    if context.is_english:
        marks = [
            *strategy_pattern("project_en").finditer(text),
            *strategy_pattern("work_named_en").finditer(text),
        ]
        for mark in marks:
            if not _is_done(context, mark.span("name")):
                yield mark.span("name"), "project_english"
        return
    for mark in strategy_pattern("project_end").finditer(text):
        span = _name(context, mark.end()) if _is_word_end(context, mark.end()) else None
        if span and not _is_done(context, span):
            yield span, "project_named"
    for mark in strategy_pattern("work_named").finditer(text):
        span = _trimmed(text, mark.start("name"), mark.end("name"))
        sized = strategy_pattern("work_sized").match(text[span[1] : span[1] + 20])
        if _is_proper(context, span) or (sized and not _is_common(context, span)):
            yield span, "project_costed"


def _is_word_end(context: Context, end: int) -> bool:
    """Whether no word of the tagger and no name of a body goes on over this place."""
    words = [(one.start, one.end) for one in context.words_in(end - FURTHEST, end)]
    names = [(one.start, one.end) for one in context.named_in(end - FURTHEST, end)]
    return not any(a < end < b for a, b in [*words, *names])


def _name(context: Context, end: int) -> Span | None:
    """Span of the name that ends here; None where the words are common ones."""
    text = context.view.text
    floor = max([_floor(text, end), *(_after(text, one, end) for one in context.foreign)])
    span = _trimmed(text, floor, end)
    span = _last_of_list(context, _after_verb(context, span))
    name = text[slice(*span)]
    body = name[:-2]
    if (
        len(body) < SHORTEST
        or strategy_pattern("project_class").search(name)
        or _is_common(context, span)
    ):
        return None
    return span if _is_proper(context, span) or _is_sized(context, span) else None


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
    """Whether the words behind a name give it a cost or an area of its own."""
    return (
        strategy_pattern("project_sized").match(context.view.text[span[1] : span[1] + 30])
        is not None
    )


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
    for word in words:
        inside = any(one.start <= word.start < one.end for one in named)
        before_place = word.tag == "v" and _starts_with_place(text[word.end : span[1]])
        breaks = (
            before_place
            or word.tag in BREAKING
            or strategy_pattern("breaks_name").fullmatch(text[word.start : word.end])
        )
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
    rests += [body[one.end - span[0] :] for one in context.named_in(*span) if one.start == span[0]]
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
        for key, value in _facts(context, span, starts).items():
            facts.setdefault(key, value)
    (first, rule) = places[0]
    where = [list(context.view.origin(*span)) for span, _ in places]
    return item(
        context.view, "projects", first, rule, CONFIDENCE[rule], name=name, **facts, mentions=where
    )


def _facts(context: Context, span: Span, starts: Sequence[int]) -> dict[str, Any]:
    """What the sentence says of the project, up to the next project."""
    text = context.view.text
    sentence = context.sentence_at(span[0])
    end = sentence.end if sentence else span[1]
    end = min([end, *(one for one in starts if span[1] <= one < end)])
    scope = text[span[1] : end]
    before = text[max(sentence.start if sentence else span[0], span[0] - FURTHEST) : span[0]]
    found: dict[str, Any] = {}
    ending = "_en" if context.is_english else ""
    cost = strategy_pattern(f"project_cost{ending}").search(scope)
    if not context.is_english:
        cost = cost or strategy_pattern("project_cost_plain").search(scope)
        found.update(amount_of(strategy_pattern("project_before").search(before)))
    if "amount" not in found:
        found.update(amount_of(cost))
    area = strategy_pattern(f"project_area{ending}").search(scope)
    if area:
        found["area"], found["area_unit"] = plain_number(area["a"].rstrip(".,")), area["unit"]
    stages = _stages(scope, "stage_en" if context.is_english else "stage_zh")
    if stages:
        found["stages"] = stages
    owner = _owner(context, span)
    return {**found, "owner": owner} if owner else found


def _stages(scope: str, name: str) -> list[dict[str, str]]:
    found = []
    for mark in strategy_pattern(name).finditer(scope):
        when = (mark["when"] or "").strip()
        found.append({"stage": mark["stage"], **({"when": when} if when else {})})
    return found


def _owner(context: Context, span: Span) -> str | None:
    """The firm at the head of the name, or the body that builds it by the words before."""
    for one in context.named_in(*span):
        if one.kind == "organisations" and one.start == span[0]:
            return one.name
    before = context.view.text[max(0, span[0] - FURTHEST) : span[0]]
    mark = strategy_pattern("built_by").search(before)
    after = strategy_pattern("built_after").match(
        context.view.text[span[1] : span[1] + 2 * FURTHEST]
    )
    if mark is None and after is None:
        return None
    at = span[0] - len(before) + mark.start(1) if mark else span[1] + after.start("who")  # type: ignore[union-attr]
    named = context.named_in(at, at + 1)
    return named[0].name if named and named[0].kind == "organisations" else None
