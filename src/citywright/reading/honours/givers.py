"""Who gives an honour, for all forms: the body before the word of conferring, the one that decides, or
the one that issues a decision.
"""

from citywright.reading.context import Context
from citywright.reading.lexicon.honours import honour_pattern
from citywright.reading.sentences import Sentence

NEAR = 40
"""Characters before a word for deciding in which the body stands that decides."""
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
    for mark in honour_pattern("decides_all").finditer(text):
        found = body_before(context, mark.start())
        if found and not (context.head.title and mark.start() < len(context.head.title)):
            return found
    below = honour_pattern("decides_below").search(text)
    if below:
        return below["by"]
    title = context.head.title or ""
    return context.head.body if honour_pattern("honour_body_title").search(title) else None


def said_giver(words: str | None) -> str | None:
    """A giver as the verb says it (passive), where the words are a body and no adverb."""
    if not words or honour_pattern("giver_only_said").match(words):
        return None
    return words


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
