"""Names of those who are honoured: in a line of a list, a row of names, an enumeration in a sentence."""

from collections.abc import Sequence
from itertools import pairwise

from citywright.reading.context import Context, Named, Span
from citywright.reading.honours.english_names import names_in_span
from citywright.reading.lexicon.honours import honour_pattern
from citywright.reading.lexicon.strategy import strategy_pattern, strategy_words
from citywright.reading.names import is_word

HIDDEN = "\0"
"""Stands for the blank inside a spaced name while its line is cut at blanks."""


def names_in(
    context: Context, span: Span, every: bool | None = False, personal: bool = False
) -> list[str]:
    """Names in a span of those who are honoured.

    every : each column of a line is a name; else the first is, and what follows is a post; None where
        the columns tell: all are names where all are like persons, or all like bodies
    personal : only persons are honoured; a body before a person is where the person works
    """
    text = honour_pattern("honour_number").sub("", bare(context.view.text[slice(*span)]).strip())
    text = honour_pattern("honour_and_more").sub("", text)
    text = _and_as_mark(context, span, text)
    if context.is_english:
        plain = honour_pattern("tier_column_en").sub("", text)
        return _english(context, span, honour_pattern("winner_en").sub("", plain))
    people = [one.name for one in context.named_in(*span) if one.kind == "people"]
    found = []
    for part in _parts(text):
        columns = columns_of(part)
        all_of = is_row_of_names(columns) if every is None else every
        for column in columns if all_of else _first(columns, people, personal):
            plain = honour_pattern("polite_tail").sub("", column)
            person = next((name for name in people if plain.endswith(name)), None)
            found.append(person or person_behind_role(plain) or plain)
        if len(columns) > 1 and not all_of:
            # what follows the first column is a post, and a mark in it lists posts
            break
    return [name for name in dict.fromkeys(found) if not context.is_foreign(name)]


def _and_as_mark(context: Context, span: Span, text: str) -> str:
    """The text with a mark of a list for each "and" between two bodies or areas that are known."""
    named = [one for one in context.named_in(*span) if one.kind != "people"]
    for first, second in pairwise(named):
        between = context.view.text[first.end : second.start]
        if len(between) == 1 and honour_pattern("list_break").fullmatch(between):
            pair = context.view.text[first.start : second.end]
            listed = f"{first.name}{strategy_words('list_mark')[0]}{second.name}"
            text = text.replace(pair, listed)
    return text


def _parts(text: str) -> list[str]:
    """Parts of an enumeration; commas part it too where all of them are like names."""
    parts = honour_pattern("honour_split").split(text)
    finer = [one for part in parts for one in honour_pattern("comma_split").split(part)]
    return finer if len(finer) > len(parts) and is_row_of_names(finer) else parts


def person_behind_role(words: str) -> str | None:
    """The person whose name ends words that begin with what the person does (a teacher of the school)."""
    mark = honour_pattern("role_before").match(words)
    if mark is None or is_word(mark["name"]):
        return None
    return None if honour_pattern("unit_like").search(words) else mark["name"]


def columns_of(line: str) -> list[str]:
    """Columns of a line between blanks; the blank of a spaced name parts nothing."""
    held = honour_pattern("spaced_name").sub(lambda mark: mark[0].replace(" ", HIDDEN), line)
    cells = [
        _unquoted(honour_pattern("honour_number").sub("", one.strip()))
        for one in honour_pattern("column_break").split(held)
    ]
    return [_closed_up(one) for one in cells if one and not one.isdigit()]


def _closed_up(words: str) -> str:
    """A spaced name with one blank, however wide it was set."""
    return " ".join(one for one in words.split(HIDDEN) if one)


def _unquoted(words: str) -> str:
    """Words without quotation marks around the whole, or a mark whose other half is cut off."""
    whole = strategy_pattern("quoted_words").fullmatch(words)
    halves = sum(words.count(mark) for mark in "“”") == 1
    return whole[1] if whole else words.strip("“”") if halves else words


def _is_person(words: str) -> bool:
    return honour_pattern("person_like").match("".join(words.split())) is not None


def is_row_of_names(columns: Sequence[str]) -> bool:
    """Whether all columns of a line are of one kind: all like persons, or all like bodies."""
    plain = ["".join(one.split()) for one in columns]
    units = [honour_pattern("unit_said").match(one) is not None for one in plain]
    persons = all(honour_pattern("person_like").search(one) for one in plain)
    if persons and (not any(units) or all(units)):
        return True
    return all(honour_pattern("unit_like").search(one) for one in plain)


def _first(columns: list[str], people: Sequence[str], personal: bool) -> list[str]:
    """The column of the name: the first; the person behind a body or a post that stands before."""
    if len(columns) == 2 and _is_person(columns[1]) and not _is_person(columns[0]):
        known = columns[1] in people or honour_pattern("role_end").search(columns[0]) is not None
        if personal or known:
            return columns[1:]
    if personal and columns and honour_pattern("unit_like").search(columns[0]):
        return [one for one in columns if one in people][:1] or columns[:1]
    return columns[:1]


def _english(context: Context, span: Span, text: str) -> list[str]:
    """Names of an English line: one for each line of a list, all of an enumeration."""
    if honour_pattern("honour_following").match(text):
        return []
    inside = "\n" not in context.view.text[max(0, span[0] - 1) : span[0]] and span[0] > 0
    if inside:
        return list(names_in_span(context, span))
    named = [one for one in context.named_in(*span) if one.kind != "places"]
    parts = [part for one in text.split(";") for part in _of_entry(named_people(named), one)]
    plain = [
        strategy_pattern("english_title_before").sub("", " ".join(part.split())) for part in parts
    ]
    return [name for name in plain if name and not context.is_foreign(name)]


def named_people(named: Sequence[Named]) -> set[str]:
    """Names of those who are people."""
    return {one.name for one in named if one.kind == "people"}


def _of_entry(people: set[str], text: str) -> list[str]:
    """The name that begins an English entry; two people that "and" joins are two."""
    both = honour_pattern("both_en").match(text)
    if both and ", " in text[both.end("names") :]:
        return honour_pattern("split_en").split(both["names"])
    columns = honour_pattern("columns_en").split(text.strip())
    if len(columns) > 1:
        # behind a name that stands alone in its column follows what describes it
        alike = set(columns) <= people or all(map(_is_body, columns))
        return columns if alike else columns[:1]
    listed = [one.strip() for one in honour_pattern("split_en").split(text)]
    if len(listed) > 1 and all(map(_is_body, listed)):
        # several bodies in one line
        return listed
    mark = honour_pattern("first_english").match(text)
    name = mark["name"] if mark else text
    works = honour_pattern("works_at_en").match(name)
    if works and not _is_body(works["who"]) and _is_body(works["where"]):
        return [works["who"]]
    parts = [one.strip() for one in honour_pattern("honour_split_en").split(name)]
    return parts if len(parts) > 1 and set(parts) <= people else [name]


def _is_body(words: str) -> bool:
    """Whether English words end with a kind of body."""
    return honour_pattern("body_like_en").search(words) is not None


def bare(line: str) -> str:
    """A line without what stands in brackets."""
    return honour_pattern("honour_bracket").sub("", line)
