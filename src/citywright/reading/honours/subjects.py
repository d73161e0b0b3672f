"""Who won, in Chinese: the subject of a verb of winning, by the grammar of its clause.

    [lead] SUBJECT、SUBJECT [adverbs] [in what, by what means] VERB

Where the clause has no subject of its own, that of a clause before it holds; where no clause has one, an
item of a report speaks of the city itself.
"""

from collections.abc import Mapping, Sequence

from citywright.reading.context import Context, Named, Span
from citywright.reading.honours.names import bare, columns_of, names_in, person_behind_role
from citywright.reading.honours.things import CLOSED, OPEN
from citywright.reading.honours.years import AWARDS
from citywright.reading.lexicon.honours import honour_pattern
from citywright.reading.lexicon.strategy import strategy_pattern
from citywright.reading.sentences import Sentence

FURTHEST = 400
"""Characters before a verb in which its subject stands."""
LONGEST_ENTRY, MOST_COLUMNS = 60, 3
"""Characters and columns of a line that is the entry of a list."""
PERSON = ("PER", "nr")
"""Tags of people."""
Who = tuple[str, ...]


def winners(context: Context, sentence: Sentence, at: int, known: Mapping[int, Who]) -> Who:
    """Those who won by a verb at a place of the view; none where nobody is named.

    known : who won by the verbs before it in the sentence, by their places
    """
    clauses = _clauses(context.view.text, max(sentence.start, at - FURTHEST), at)
    own = subject(context, *_of_verb(context, *clauses[-1]))
    if own is not None:
        return own
    if len(clauses) > 1 and not any(clauses[-2][0] <= place < clauses[-2][1] for place in known):
        listed = subject(context, *_of_verb(context, *clauses[-2])) or ()
        if len(listed) > 1:
            # a clause that only names them stands before the verb (A, B and C, were named)
            return listed
    for start, end in reversed(clauses[:-1]):
        verbs = [place for place in known if start <= place < end]
        if verbs and known[verbs[-1]]:
            return known[verbs[-1]]
        person = person_behind_role(context.view.text[start:end].strip())
        found = (person,) if person else _opening(context, start, end)
        if found:
            return found
    return _entry_above(context, sentence.start, at) or _city(context, sentence.start, at)


def spoken_of(context: Context, sentence: Sentence, at: int) -> Who:
    """Those of whom a sentence speaks before a place, in the last clause that begins with them."""
    clauses = _clauses(context.view.text, max(sentence.start, at - FURTHEST), at)
    for start, end in reversed(clauses[:-1]):
        lead = honour_pattern("object_lead").match(context.view.text, start, end)
        found = _opening(context, lead.end() if lead else start, end)
        if found:
            return found
    return ()


def _clauses(text: str, start: int, end: int) -> list[Span]:
    """Spans between the marks of clauses outside quotation marks and brackets; the last holds the verb."""
    found, depth, at = [], 0, start
    for place in range(start, end):
        sign = text[place]
        depth = depth + 1 if sign in OPEN else max(depth - 1, 0) if sign in CLOSED else depth
        if depth == 0 and honour_pattern("clause_mark").match(sign):
            found.append((at, place))
            at = place + 1
    return [*found, (at, end)]


def _of_verb(context: Context, start: int, end: int) -> Span:
    """The part of a clause before its verb in which the subject stands: no adverbs, no means, no lead."""
    text = context.view.text
    lead = honour_pattern("leads").match(text[start:end])
    first = _beyond_name(context, start, start + (lead.end() if lead else 0))
    start = first
    end = _without_adverbs(context, start, end)
    for mark in honour_pattern("preposition").finditer(text, start, end):
        if _is_inside(context, start, mark.start()):
            continue
        if mark.start() > start:
            return start, _without_adverbs(context, start, mark.start())
        closes = honour_pattern("closes").search(text, mark.end(), end)
        return _of_verb(context, closes.end(), end) if closes else (start, start)
    return start, end


def _beyond_name(context: Context, start: int, end: int) -> int:
    """A place behind words that only lead, unless it lies inside a name."""
    for one in context.named_in(start, end):
        if one.end > end:
            return one.start
    return end


def _without_adverbs(context: Context, start: int, end: int) -> int:
    mark = honour_pattern("adverbs_end").search(context.view.text[start:end])
    if mark is None:
        return end
    cut = start + mark.start()
    inside = [one for one in context.named_in(start, cut) if one.end > cut]
    return inside[-1].end if inside else cut


def _is_inside(context: Context, start: int, at: int) -> bool:
    """Whether a place lies inside a name, a bracket or quotation marks."""
    if any(one.start <= at < one.end for one in context.named_in(start, at + 1)):
        return True
    text = context.view.text[start:at]
    return any(text.count(a) > text.count(b) for a, b in zip(OPEN, CLOSED, strict=True))


def subject(context: Context, start: int, end: int) -> Who | None:
    """Names in the words of a subject; nobody where they name none, None where there are no words."""
    text = context.view.text
    words = honour_pattern("bracketed").sub("", text[start:end]).strip()
    if not words:
        return None
    words = honour_pattern("honour_and_more").sub("", words)
    if honour_pattern("no_subject").search(words) and not _opens_named(context, start, end):
        return ()
    found: list[str] = []
    parts = list(_parts(context, start, end))
    for number, part in enumerate(parts):
        name = _name(context, *part)
        if name:
            found += name
        elif number == len(parts) - 1:
            return ()
        else:
            found = []
    return tuple(dict.fromkeys(one for one in found if not context.is_foreign(one)))


def _opens_named(context: Context, start: int, end: int) -> bool:
    return any(one.start == start for one in context.named_in(start, end))


def _parts(context: Context, start: int, end: int) -> list[Span]:
    """Parts of a list of names, cut at marks outside names and brackets."""
    cuts = [
        mark.span()
        for mark in honour_pattern("list_break").finditer(context.view.text, start, end)
        if not _is_inside(context, start, mark.start())
        or _joins_names(context, start, mark.start())
    ]
    firsts = [start, *(b for _, b in cuts)]
    lasts = [*(a for a, _ in cuts), end]
    return [(a, b) for a, b in zip(firsts, lasts, strict=True) if context.view.text[a:b].strip()]


def _joins_names(context: Context, start: int, at: int) -> bool:
    """Whether a word for "and" stands behind a name, though it was read as the start of the next."""
    here = context.named_in(at, at + 1)
    return bool(here) and any(one.end == at for one in context.named_in(start, at))


def _name(context: Context, start: int, end: int) -> Who:
    """The name in one part: a person behind a post, a body, the whole words of a thing."""
    text = context.view.text
    while start < end and text[start] == " ":
        start += 1
    named = [one for one in context.named_in(start, end) if one.end <= end]
    if not named:
        return _unknown(context, start, end)
    last = named[-1]
    behind = honour_pattern("bracketed").sub("", text[last.end : end]).strip()
    if honour_pattern("after_name").match(behind):
        if last.kind == "people":
            return (last.name,)
        return (text[_first_of(context, start, named) : last.end],)
    if last.kind != "people" and honour_pattern("own_product").match(behind):
        return (text[_first_of(context, start, named) : last.end],)
    if honour_pattern("of_work").search(behind) or (
        len(named) > 1 and honour_pattern("of_work").search(text[start:end])
    ):
        people = [one.name for one in named if one.kind == "people"]
        return tuple(people[-1:]) or (text[_first_of(context, start, named) : last.end],)
    person = person_behind_role(text[start:end]) or _tagged_person(context, start, end)
    if person and last.kind != "people":
        return (person,)
    if honour_pattern("post_tail").search(behind):
        # one of the posts of the person who is named behind the next mark
        return ()
    if honour_pattern("noun_tail").match(behind) and last.kind != "people":
        return (text[_first_of(context, start, named) : end],)
    return ()


def _tagged_person(context: Context, start: int, end: int) -> str | None:
    """The person whom the tagger finds at the end of words that say what the person does."""
    mark = honour_pattern("role_before").match(context.view.text[start:end])
    words = context.words_in(end - len(mark["name"]), end) if mark else ()
    return mark["name"] if mark and words and words[0].tag in PERSON else None


def _first_of(context: Context, start: int, named: Sequence[Named]) -> int:
    """The place where the name begins that ends with the last one: a village with its town is one."""
    first = named[-1].start
    for one in reversed(named[:-1]):
        if one.end != first or one.kind == "people":
            break
        first = one.start
    if honour_pattern("name_head").fullmatch(context.view.text, start, first):
        # a character that belongs to a name of which the rest alone is known
        return start
    area = honour_pattern("area_before").search(context.view.text[start:first])
    return start + area.start() if area else first


def _unknown(context: Context, start: int, end: int) -> Who:
    """The subject in words in which no rule knows a name: the city, one named before, a thing."""
    words = honour_pattern("bracketed").sub("", context.view.text[start:end]).strip()
    if honour_pattern("city_said").match(words):
        rest = honour_pattern("city_said").sub("", words)
        place = context.head.place
        if not rest and place and not context.is_foreign(place):
            return (place,)
        words = rest.lstrip(honour_pattern("of").pattern)
    if honour_pattern("pronoun_said").fullmatch(words):
        return _antecedent(context, start, words)
    person = person_behind_role(words)
    if person:
        return (person,)
    whole = strategy_pattern("quoted_words").fullmatch(words)
    words = whole[1] if whole else words
    return (words,) if honour_pattern("noun_tail").match(words) and len(words) > 1 else ()


def _antecedent(context: Context, at: int, pronoun: str) -> Who:
    """The name before it of which a pronoun speaks: the body that it says the kind of, else the last."""
    first = context.view.text.rfind("\n", 0, at) + 1
    before = context.named_in(first, at)
    if honour_pattern("former_said").match(pronoun):
        return tuple([one.name for one in before if one.kind != "places"][-2:-1])
    if honour_pattern("body_said").search(pronoun):
        before = [one for one in before if one.kind == "organisations"]
    kind = pronoun[-1:]
    alike = [one.name for one in before if one.name.endswith(kind)]
    return tuple((alike or [one.name for one in before if one.kind != "places"])[-1:])


def _opening(context: Context, start: int, end: int) -> Who:
    """Names that open a clause: its subject, whatever it does there."""
    text = context.view.text
    lead = honour_pattern("leads").match(text[start:end])
    at = _beyond_name(context, start, start + (lead.end() if lead else 0))
    if honour_pattern("city_said").match(text[at:end]) and context.head.place:
        return (context.head.place,) if not context.is_foreign(context.head.place) else ()
    found: list[Named] = []
    for one in context.named_in(at, end):
        between = text[found[-1].end if found else at : one.start]
        joins = not between or (found and honour_pattern("list_break").fullmatch(between))
        if not joins:
            break
        found.append(_joined(found.pop(), one, text) if found and not between else one)
    if found and found[-1].kind == "organisations":
        post = honour_pattern("person_behind").match(text[found[-1].end : end])
        people = [one for one in context.named_in(found[-1].end, end) if one.kind == "people"]
        if post and people and people[0].start - found[-1].end <= post.end():
            found[-1] = people[0]
    if not found:
        unit = honour_pattern("opening_unit").search(text[at:end])
        return (unit["who"],) if unit and unit.start() == 0 else ()
    return tuple(one.name for one in found if not context.is_foreign(one.name))


def _entry_above(context: Context, start: int, at: int) -> Who:
    """The person or body whose line stands above a sentence that names nobody."""
    text = context.view.text
    line = text.rfind("\n", 0, start)
    if line < 0 or text[line:start].strip():
        return ()
    above = text.rfind("\n", 0, line) + 1
    words = text[above:line].strip()
    columns = columns_of(bare(words))
    is_entry = len(words) <= LONGEST_ENTRY and 1 < len(columns) <= MOST_COLUMNS
    is_entry = is_entry and honour_pattern("chapter_line").match(words) is None
    if not is_entry or strategy_pattern("sentence_like").search(words):
        return ()
    if any(one.kind != "places" for one in context.named_in(start, at)):
        return ()
    return tuple(names_in(context, (above, line)))[:1]


def _joined(first: Named, second: Named, text: str) -> Named:
    """Two names that touch: one name, or the person behind the body where that person works."""
    if second.kind == "people":
        return second
    return Named(first.start, second.end, text[first.start : second.end], second.kind)


def _city(context: Context, start: int, at: int) -> Who:
    """The city of the document, where an item of a report names nobody before its verb."""
    place = context.head.place
    if not place or context.is_foreign(place) or context.head.kind == AWARDS:
        return ()
    before = context.view.text[start:at]
    # a clause that names somebody, or counts, speaks of others
    if context.named_in(start, at) or honour_pattern("no_subject").search(before[-FURTHEST:]):
        return ()
    return (place,)
