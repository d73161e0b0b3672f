"""Sentences that confer an honour (授予, conferred on) or tell of one (荣获, won)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from citywright.reading.award_names import names_in
from citywright.reading.context import Context, Span
from citywright.reading.honour_winners import winners, winners_en
from citywright.reading.lexicon.strategy import strategy_pattern
from citywright.reading.sentences import Sentence
from citywright.reading.times import years_in

AWARDS = "award_list"
NEAR = 40
"""Characters before a word for deciding in which the body stands that decides."""
GIVEN = ("honour_given_to", "honour_given", "honour_named_as")
"""Patterns of conferring, of which a sentence follows the first that it fits."""
HANDED = ("honour_handed", "honour_presented", "honour_taken")
"""Patterns of conferring that name the honour first, or those honoured as an object."""


@dataclass(frozen=True)
class Honour:
    """One honour: where it is said, those honoured, its name, year, who gives it, rule."""

    span: Span
    who: tuple[str, ...]
    what: str
    year: int | None
    by: str | None
    rule: str


def told(context: Context, sentence: Sentence) -> Iterator[Honour]:
    """Honours that a Chinese sentence confers, else those it tells of."""
    text = sentence.text
    yield from _without_marks(context, sentence)
    marks = next((found for rule in GIVEN if (found := _marks(rule, text))), [])
    marks += [mark for rule in HANDED for mark in _marks(rule, text)]
    for mark in marks:
        name = next(n for n in ("quoted", "plain", "what") if mark.groupdict().get(n))
        who = (sentence.start + mark.start("who"), sentence.start + mark.end("who"))
        span = (sentence.start + mark.start(name), sentence.start + mark.end(name))
        by = _giver(context, sentence, mark.start())
        # those who follow are found by their list
        names = () if is_following(mark["who"]) else tuple(names_in(context, who))
        yield _honour(context, span, names, by, "honour_conferred")
    if not marks:
        yield from _won(context, sentence)
        yield from _commended(context, sentence)


def _marks(rule: str, text: str) -> list[re.Match[str]]:
    """Places where a sentence confers an honour, without those that only propose or revoke one."""
    return [
        mark for mark in strategy_pattern(rule).finditer(text) if not _is_not_given(text, mark)
    ]


def _is_not_given(text: str, mark: re.Match[str]) -> bool:
    return strategy_pattern("not_given").search(text[: mark.start()]) is not None


def is_following(who: str) -> bool:
    """Whether words only say that those honoured are named behind (下列企业)."""
    return strategy_pattern("honour_following").match(who) is not None


def _without_marks(context: Context, sentence: Sentence) -> Iterator[Honour]:
    """Honours without quotation marks: what stands behind the last name that is known."""
    for mark in strategy_pattern("honour_whole").finditer(sentence.text):
        start, end = sentence.start + mark.start("body"), sentence.start + mark.end("body")
        named = context.named_in(start, end)
        counted = strategy_pattern("honour_counted").match(context.view.text[start:end])
        if not named and counted is None:
            continue
        last = named[-1].end if named else start + counted.end("who")  # type: ignore[union-attr]
        role = strategy_pattern("honour_role").match(context.view.text[last:end])
        at = last + (role.end() if role else 0)
        if end - at > 1 and not strategy_pattern("honour_common").match(context.view.text[at:end]):
            who = tuple(names_in(context, (start, last)))
            by = _giver(context, sentence, mark.start())
            yield _honour(context, (at, end), who, by, "honour_conferred")


def _won(context: Context, sentence: Sentence) -> Iterator[Honour]:
    for mark in strategy_pattern("won").finditer(sentence.text):
        at = sentence.start + mark.start()
        by = mark["by"] or mark["by_of"]
        surely = by or mark["list"] or strategy_pattern("won_surely").fullmatch(mark["verb"])
        spans = list(
            _parts(context, sentence.start + mark.start("what"), sentence.start + mark.end("what"))
        )
        names = [context.view.text[slice(*span)] for span in spans]
        if not (surely or all(_is_honour(name) for name in names)):
            continue
        if any(strategy_pattern("won_not").search(name) for name in names):
            continue
        before = sentence.text[: mark.start()]
        if strategy_pattern("won_if").search(before) or _is_not_given(sentence.text, mark):
            continue
        if strategy_pattern("won_condition").match(sentence.text[mark.end() :]):
            continue
        who = _winner_behind(context, sentence, mark.end()) or winners(context, sentence, at)
        told = strategy_pattern("won_those").match(sentence.text[mark.end() :])
        if not (who or told or strategy_pattern("commended").search(sentence.text)):
            continue
        each = len(who) == len(spans) > 1 and strategy_pattern("shared_out_near").search(before)
        for number, span in enumerate(spans):
            own = who[number : number + 1] if each else who
            yield _honour(context, span, own, by, "honour_won")


def _is_honour(name: str) -> bool:
    """Whether words are the name of an honour: in quotation marks, or with an ending of honours."""
    if name.endswith(("”", '"')):
        return True
    endings = ("honour_end_any", "won_in_list")
    return any(strategy_pattern(one).search(name) for one in endings)


def _parts(context: Context, start: int, end: int) -> Iterator[Span]:
    """Parts of a list of honours between its marks."""
    at = start
    text = context.view.text
    depth = 0
    for place in range(start, end):
        depth += (text[place] == "“") - (text[place] == "”")
        if depth <= 0 and strategy_pattern("list_mark").match(text, place):
            yield at, place
            at = place + 1
    yield at, end


def _winner_behind(context: Context, sentence: Sentence, at: int) -> tuple[str, ...]:
    """A name that the honour describes (获得…的 name)."""
    if strategy_pattern("described").match(sentence.text[at:]) is None:
        return ()
    start = sentence.start + at + 1
    return tuple(one.name for one in context.named_in(start, start + 1))


def _commended(context: Context, sentence: Sentence) -> Iterator[Honour]:
    """Honours with a year and in quotation marks, in a sentence that commends."""
    if strategy_pattern("commended").search(sentence.text) is None:
        return
    for mark in strategy_pattern("commended_what").finditer(sentence.text):
        span = (sentence.start + mark.start("what"), sentence.start + mark.end("what"))
        if not strategy_pattern("won_verb").search(
            sentence.text[max(0, mark.start() - 4) : mark.start()]
        ):
            yield _honour(context, span, (), None, "honour_commended")


def told_in_english(context: Context, sentence: Sentence) -> Iterator[Honour]:
    """Honours that an English sentence confers or tells of."""
    for rule in ("given_en", "conferred_en"):
        for mark in strategy_pattern(rule).finditer(sentence.text):
            who = (sentence.start + mark.start("who"), sentence.start + mark.end("who"))
            span = (sentence.start + mark.start("what"), sentence.start + mark.end("what"))
            giver = _giver(context, sentence, mark.start())
            yield _honour(context, span, tuple(names_in(context, who)), giver, "honour_english")
    for mark in strategy_pattern("won_en").finditer(sentence.text):
        span = (sentence.start + mark.start("what"), sentence.start + mark.end("what"))
        who = winners_en(context, sentence, sentence.start + mark.start())
        if who:
            told = _honour(context, span, who, _by_behind(context, span[1]), "honour_english")
            behind = strategy_pattern("year_behind").match(sentence.text[mark.end() :])
            yield replace(told, year=int(behind["year"])) if behind else told


def _by_behind(context: Context, at: int) -> str | None:
    """The body that gives an honour, behind its name (by the body)."""
    mark = strategy_pattern("by_behind_en").match(context.view.text[at : at + NEAR])
    named = context.named_in(at + mark.end(), at + mark.end() + 1) if mark else ()
    return named[0].name if named else None


def _giver(context: Context, sentence: Sentence, before: int) -> str | None:
    """The body that decides: it stands directly before the word for deciding, agreeing or conferring."""
    at = sentence.start + before
    direct = _directly_before(context, sentence, at)
    lead = context.view.text[max(0, at - 10 * NEAR) : at]
    first = at - len(lead)
    found = direct
    for mark in strategy_pattern("decides").finditer(lead):
        found = body_before(context, first + mark.start()) or found
    title = context.head.title or ""
    if found is None and strategy_pattern("honour_body_title").search(title):
        found = context.head.body
    return found


def _directly_before(context: Context, sentence: Sentence, at: int) -> str | None:
    """The body before a word of conferring, in the same sentence."""
    return body_before(context, at) if at - sentence.start > 1 else None


def body_before(context: Context, end: int) -> str | None:
    """The body whose name ends at a place."""
    while end > 0 and context.view.text[end - 1] == " ":
        end -= 1
    start = end
    for one in reversed(context.named_in(max(0, end - 2 * NEAR), end)):
        between = context.view.text[one.end : start]
        joined = not between if start == end else strategy_pattern("only_list_mark").match(between)
        if one.kind != "organisations" or not joined:
            break
        start = one.start
    if start < end:
        return context.view.text[start:end]
    mark = strategy_pattern("giver_words").search(context.view.text[max(0, end - NEAR) : end])
    return mark["by"] if mark else None


def _honour(
    context: Context, span: Span, who: tuple[str, ...], by: str | None, rule: str
) -> Honour:
    """The honour of a span: its year falls away from the name, quotation marks too."""
    words = context.view.text[slice(*span)]
    plain = strategy_pattern("honour_year_start").sub("", words)
    what = strategy_pattern("year_of_honour").sub("", plain_honour(plain))
    start = span[0] + words.rindex(what)
    year = strategy_pattern("honour_year").search(words)
    return Honour(
        (start, span[1]),
        who,
        what,
        int(year["year"]) if year else honour_year(context, span[0]),
        by,
        rule,
    )


def plain_honour(words: str) -> str:
    """The name of an honour: without marks around the whole, and without the level before a mark."""
    words = strategy_pattern("level_prefix").sub("", " ".join(words.split()))
    words = strategy_pattern("title_behind").sub("", words)
    whole = strategy_pattern("quoted_words").fullmatch(words)
    return whole[1] if whole else words


def honour_year(context: Context, at: int) -> int | None:
    """The last year said before it in its sentence, else in its paragraph or heading; an award's title."""
    sentence = context.sentence_at(at)
    if sentence is None:
        return None
    if context.head.kind == AWARDS:
        said = strategy_pattern("plain_year").search(context.head.title or "")
        return int(said[1]) if said else None
    text = context.view.text
    head = text.rfind("\n", 0, at) + 1
    titles = [one.text for one in context.outline.path(at)][::-1]
    near = [text[sentence.start : at], text[max(head, at - 400) : at]]
    # several years in a row are none; then only the heading tells
    in_a_row = strategy_pattern("nth_years").search(text, sentence.start, at)
    for words in titles if in_a_row else (*near, *titles):
        years = [year for _, year in years_in(words, context.head.year) if isinstance(year, int)]
        if years:
            return years[-1]
    return context.head.year if context.head.kind == "bulletin" else None
