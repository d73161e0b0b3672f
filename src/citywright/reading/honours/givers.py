"""Who gives an honour, for all forms: the body before the word of conferring, the one that decides, or
the one that issues a decision.
"""

from citywright.reading.context import Context
from citywright.reading.lexicon.honours import honour_pattern
from citywright.reading.sentences import Sentence

NEAR = 40
"""Characters before a word for deciding in which the body stands that decides."""
FURTHEST = 600
"""Characters before an honour in which its paragraph may say who commends."""
LEAD = 400
"""Characters before a sentence that confers in which a body may say that it decides."""


def giver(context: Context, sentence: Sentence, before: int) -> str | None:
    """The body that confers at a place of a sentence: directly before it, else the one that decides, else
    the one that opens the sentence.
    """
    at = sentence.start + before
    found = body_before(context, at) if before > 1 else None
    first = max(0, at - LEAD)
    for mark in honour_pattern("decides").finditer(context.view.text, first, at):
        found = body_before(context, mark.start()) or found
    return found or _opening(context, sentence, at)


def _opening(context: Context, sentence: Sentence, at: int) -> str | None:
    """The body that opens the sentence and is the subject of all it does."""
    named = context.named_in(sentence.start, at)
    if not named or named[0].start != sentence.start or named[0].kind != "organisations":
        return None
    between = context.view.text[named[0].end : at]
    return named[0].name if honour_pattern("goes_on").search(between) else None


def deciding(context: Context) -> str | None:
    """The body of the whole document that decides, where a sentence or the title says so."""
    text = context.view.text
    found = deciding_in(context, len(context.head.title or ""), len(text))
    if found:
        return found
    below = honour_pattern("decides_below").search(text)
    if below:
        return below["by"]
    title = context.head.title or ""
    if honour_pattern("honour_body_title").search(title) is None or _is_joint(context):
        return None
    return context.head.body


def _is_joint(context: Context) -> bool:
    """Whether another body stands beside the one that issues the document, and neither is said to give."""
    body = context.head.body
    at = context.view.text.find(body) if body else -1
    end = at + len(body or "")
    return at >= 0 and honour_pattern("joint_below").match(context.view.text, end) is not None


def deciding_in(context: Context, start: int, end: int) -> str | None:
    """The first body in a span of the text of which it says that it decides."""
    for mark in honour_pattern("decides_all").finditer(context.view.text, start, end):
        found = body_before(context, mark.start())
        if found:
            return found
    return None


def said_giver(words: str | None) -> str | None:
    """A giver as the verb says it (passive), where the words are a body and no adverb."""
    if not words or honour_pattern("giver_only_said").match(words):
        return None
    return words


def givers_said(context: Context) -> dict[str, str]:
    """Who gives the honours of which a sentence of its own says it (of these, A and B by the ministry)."""
    return {
        what: mark["by"]
        for mark in honour_pattern("given_elsewhere").finditer(context.view.text)
        for what in honour_pattern("quoted_thing").findall(mark["whats"])
    }


def commending(context: Context, at: int) -> str | None:
    """The body of which the paragraph before a place says that it commends, naming nobody (the city
    commended its model firms. A was named ...).
    """
    text = context.view.text
    first = max(0, at - FURTHEST)
    start = max(first, text.rfind("\n", first, at) + 1)
    sentence = context.sentence_at(at)
    place = sentence.start if sentence else start
    while place > start:
        before = context.sentence_at(place - 1) or context.sentence_at(place - 2)
        if before is None or before.start >= place:
            return None
        mark = honour_pattern("commends_here").search(before.text)
        if mark:
            return body_before(context, before.start + mark.start())
        place = before.start
    return None


def giver_behind(context: Context, at: int) -> str | None:
    """Who gives the honours of a paragraph, as it says of them all behind a place (all by the ministry)."""
    line = context.view.text.find("\n", at)
    last = min(at + FURTHEST, line if line >= 0 else len(context.view.text))
    mark = honour_pattern("given_behind").search(context.view.text, at, last)
    return mark["by"] if mark else None


def body_before(context: Context, end: int) -> str | None:
    """The body whose name ends at a place, with those it decides with."""
    text = context.view.text
    while end > 0 and text[end - 1] == " ":
        end -= 1
    start = end
    for one in reversed(context.named_in(max(0, end - 2 * NEAR), end)):
        between = text[one.end : start]
        joined = not between if start == end else honour_pattern("only_list_mark").match(between)
        if one.kind != "organisations" or not joined:
            break
        start = one.start
    if start < end:
        return text[start:end]
    mark = honour_pattern("giver_words").search(text[max(0, end - NEAR) : end])
    return mark["by"] if mark else None
