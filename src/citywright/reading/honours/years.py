"""The year of an honour, for all forms: what its own words say, else its clause, paragraph, heading, title.

In a decision the year is that of its title; what is only told in passing there has the year it says. In
the news of a day an honour without a year is of the year of that day.
"""

from citywright.reading.context import Context
from citywright.reading.lexicon.honours import honour_pattern, honour_words
from citywright.reading.lexicon.strategy import strategy_pattern
from citywright.reading.sentences import Sentence
from citywright.reading.times import years_in

AWARDS, NEWS, BULLETIN = "award_list", ("meeting_report", "other"), "bulletin"
MONTH = 6
"""Characters of an honour in which its month or quarter may stand."""
LEAD = 600
"""Characters at the head of a document that say of which year it speaks."""
FURTHEST_LEAD = 2_000
"""Characters before an honour of a list in which the line stands that leads the list."""
LED = 40
"""Characters at the head of a sentence in which it says the year of those that follow."""


def year_of(context: Context, at: int, *, in_passing: bool) -> int | None:
    """The year of an honour whose name begins at a place and says none itself.

    in_passing : the sentence only tells of the honour; in a decision the year of its title holds for
        those alone that it gives
    """
    sentence = context.sentence_at(at)
    if sentence is None:
        return None
    decides = context.head.kind == AWARDS
    gives = not in_passing and honour_pattern("title_gives").search(context.head.title or "")
    if decides and not in_passing:
        return year_of_title(context)
    if gives and (named := year_of_title(context)):
        return named
    # so many years in a row are no year; then only a heading tells
    if honour_pattern("nth_years").search(context.view.text, sentence.start, at):
        held = None if decides else _of_headings(context, at)
        return context.head.year if held is None and context.head.kind == BULLETIN else held
    said = _in_sentence(context, sentence, at)
    if said is None and honour_pattern("same_year").search(sentence.text[: at - sentence.start]):
        said = _of_paragraph(context, sentence)
    if (
        said is None
        and decides
        and honour_pattern("month_said").search(context.view.text[sentence.start : at + MONTH])
    ):
        said = year_of_title(context) or context.head.year
    if said is not None or (decides and not context.is_english):
        return said
    headed = _of_headings(context, at)
    if headed is not None:
        return headed
    if honour_pattern("day_of_news").search(sentence.text) and _is_of_a_day(context):
        return context.head.year
    led = _of_paragraph(context, sentence)
    return led if led is not None else _of_document(context, sentence, at)


def year_of_lead(context: Context, at: int) -> int | None:
    """The year of the line above a list that says what is listed (gave three prizes for 2022:)."""
    text = context.view.text
    first = max(0, at - FURTHEST_LEAD)
    leads = list(honour_pattern("list_lead").finditer(text, first, max(first, at - 1)))
    if not leads:
        return None
    start = max(text.rfind(one, 0, leads[-1].start()) for one in honour_words("sentence_end")) + 1
    said = [one for _, one in years_in(text[start : leads[-1].end()], None) if isinstance(one, int)]
    return said[-1] if said else None


def _is_of_a_day(context: Context) -> bool:
    """Whether a document tells the news of its day."""
    return context.is_english or context.head.kind in NEWS


def _in_sentence(context: Context, sentence: Sentence, at: int) -> int | None:
    """The last year that the sentence says before the honour; not one so many years are counted to."""
    before = context.view.text[sentence.start : at]
    if context.is_english:
        # what only describes the one honoured has years of its own
        before = honour_pattern("aside_en").sub("", before)
    # "in the whole year" is the year of the heading, and no word for the year of the document
    said = [(at, one) for at, one in years_in(before, None) if isinstance(one, int)]
    now = _now(context)
    if now:
        said += [
            (mark.start(), now - _ago(mark[0]))
            for mark in honour_pattern("year_told").finditer(before)
        ]
    return max(said)[1] if said else None


def _now(context: Context) -> int | None:
    """The year of which a text speaks as this one; a decision on the year before is of its own day."""
    decides = context.head.kind == AWARDS and context.head.date
    return int(context.head.date[:4]) if decides and context.head.date else context.head.year


def _ago(words: str) -> int:
    """How many years before that of the document words for a year mean."""
    if honour_pattern("year_before_last").search(words):
        return 2
    return 1 if honour_pattern("year_last").search(words) else 0


def _of_paragraph(context: Context, sentence: Sentence) -> int | None:
    """The year that leads the paragraph or the sentence before, or that a report is named after there."""
    text = context.view.text
    start = text.rfind("\n", 0, sentence.start) + 1
    place = sentence.start
    while place > start:
        before = context.sentence_at(place - 1) or context.sentence_at(place - 2)
        if before is None or before.start >= place:
            return None
        lead = text[before.start : min(before.end, before.start + LED)]
        said = [one for _, one in years_in(lead, context.head.year) if isinstance(one, int)]
        named = honour_pattern("year_of_issue").search(before.text)
        if said or named:
            return said[-1] if said else int(named[0][:4]) if named else None
        place = before.start
    return None


def _of_headings(context: Context, at: int) -> int | None:
    """The year of the innermost heading that says one."""
    for section in reversed(context.outline.path(at)):
        years = [
            one for _, one in years_in(section.text, context.head.year) if isinstance(one, int)
        ]
        if years:
            return years[-1]
    return None


def _of_document(context: Context, sentence: Sentence, at: int) -> int | None:
    """The year of the document: of a bulletin, of news, or of a month that is said without a year."""
    if context.head.kind == BULLETIN or context.head.kind in NEWS:
        return context.head.year or year_of_title(context)
    text = context.view.text[sentence.start : at + MONTH]
    return context.head.year if honour_pattern("month_said").search(text) else None


def year_of_title(context: Context) -> int | None:
    """The year in the title, else in the line below it that goes on with it behind a dash."""
    title = context.head.title or ""
    said = strategy_pattern("plain_year").search(title)
    if said or not title:
        return int(said[1]) if said else None
    text = context.view.text
    below = text.find("\n", max(text.find(title), 0)) + 1
    more = honour_pattern("subtitle_year").match(text, below)
    if more:
        return int(more["year"])
    lead = text[:LEAD]
    return context.head.year if honour_pattern("this_year_en").search(lead) else None
