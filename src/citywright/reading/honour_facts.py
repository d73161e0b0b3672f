"""One honour as a fact: its name without its year, who gives it, and the year that the text says."""

from dataclasses import dataclass

from citywright.reading.context import Context, Span
from citywright.reading.lexicon.strategy import strategy_pattern
from citywright.reading.sentences import Sentence
from citywright.reading.times import years_in

AWARDS = "award_list"
MONTH = 6
"""Characters of an honour in which its month or quarter may stand."""
LEAD = 600
"""Characters at the head of a document that say of which year it speaks."""
NEAR = 40
"""Characters before a word for deciding in which the body stands that decides."""


@dataclass(frozen=True)
class Honour:
    """One honour: where it is said, those honoured, its name, year, who gives it, rule."""

    span: Span
    who: tuple[str, ...]
    what: str
    year: int | None
    by: str | None
    rule: str


def giver(context: Context, sentence: Sentence, before: int) -> str | None:
    """The body that decides: it stands directly before the word for deciding, agreeing or conferring."""
    at = sentence.start + before
    direct = _body_directly_before(context, sentence, at)
    lead = context.view.text[max(0, at - 10 * NEAR) : at]
    first = at - len(lead)
    found = direct
    for mark in strategy_pattern("decides").finditer(lead):
        found = body_before(context, first + mark.start()) or found
    title = context.head.title or ""
    if found is None and strategy_pattern("honour_body_title").search(title):
        found = context.head.body
    return found


def _body_directly_before(context: Context, sentence: Sentence, at: int) -> str | None:
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


def honour(context: Context, span: Span, who: tuple[str, ...], by: str | None, rule: str) -> Honour:
    """The honour of a span: its year falls away from the name, quotation marks too."""
    words = context.view.text[slice(*span)]
    plain = strategy_pattern("honour_year_start").sub("", words)
    what = strategy_pattern("year_of_honour").sub("", plain_honour(plain))
    start = span[0] + words.rindex(what)
    own = strategy_pattern("honour_year").search(words)
    year = int(own["year"]) if own else honour_year(context, span[0], rule)
    return Honour((start, span[1]), who, what, year, by, rule)


def plain_honour(words: str) -> str:
    """The name of an honour: without marks around the whole, and without the level before a mark."""
    words = strategy_pattern("level_prefix").sub("", " ".join(words.split()))
    words = strategy_pattern("title_behind").sub("", words)
    whole = strategy_pattern("quoted_words").fullmatch(words)
    return whole[1] if whole else words


def honour_year(context: Context, at: int, rule: str = "honour_listed") -> int | None:
    """The last year said before it in its sentence, else in its paragraph or heading; an award's title.

    The year of the title does not hold for honours that an award document only tells of in passing.
    """
    sentence = context.sentence_at(at)
    if sentence is None:
        return None
    if context.head.kind == AWARDS and rule != "honour_won":
        return year_of_title(context)
    text = context.view.text
    if context.head.kind == AWARDS:
        said = years_in(text[sentence.start : at], context.head.year)
        return next((year for _, year in said[::-1] if isinstance(year, int)), None)
    head = text.rfind("\n", 0, at) + 1
    titles = [one.text for one in context.outline.path(at)][::-1]
    near = [text[sentence.start : at], text[max(head, at - 400) : at]]
    # several years in a row, or a short while ago, are no year; then only the heading tells
    vague = any(
        strategy_pattern(name).search(text, sentence.start, at) for name in ("nth_years", "lately")
    )
    told = titles if vague else [*titles, *near] if context.looks_back(at) else [*near, *titles]
    for words in told:
        years = [year for _, year in years_in(words, context.head.year) if isinstance(year, int)]
        if years:
            return years[-1]
    # a month or a quarter without a year is one of the year of the document
    dated = strategy_pattern("month_said").search(text[sentence.start : at + MONTH])
    return context.head.year if dated or context.head.kind == "bulletin" else None


def year_of_title(context: Context) -> int | None:
    """The year in the title, else in the line below it that goes on with it behind a dash."""
    title = context.head.title or ""
    said = strategy_pattern("plain_year").search(title)
    if said or not title:
        return int(said[1]) if said else None
    text = context.view.text
    below = text.find("\n", max(text.find(title), 0)) + 1
    more = strategy_pattern("subtitle_year").match(text, below)
    if more:
        return int(more["year"])
    lead = text[:LEAD]
    return context.head.year if strategy_pattern("this_year_en").search(lead) else None
