"""Honours: who was given what, for which year, by whom; only what the text says.

Three sources: sentences that confer (授予, conferred on), sentences that tell of it (荣获, won), and lists
below a heading. A list completes the sentence that names the first of its entries.
"""

from dataclasses import replace

from citywright.reading.context import Context, Span
from citywright.reading.honours.conferred import commended, conferred
from citywright.reading.honours.decision import led_by, of_decision, of_report
from citywright.reading.honours.english import told_in_english
from citywright.reading.honours.givers import givers_said
from citywright.reading.honours.honour import Honour
from citywright.reading.honours.won import won
from citywright.reading.honours.years import AWARDS
from citywright.reading.items import Item, item
from citywright.reading.lexicon.honours import honour_pattern, honour_words
from citywright.reading.lexicon.strategy import strategy_pattern
from citywright.reading.sentences import Sentence

CONFIDENCE = {
    "honour_conferred": 0.7, "honour_listed": 0.7, "honour_won": 0.6, "honour_commended": 0.5,
    "honour_english": 0.7,
}  # fmt: skip
"""(right + 1) / (found + 2) on the development documents, 0.5 where a rule found nothing there; at most
0.7, about the precision of the kind on documents that were unseen when the rules were written."""


def find_honours(context: Context) -> list[Item]:
    """Honours in the order of the text. Facts: who (absent where nobody is named), what, year, by."""
    context = _with_quotation_marks(context)
    found: list[Honour] = []
    first = context.view.text.find(context.head.title) if context.head.title else -1
    for sentence in context.sentences:
        if sentence.start == first:
            continue
        found += _told(context, sentence)
    title = context.head.title or ""
    title_words = strategy_pattern("award_words").search(title)
    title_words = title_words or honour_pattern("title_of_won").search(title)
    follow = any(one.rule == "honour_conferred" and not one.who for one in found)
    follow = follow or honour_pattern("list_published").search(context.view.text) is not None
    if context.head.kind == AWARDS or title_words or follow:
        found = of_decision(context, found)
    else:
        found += of_report(context)
    found = [led_by(context, one) for one in found]
    said = givers_said(context)
    found = [
        replace(one, who=_known(context, one), by=one.by or said.get(one.what))
        for one in found
        if _is_told(context, one)
    ]
    return [
        item(
            context.view, "honours", one.span, one.rule, CONFIDENCE[one.rule],
            who=list(one.who) or None, what=one.what, year=one.year, by=one.by,
        )
        for one in sorted(found, key=lambda one: one.span)
    ]  # fmt: skip


def _with_quotation_marks(context: Context) -> Context:
    """The context with corner marks read as quotation marks; no place changes."""
    pairs = honour_words("corner_mark")
    if not any(one[0] in context.view.text for one in pairs):
        return context
    marks = str.maketrans({one[0]: one[1] for one in pairs})
    text = context.view.text.translate(marks)
    sentences = [replace(one, text=one.text.translate(marks)) for one in context.sentences]
    return replace(context, view=replace(context.view, text=text), sentences=sentences)


def _told(context: Context, sentence: Sentence) -> list[Honour]:
    """Honours that a sentence confers or tells of, each name once."""
    if context.is_english:
        return list(told_in_english(context, sentence))
    found: dict[Span, Honour] = {}
    for rule in (conferred, won, commended):
        for one in rule(context, sentence):
            found.setdefault(one.span, one)
    return list(found.values())


def _known(context: Context, one: Honour) -> tuple[str, ...]:
    """Those honoured whose names are not overwritten."""
    return tuple(name for name in one.who if not context.is_foreign(name))


def _is_told(context: Context, one: Honour) -> bool:
    """Whether the text names who is honoured, or only tells of an honour without a name."""
    may_be_nobody = one.rule not in ("honour_conferred", "honour_english", "honour_listed")
    return bool(_known(context, one)) or (may_be_nobody and not one.who)
