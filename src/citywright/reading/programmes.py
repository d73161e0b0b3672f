"""Programmes: plans, actions and campaigns that have a name, with the years that the text gives them.

A name stands between quotation marks, in the title of a plan, or between a verb of carrying out and the
word for a plan. A work of building is a project, not a programme.
"""

import re
from collections.abc import Iterator

from citywright.reading.context import Context, Span
from citywright.reading.items import Item, item
from citywright.reading.lexicon.quantities import numerals
from citywright.reading.lexicon.strategy import strategy_pattern
from citywright.reading.times import period_of

CONFIDENCE = {
    "programme_title": 0.9, "programme_book": 0.65, "programme_quoted": 0.9,
    "programme_carried": 0.85, "programme_years": 0.5, "programme_heading": 0.9,
    "programme_english": 0.85,
}  # fmt: skip
"""(right + 1) / (found + 2) on the development documents, 0.5 where a rule found nothing there; at most
0.9, about the precision of the kind on documents that were unseen when the rules were written."""
ENGLISH_YEARS = {"two": 2, "three": 3, "four": 4, "five": 5}
NEAR = 24
"""Characters behind a name in which its years stand."""


def find_programmes(context: Context) -> list[Item]:
    """Programmes, one item for each name.

    Facts: name, horizon ([first, last year], only where both are said or follow from a start that is
    said), years (its length in years), mentions.
    """
    found: dict[str, tuple[Span, str]] = {}
    for span, rule in sorted(_candidates(context), key=lambda one: (one[0][0], -one[0][1])):
        name = _name(context.view.text[slice(*span)])
        if name:
            found.setdefault(name, (span, rule))
    kept = {name: one for name, one in found.items() if not _is_part(name, one[0], found)}
    return [_item(context, name, span, rule) for name, (span, rule) in kept.items()]


def _candidates(context: Context) -> Iterator[tuple[Span, str]]:
    yield from _title(context)
    if context.is_english:
        for mark in strategy_pattern("programme_en").finditer(context.view.text):
            if not strategy_pattern("programme_not_en").search(mark["name"]):
                yield mark.span("name"), "programme_english"
        return
    text = context.view.text
    for rule in ("programme_book", "programme_quoted_whole", "programme_quoted"):
        for mark in strategy_pattern(rule).finditer(text):
            built = strategy_pattern("works_end").search(mark["name"]) is not None
            costs = built and strategy_pattern("works_sized").match(text, mark.end())
            if _is_named(mark["name"]) and not costs:
                yield mark.span("name"), rule.removesuffix("_whole")
    for rule in ("programme_carried", "programme_years"):
        for mark in strategy_pattern(rule).finditer(text):
            span = _without_prefix(text, mark.span("name"))
            name = text[slice(*span)]
            if _is_named(name) and not _is_work(text, span):
                yield span, rule
    yield from _headings(context)


def _title(context: Context) -> Iterator[tuple[Span, str]]:
    """The title of a plan, without what stands in brackets or behind a colon."""
    title = context.head.title
    if title is None:
        return
    start = context.view.text.find(title)
    mark = strategy_pattern(
        "programme_title_en" if context.is_english else "programme_title"
    ).match(title)
    if mark and context.is_english:
        named = strategy_pattern("programme_title_word_en").search(mark["name"])
        mark = mark if named and context.head.kind == "five_year_plan" else None
    mark = mark or strategy_pattern("programme_issued").search(title)
    if mark and start >= 0:
        yield (start + mark.start("name"), start + mark.end("name")), "programme_title"


def _headings(context: Context) -> Iterator[tuple[Span, str]]:
    """Headings that are names of programmes, below a heading for programmes."""
    for one in context.outline.sections:
        above = context.outline.sections[one.parent].text if one.parent is not None else ""
        if one.back or not strategy_pattern("programmes_below").search(above):
            continue
        if strategy_pattern("programme_whole").fullmatch(one.text) and _is_named(one.text):
            yield one.title, "programme_heading"


def _without_prefix(text: str, span: Span) -> Span:
    """The span without verbs and adverbs at its head, and without all up to a year from which it runs."""
    since = strategy_pattern("programme_since").match(text[slice(*span)])
    span = (span[0] + since.end(), span[1]) if since else span
    prefix = strategy_pattern("programme_prefix").match(text[slice(*span)])
    return (span[0] + prefix.end(), span[1]) if prefix else span


def _is_named(name: str) -> bool:
    return not (
        strategy_pattern("programme_generic").match(name)
        or strategy_pattern("programme_period").search(name)
    )


def _is_work(text: str, span: Span) -> bool:
    """Whether a name that ends in the word for works is a work of building."""
    name = text[slice(*span)]
    if not strategy_pattern("works_end").search(name):
        return False
    return bool(
        strategy_pattern("works_physical").search(name)
        or strategy_pattern("works_after").match(text[span[1] : span[1] + 30])
    )


def _name(text: str) -> str:
    """The name: one blank for each run of blanks, without marks around the whole."""
    plain = " ".join(text.split())
    whole = re.fullmatch(r"[“\"]([^“”\"]+)[”\"]", plain)
    return whole[1] if whole else plain


def _is_part(name: str, span: Span, found: dict[str, tuple[Span, str]]) -> bool:
    """Whether a name was only ever seen inside a longer one that begins or ends at the same spot."""
    return any(
        other != name and name in other and a <= span[0] and span[1] <= b
        for other, ((a, b), _) in found.items()
    )


def _item(context: Context, name: str, span: Span, rule: str) -> Item:
    text = context.view.text
    around = text[span[0] : span[1] + NEAR].split("\n")[0]
    years = _years(name)
    return item(
        context.view, "programmes", span, rule, CONFIDENCE[rule], name=name,
        horizon=_horizon(around, len(name), name) or _started(context, span, years),
        years=years, mentions=_mentions(context, name) or [list(context.view.origin(*span))],
    )  # fmt: skip


def _horizon(around: str, length: int, name: str) -> list[int] | None:
    """First and last year that stand in the name or in brackets behind it, or of its five-year period."""
    said = strategy_pattern("horizon").search(around)
    if said and (said.start() <= length + 2):
        return [int(said["first"]), int(said["last"])]
    period = strategy_pattern("plan_period").search(name)
    if period is None:
        return None
    if period["ordinal"]:
        return period_of(int(period["ordinal"]))
    return period_of(10 + int(numerals("digit")[period["digit"] or period["number"]]))


def _started(context: Context, span: Span, years: int | None) -> list[int] | None:
    """The years of a programme of known length whose first year its sentence says."""
    sentence = context.sentence_at(span[0])
    if years is None or sentence is None:
        return None
    said = strategy_pattern("start_said").search(sentence.text)
    if said is None:
        return None
    first = int(said["year"] or said["since"] or said["from"])
    return [first, first + years - 1]


def _years(name: str) -> int | None:
    said = strategy_pattern("years_long").search(name)
    if said is None:
        return None
    if said["english"]:
        return ENGLISH_YEARS[said["english"].lower()]
    years = said["years"]
    return int(years) if years.isdigit() else int(numerals("digit")[years])


def _mentions(context: Context, name: str) -> list[list[int]]:
    return [
        list(context.view.origin(*mark.span()))
        for mark in re.finditer(re.escape(name), context.view.text)
    ]
