"""Honours: who was given what, for which year, by whom; only what the text says.

Three sources: sentences that confer (授予, conferred on), sentences that tell of it (荣获, won), and lists
below a heading. A list completes the sentence that names the first of its entries.
"""

from dataclasses import replace

from citywright.reading.award_lines import Listed
from citywright.reading.award_lists import award_lists, list_from
from citywright.reading.award_names import bare
from citywright.reading.context import Context
from citywright.reading.honour_english import told_in_english
from citywright.reading.honour_facts import AWARDS, Honour, body_before, honour_year, plain_honour
from citywright.reading.honour_sentences import told
from citywright.reading.items import Item, item
from citywright.reading.lexicon.strategy import strategy_pattern

CONFIDENCE = {
    "honour_conferred": 0.7, "honour_listed": 0.7, "honour_won": 0.6, "honour_commended": 0.5,
    "honour_english": 0.7,
}  # fmt: skip
"""(right + 1) / (found + 2) on the development documents, 0.5 where a rule found nothing there; at most
0.7, about the precision of the kind on documents that were unseen when the rules were written."""


def find_honours(context: Context) -> list[Item]:
    """Honours in the order of the text. Facts: who (absent where nobody is named), what, year, by."""
    found: list[Honour] = []
    title = context.view.text.find(context.head.title) if context.head.title else -1
    for sentence in context.sentences:
        if sentence.start == title:
            continue
        found += (
            told_in_english(context, sentence) if context.is_english else told(context, sentence)
        )
    if context.head.kind == AWARDS or strategy_pattern("award_words").search(
        context.head.title or ""
    ):
        found = [] if _only_proposes(context) else _with_lists(context, found)
    found = [replace(one, who=_known(context, one)) for one in found if _is_told(context, one)]
    return [
        item(
            context.view, "honours", one.span, one.rule, CONFIDENCE[one.rule],
            who=list(one.who) or None, what=one.what, year=one.year, by=one.by,
        )
        for one in sorted(found, key=lambda one: one.span)
    ]  # fmt: skip


def _only_proposes(context: Context) -> bool:
    """Whether the whole document by its title only proposes whom to honour."""
    return strategy_pattern("title_proposes").search(context.head.title or "") is not None


def _known(context: Context, one: Honour) -> tuple[str, ...]:
    """Those honoured whose names are not overwritten."""
    return tuple(name for name in one.who if not context.is_foreign(name))


def _is_told(context: Context, one: Honour) -> bool:
    """Whether the text names who is honoured, or only tells of an honour without a name."""
    may_be_nobody = one.rule not in ("honour_conferred", "honour_english", "honour_listed")
    return bool(_known(context, one)) or (may_be_nobody and not one.who)


def _with_lists(context: Context, said: list[Honour]) -> list[Honour]:
    """Honours said in sentences with the names of their lists, and lists that no sentence tells of."""
    found = list(said)
    by = _deciding(context)
    for listed in award_lists(context, [(one.span, one.what, not one.who) for one in said]):
        what = _plain(context, listed)
        same = next((n for n, one in enumerate(said) if _is_same(found[n], listed, what)), None)
        if same is not None:
            who = listed.who if len(listed.who) >= len(found[same].who) else found[same].who
            found[same] = replace(found[same], who=who, by=found[same].by or by)
        elif not _is_generic(what):
            found.append(_of_list(context, listed, what, by))
    return [_completed(context, one) for one in found]


def _plain(context: Context, listed: Listed) -> str:
    """The honour that a heading of a list names."""
    what = bare(listed.what).rstrip(": ")
    what = strategy_pattern("what_lead").sub("", what)
    what = plain_honour(strategy_pattern("honour_year_start").sub("", what))
    return (_conferred_in(context, listed.span[0]) if context.is_english else None) or what


def _is_same(one: Honour, listed: Listed, what: str) -> bool:
    """Whether a list gives the names of an honour that a sentence says: those of a tier are its own."""
    if one.span == listed.span:
        return True
    generic = _is_generic(what) and one.span[0] < listed.span[0]
    related = what in one.what or one.what in what or generic
    return related and (not one.who or any(_alike(a, b) for a in one.who for b in listed.who))


def _alike(a: str, b: str) -> bool:
    """Whether two names are the same, one perhaps with the area before it."""
    return a.endswith(b) or b.endswith(a)


def _is_generic(what: str) -> bool:
    return strategy_pattern("list_generic").match(what) is not None


def _of_list(context: Context, listed: Listed, what: str, by: str | None) -> Honour:
    """An honour that only a heading names."""
    at = context.view.text.find(what, *listed.span)
    span = (at, at + len(what)) if at >= 0 else listed.span
    own = strategy_pattern("honour_year").search(listed.what)
    year = int(own["year"]) if own else honour_year(context, listed.span[0])
    higher = strategy_pattern("higher_level").match(what)
    if by and higher and strategy_pattern("lower_body").search(by):
        # a body gives no honour of a level above its own
        year, by = None, None
    return Honour(span, listed.who, what, year, by, "honour_listed")


def _completed(context: Context, one: Honour) -> Honour:
    """An honour whose sentence names the first of several (A等5人), with the list that begins with it."""
    if len(one.who) != 1 or one.rule != "honour_conferred":
        return one
    who = list_from(context, one.who[0], one.span[1])
    return replace(one, who=tuple(who)) if len(who) > 1 else one


def _conferred_in(context: Context, at: int) -> str | None:
    """The honour that an English heading confers (To confer X on the following)."""
    sentence = context.sentence_at(at)
    mark = strategy_pattern("conferred_en").search(sentence.text) if sentence else None
    return plain_honour(mark["what"]) if mark else None


def _deciding(context: Context) -> str | None:
    """The body of the whole document that decides, where a sentence or the title says so."""
    text = context.view.text
    for mark in strategy_pattern("decides_all").finditer(text):
        found = body_before(context, mark.start())
        if found and not (context.head.title and mark.start() < len(context.head.title)):
            return found
    below = strategy_pattern("decides_below").search(text)
    if below:
        return below["by"]
    title = context.head.title or ""
    return context.head.body if strategy_pattern("honour_body_title").search(title) else None
