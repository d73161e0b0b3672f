"""The outline of a document: its numbered headings, what lies below which, and what looks back.

The level of a mark (一、 (一) 1. First,) is not fixed: a kind of mark that is new below the one above
opens a level, a kind that is open already closes all levels below it.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from citywright.reading.heading import Head
from citywright.reading.lexicon.strategy import strategy_pattern
from citywright.reading.sentences import paragraphs
from citywright.reading.view import View

MARKS = (
    "chapter", "section", "part", "han", "paren_han", "formal", "stem", "dotted", "arabic",
    "paren_arabic", "roman", "letter", "named", "box", "bullet", "spaced", "ordinal",
)  # fmt: skip
"""Kinds of mark, each with its pattern `mark_<kind>`, in the order in which they are asked."""
LISTS = ("award_list", "bulletin")
"""Kinds of document in which a number and a blank count the entries of a list."""
ALONE = ("box", "bullet", "spaced")
"""Marks that make a heading only of a line of its own."""
SPEECH = "meeting_report"
SPOKEN = ("meeting_report", "work_report")
"""Kinds of document that somebody speaks: their sentences with 要 are demands."""
LONGEST_LEAD = {"zh": 20, "en": 60}
"""Characters of a numbered sentence that still is a title: by the rules of labelling."""
LONGEST_LINE = {"zh": 40, "en": 90}


@dataclass(frozen=True)
class Section:
    """A heading and all that stands below it.

    title : span of the view; text : its words
    start, end : span of the view from the mark of the heading to the next heading of its level
    parent : number of the section above, None at the top
    mark : kind of mark; level : from 0
    back : looks back, or lies below one that does
    lead : the title is the first sentence of its paragraph, not a line of its own
    """

    title: tuple[int, int]
    text: str
    start: int
    end: int
    parent: int | None
    mark: str
    level: int
    back: bool
    lead: bool


@dataclass(frozen=True)
class Outline:
    """All sections in order, and the lines that look back by their own words."""

    sections: tuple[Section, ...]
    starts: tuple[int, ...]

    def at(self, place: int) -> int | None:
        """Number of the innermost section that holds a place of the view."""
        number: int | None = bisect_right(self.starts, place) - 1
        number = number if number is not None and number >= 0 else None
        while number is not None and self.sections[number].end <= place:
            number = self.sections[number].parent
        return number

    def section(self, place: int) -> Section | None:
        """The innermost section that holds a place of the view."""
        number = self.at(place)
        return None if number is None else self.sections[number]

    def path(self, place: int) -> list[Section]:
        """Sections that hold a place of the view, the outermost first."""
        found, number = [], self.at(place)
        while number is not None:
            found.append(self.sections[number])
            number = self.sections[number].parent
        return found[::-1]


@dataclass
class _Open:
    """A heading whose end is not known yet."""

    title: tuple[int, int]
    start: int
    mark: str
    level: int
    parent: int | None
    lead: bool


def outline_of(view: View, head: Head, names: frozenset[str] = frozenset()) -> Outline:
    """The outline of a document.

    Parameters
    ----------
    view : the text
    head : its head; the language says how long a title may be, the year what looks back
    names : names of bodies; a numbered line that is nothing but one is an entry of a list
    """
    opened: list[_Open] = []
    stack: list[int] = []
    marks = _marks(head.kind)
    lines = paragraphs(view)
    in_annex = False
    for number, (start, end) in enumerate(lines):
        found = _heading(view.text, (start, end), marks, head.language, names)
        in_annex = _is_annex(view.text[start:end], in_annex)
        if found is None or in_annex or _is_listed(view.text, lines[number : number + 2]):
            continue
        mark, title, lead = found
        while stack and mark in [opened[one].mark for one in stack]:
            if opened[stack.pop()].mark == mark:
                break
        parent = stack[-1] if stack else None
        opened.append(_Open(title, start, mark, len(stack), parent, lead))
        stack.append(len(opened) - 1)
    return _closed(view, _with_body(view.text, opened), head)


def _is_annex(line: str, before: bool) -> bool:
    """Whether a line names an annex, or goes on with a list of them by its number."""
    if strategy_pattern("annex_named").match(line):
        return True
    return before and strategy_pattern("annex_next").match(line) is not None


def _with_body(text: str, opened: Sequence[_Open]) -> list[_Open]:
    """Headings without what only looks like one: a mark that may as well part names has a sentence below it,
    and what has its cost below it is a work in a list.
    """
    kept: list[_Open] = []
    places: dict[int, int] = {}
    starts = [*(one.start for one in opened), len(text)][1:]
    levels = [*(one.level for one in opened), 0][1:]
    for number, (one, end, level) in enumerate(zip(opened, starts, levels, strict=True)):
        body = text[one.title[1] : end]
        prose = strategy_pattern("sentence_inside").search(body) is not None
        by_mark = one.mark.startswith(ALONE) and not prose
        costed = strategy_pattern("cost_label").search(body) is not None
        if level <= one.level and (by_mark or costed):
            continue
        places[number] = len(kept)
        kept.append(replace(one, parent=None if one.parent is None else places[one.parent]))
    return kept


def _marks(kind: str) -> tuple[str, ...]:
    """Marks of headings in a kind of document: items of a speech (First, ...) are demands, not headings."""
    no_heading = {"ordinal"} if kind == SPEECH else {"spaced"} if kind in LISTS else set()
    return tuple(one for one in MARKS if one not in no_heading)


def _is_listed(text: str, lines: Sequence[tuple[int, int]]) -> bool:
    """Whether the line below begins with the same bullet: both are items of a list."""
    bullets = [strategy_pattern("mark_bullet").match(text[a:b].strip()) for a, b in lines]
    return bool(
        bullets[0] and (len(lines) < 2 or (bullets[-1] and bullets[0][1] == bullets[-1][1]))
    )


def _heading(
    text: str, span: tuple[int, int], marks: Sequence[str], language: str, names: frozenset[str]
) -> tuple[str, tuple[int, int], bool] | None:
    """Kind of mark, span of the title, whether the title leads a paragraph; None for other lines."""
    line = text[slice(*span)].strip()
    if not strategy_pattern("mark_any").match(line):
        return None
    for kind in marks:
        mark = strategy_pattern(f"mark_{kind}").match(line)
        if mark is None:
            continue
        rest = line[mark.end() :]
        whole = _whole_line(rest, language)
        title = rest.rstrip(":") if whole else _lead(rest, language)
        title = strategy_pattern("title_owners").sub("", title)
        title = strategy_pattern("title_close").sub("", title) if kind in ALONE else title
        if not title or title in names or strategy_pattern("no_title").search(title):
            return None
        at = text.index(line, span[0]) + mark.end()
        return _depth(kind, mark), (at, at + len(title)), not whole
    return None


def _depth(kind: str, mark: re.Match[str]) -> str:
    """Kind of a mark with what tells its level: dots of a number, form of a bullet, word for a part."""
    if kind == "dotted":
        return f"{kind}{mark[0].strip().rstrip('.').count('.')}"
    if kind == "chapter":
        return kind + (mark["word"] or "")
    return kind + mark["bullet"] if kind == "bullet" else kind


def _whole_line(rest: str, language: str) -> bool:
    """Whether a line is nothing but a title: short, and not closed like a sentence."""
    if strategy_pattern("line_goes_on").search(rest):
        return False
    return 0 < len(rest) <= LONGEST_LINE[language]


def _lead(rest: str, language: str) -> str:
    """The title that leads a paragraph, up to its first stop; empty where there is none."""
    stop = strategy_pattern(f"lead_stop_{language}").search(rest)
    title = rest[: stop.start()] if stop else ""
    too_long = len(title) > LONGEST_LEAD[language]
    if too_long or strategy_pattern(f"lead_not_{language}").search(title):
        return ""
    return title.strip()


def _closed(view: View, opened: Sequence[_Open], head: Head) -> Outline:
    ends = [len(view.text)] * len(opened)
    for number, one in enumerate(opened):
        above = one.parent
        for before in range(number - 1, -1, -1):
            if before == above:
                break
            ends[before] = min(ends[before], one.start)
            if opened[before].level <= one.level and opened[before].parent == above:
                break
    sections: list[Section] = []
    for one, end in zip(opened, ends, strict=True):
        title = view.text[slice(*one.title)]
        above_back = one.parent is not None and sections[one.parent].back
        back = above_back or looks_back(title, head.year)
        sections.append(
            Section(
                one.title, title, one.start, end, one.parent, one.mark, one.level, back, one.lead
            )
        )
    return Outline(tuple(sections), tuple(one.start for one in sections))


def looks_back(title: str, year: int | None) -> bool:
    """Whether a heading looks back: by its words, or by a year before that of the document."""
    if strategy_pattern("looking_back").search(title):
        return True
    years = [int(one) for one in strategy_pattern("plain_year").findall(title)]
    if not years or year is None or strategy_pattern("looking_ahead").search(title):
        return False
    return max(years) < year
