"""Names in English sentences of honours: the honour behind a verb, those who stand before it or follow."""

from citywright.reading.context import Context, Named, Span
from citywright.reading.lexicon.honours import honour_pattern
from citywright.reading.sentences import Sentence

Who = tuple[str, ...]
LONGEST = 100
"""Characters of a name."""


def honour_name(context: Context, sentence: Sentence, at: int) -> Span | None:
    """Span of the name that begins at a place of a sentence: in quotation marks, or of great words."""
    mark = honour_pattern("honour_name_en").match(sentence.text, at)
    if mark is None:
        return None
    start, end = sentence.start + mark.start(), sentence.start + mark.end()
    end = _before_other_name(context, start, end)
    tail = honour_pattern("tail_en").search(context.view.text, start, end)
    end = tail.start() if tail else end
    return (start, end) if end - start > 2 else None


def _before_other_name(context: Context, start: int, end: int) -> int:
    """The end of a name before "and" and the name of another who is honoured."""
    text = context.view.text
    prize = honour_pattern("prize_and_en").search(text, start, end)
    end = prize.end() if prize else end
    for one in context.named_in(start + 1, end):
        before = honour_pattern("and_before_en").search(text, start, one.start)
        if before and one.kind != "places" and before.end() == one.start:
            return before.start()
    return end


def names_before(context: Context, start: int, at: int) -> Who:
    """Those who stand before a verb: the subject of its clause, without what only describes it."""
    text = context.view.text
    end = _without_adverbs(text, start, at)
    relative = honour_pattern("relative_en").search(text[start:end])
    if relative:
        # what follows describes the last one named
        end = start + relative.start()
    described = honour_pattern("describes_en").search(text, start, end)
    if described:
        end = described.start()
    found = _listed_before(context, start, end)
    if found:
        return tuple(one.name for one in reversed(found) if not context.is_foreign(one.name))
    plain = honour_pattern("great_words_en").search(text[start:end])
    if plain:
        name = honour_pattern("own_place_en").sub("", plain["who"])
        return () if context.is_foreign(name) else (name,)
    return _city(context, start, end) or _opening(context, start, end)


def _listed_before(context: Context, start: int, end: int) -> list[Named]:
    """Names of a list that ends at a place, the last one first."""
    text = context.view.text
    found: list[Named] = []
    for one in reversed(context.named_in(start, end)):
        if text.rfind("(", start, one.start) > text.rfind(")", start, one.start):
            # a bracket only says where somebody is
            continue
        works_at = honour_pattern("role_at_en").search(text, start, one.start)
        if works_at and one.kind == "organisations":
            # where the one named before works
            end = works_at.start()
            continue
        between = text[one.end : end]
        if not honour_pattern("between_en").fullmatch(between):
            where = found and (found[-1].kind == "places" or one.kind == "people")
            if where and honour_pattern("in_en").fullmatch(between):
                # where somebody is, or works
                found[-1] = one
                end = one.start
                continue
            break
        if honour_pattern("by_before_en").search(text, start, one.start):
            break
        found.append(one)
        end = one.start
    return found


def _opening(context: Context, start: int, end: int) -> Who:
    """Those who open a part of a sentence and are the subject of all its verbs (A did this and won that)."""
    text = context.view.text
    first = max(start, text.rfind(";", start, end) + 1)
    if honour_pattern("verb_joined_en").search(text, first, end) is None:
        return ()
    lead = honour_pattern("article_en").match(text, first, end)
    at = lead.end() if lead else first
    named = [one for one in context.named_in(at, at + 1) if not context.is_foreign(one.name)]
    verb = named and honour_pattern("verb_next_en").match(text, named[0].end, end)
    return (named[0].name,) if verb else ()


def _city(context: Context, start: int, end: int) -> Who:
    """The city of the document, where the clause only says its kind (the city)."""
    place = context.head.place
    said = honour_pattern("city_en").search(context.view.text[start:end])
    if said is None or not place or context.is_foreign(place):
        return ()
    own = honour_pattern("kind_en").search(place)
    kind = own[0].lower() if own else "city"
    return (place,) if said["kind"] == kind else ()


def _without_adverbs(text: str, start: int, end: int) -> int:
    mark = honour_pattern("adverbs_en").search(text[start:end])
    end = start + mark.start() if mark else end
    return start + len(text[start:end].rstrip())


def names_in_span(context: Context, span: Span) -> Who:
    """Names of an enumeration, in order, without what describes each."""
    text = context.view.text
    tier = honour_pattern("tier_lead_en").match(text, *span)
    span = (tier.end(), span[1]) if tier else span
    marks = [
        mark.span()
        for mark in honour_pattern("split_en").finditer(text, *span)
        if not any(one.start < mark.start() < one.end for one in _around(context, mark.start()))
        and text.count("(", span[0], mark.start()) == text.count(")", span[0], mark.start())
    ]
    firsts = [span[0], *(b for _, b in marks)]
    lasts = [*(a for a, _ in marks), span[1]]
    found: list[str] = []
    for start, end in zip(firsts, lasts, strict=True):
        own = [one for one in context.named_in(start, end) if one.kind != "places"]
        entry = honour_pattern("entry_en").match(text[start:end])
        if entry is None:
            # what a comma adds describes the one before
            if not found and own:
                found.append(own[0].name)
            continue
        at = start + entry.start("who")
        named = next((one.name for one in own if one.start == at), None)
        found.append(named or entry["who"].rstrip("."))
    return tuple(one for one in dict.fromkeys(found) if not context.is_foreign(one))


def _around(context: Context, at: int) -> list[Named]:
    """Names that may hold a place."""
    return list(context.named_in(max(0, at - LONGEST), at))
