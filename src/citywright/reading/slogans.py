"""Slogans: calls that nothing can be checked by, kept apart from measures.

A sentence without a number, a body or a duty is a slogan where it is shouted, said again and again, or
built like a verse: clauses of like length that share a word. In a longer sentence the call begins at
its own word (让我们, 奋力, 谱写).
"""

from collections import Counter
from collections.abc import Iterator

from citywright.reading.context import Context, Span
from citywright.reading.items import Item, item
from citywright.reading.lexicon.strategy import strategy_pattern
from citywright.reading.sentences import Sentence

CONFIDENCE = {
    "slogan_repeated": 0.5, "slogan_shouted": 0.5, "slogan_verse": 0.5, "slogan_call": 0.5,
    "slogan_quoted": 0.5, "slogan_shown": 0.5,
}  # fmt: skip
"""(right + 1) / (found + 2) on the development documents, 0.5 where a rule found nothing there; at most
0.5, about the precision of the kind on documents that were unseen when the rules were written."""
LONGEST, LONGEST_ENGLISH = 40, 80
OFTEN = 3
UNLIKE = 3
"""Characters by which the clauses of a verse may differ in length."""


def find_slogans(context: Context) -> list[Item]:
    """Slogans, one item for each wording. Facts: text, mentions."""
    found: dict[str, list[tuple[Span, str]]] = {}
    for span, rule in slogan_spans(context):
        text = " ".join(context.view.text[slice(*span)].split())
        found.setdefault(text, []).append((span, rule))
    return [
        item(
            context.view, "slogans", places[0][0], places[0][1], CONFIDENCE[places[0][1]],
            text=text, mentions=[list(context.view.origin(*span)) for span, _ in places],
        )
        for text, places in found.items()
    ]  # fmt: skip


def slogan_spans(context: Context) -> list[tuple[Span, str]]:
    """Span and rule of each slogan, in order; none overlaps another."""
    often = Counter(_words(context, _core(sentence)) for sentence in context.sentences)
    found: list[tuple[Span, str]] = []
    for sentence in context.sentences:
        for span, rule in _of_sentence(context, sentence, often):
            if not found or span[0] >= found[-1][0][1]:
                found.append((span, rule))
    return found


def _words(context: Context, span: Span) -> str:
    return context.view.text[slice(*span)]


def _core(sentence: Sentence) -> Span:
    """Span of a sentence without who says it, and without marks at its ends."""
    lead = strategy_pattern("said_lead").match(sentence.text)
    text = sentence.text[lead.end() if lead else 0 :]
    start = sentence.end - len(text)
    bare = strategy_pattern("slogan_head").sub("", text)
    start += len(text) - len(bare)
    return start, start + len(strategy_pattern("slogan_tail").sub("", bare))


def _of_sentence(
    context: Context, sentence: Sentence, often: Counter[str]
) -> Iterator[tuple[Span, str]]:
    span = _core(sentence)
    words = _words(context, span)
    if not words:
        return
    name = "call_en" if context.is_english else "call"
    call = strategy_pattern(name).search(words)
    if call:
        name = next(name for name, said in call.groupdict().items() if said)
        start = span[0] + call.start(name)
        words = strategy_pattern("slogan_tail").sub("", call[name])
        yield (start, start + len(words)), "slogan_call"
    elif (at := _verse_of_call(context, words)) is not None:
        yield (span[0] + at, span[1]), "slogan_verse"
    elif _is_call(context, sentence, span):
        rule = _rule_of_call(context, sentence, words, often)
        if rule:
            yield span, rule
    else:
        yield from _within(context, sentence)


def _rule_of_call(
    context: Context, sentence: Sentence, words: str, often: Counter[str]
) -> str | None:
    """By which rule a whole sentence is a slogan; None where it is none, or ends with one said often."""
    if often[words] >= OFTEN:
        return "slogan_repeated"
    said = (text for text, count in often.most_common(OFTEN) if count >= OFTEN)
    if any(words.endswith(text) for text in said):
        return None
    if strategy_pattern("shouted").search(sentence.text):
        return "slogan_shouted"
    return "slogan_verse" if _is_verse(context, words) else None


def _within(context: Context, sentence: Sentence) -> Iterator[tuple[Span, str]]:
    """Slogans inside a sentence: shown on a banner, a refrain, or four words by four in quotation marks."""
    rules = {"banner": "slogan_shown", "refrain": "slogan_verse", "slogan_quoted": "slogan_quoted"}
    for name, rule in rules.items():
        if name == "refrain" and context.is_english:
            continue
        for mark in strategy_pattern(name).finditer(sentence.text):
            yield (sentence.start + mark.start("call"), sentence.start + mark.end("call")), rule


def _verse_of_call(context: Context, words: str) -> int | None:
    """Where the verse begins that a call (let us, led by the party, ...) ends with; None without one."""
    call = None if context.is_english else strategy_pattern("call_lead").match(words)
    return call.end() if call and _is_verse(context, words[call.end() :]) else None


def _is_call(context: Context, sentence: Sentence, span: Span) -> bool:
    """Whether a sentence is short and says nothing that could be checked."""
    words = _words(context, span)
    limit = LONGEST_ENGLISH if context.is_english else LONGEST
    section = context.section_at(sentence.start)
    is_title = section is not None and section.title[0] <= span[0] < section.title[1]
    if not strategy_pattern("closed_sentence").search(sentence.text) or context.is_foreign(words):
        return False
    if len(words) > limit or is_title or sentence.text == context.head.title:
        return False
    name = "slogan_not_en" if context.is_english else "slogan_not"
    if strategy_pattern(name).search(words):
        return False
    return not any(one.kind != "places" for one in context.named_in(*span))


def _is_verse(context: Context, words: str) -> bool:
    """Whether a sentence is a verse: clauses of like length that share a word, or of the same length."""
    if context.is_english:
        return strategy_pattern("proverb_en").fullmatch(words) is not None
    if strategy_pattern("slogan_form").search(words):
        return True
    clauses = [one for one in strategy_pattern("verse_break").split(words) if one]
    lengths = [len(one) for one in clauses]
    if not 2 <= len(clauses) <= 4 or min(lengths) < 3 or max(lengths) > 12:
        return False
    if max(lengths) - min(lengths) > UNLIKE:
        return False
    plain = [set(strategy_pattern("particles").sub("", one)) for one in clauses]
    shared = plain[0].intersection(*plain[1:])
    return bool(shared) or (len(set(lengths)) == 1 and len(clauses) == 2 and lengths[0] > 4)
