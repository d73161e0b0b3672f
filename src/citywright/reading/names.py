"""Chinese personal names: what a name looks like, and how far it goes.

A name is a surname of one or two characters with a given name of one or two, or a name of another people:
parts joined by a dot, or syllables of the table. How far it goes is told by what must follow a name: a
mark, a word that a person is the subject of, a word of the tagger that begins there.

    weight(end) = what follows + 2 where the tagger read exactly this name + 1/2 for a full given name
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from string import ascii_uppercase

from citywright.reading.lexicon.entities import entity_pattern, entity_words
from citywright.reading.tagging.mentions import Word
from citywright.reading.tampering.divisions import divisions
from citywright.reading.tampering.known import in_dictionary

MARK, VERB, WEAK, CUT = 3.0, 3.0, 2.0, 1.0
"""Weight of a mark, of a word that a person is the subject of, of a single character that often follows
a name, of a border of the tagger's words."""
TAGGED, FULL, WORD = 2.0, 0.5, 2.0
"""Weight of a tag, of a full given name, and against a word of the dictionary."""
SURE, LIKELY = 3.0, 2.0
"""Weights from which a name stands without, or with, a post before it."""
LEAST, MOST, SOUNDS = 3, 6, 0.7
"""Characters of a name in sounds, and the share of them that serve to write sounds."""
PART = 8
"""Characters of a part of a name before a dot."""
PERSON = frozenset(("PER", "nr"))


@dataclass(frozen=True)
class Ending:
    """Where a name ends and how much speaks for it."""

    end: int
    weight: float
    is_tagged: bool


class Words:
    """The words of the tagger, ready to be looked up by place."""

    def __init__(self, text: str, words: Sequence[Word]) -> None:
        self.text, self.all = text, words
        self.starts = [word.start for word in words]
        self._following: dict[int, float] = {}
        self._endings: dict[int, Ending | None] = {}
        self.people = {self._trimmed(word) for word in words if word.tag in PERSON}

    def at(self, place: int) -> Word | None:
        """The word that holds the character at a place."""
        k = bisect_left(self.starts, place + 1) - 1
        return self.all[k] if k >= 0 and self.all[k].end > place else None

    def ending(self, start: int) -> Ending | None:
        """The best end of a name that begins at a place, or None where no name can begin there."""
        if start not in self._endings:
            self._endings[start] = _name_end(self, start)
        return self._endings[start]

    def following(self, end: int) -> float:
        """Weight of what stands after a name that ends at a place."""
        if end not in self._following:
            self._following[end] = _following(self, end)
        return self._following[end]

    def is_end(self, place: int) -> bool:
        """Whether a word ends at a place."""
        word = self.at(place - 1)
        return word is not None and word.end == place

    def _trimmed(self, word: Word) -> tuple[int, int]:
        """Span of a tagged person without a post at its head."""
        post = entity_pattern("post_start").match(self.text, word.start, word.end)
        return (post.end() if post and post.end() < word.end else word.start), word.end


def _name_end(words: Words, start: int) -> Ending | None:
    """The end of a name of another people where what follows bears it out, else the end of most weight."""
    text = words.text
    other = entity_pattern("name_other").match(text, start) if _may_be_other(text, start) else None
    for end in _ends_of(text, start, other.end()) if other else ():
        weight = words.following(end)
        latin = entity_pattern("name_latin").fullmatch(text, start, end) is not None
        if weight >= WEAK or (latin and entity_pattern("han_letter").match(text, end)):
            return Ending(end, max(weight, WEAK) + TAGGED, True)
    found = [
        one
        for size in _sizes(text, start)
        if (one := _weighed(words, start, start + size)) is not None
    ]
    strange = _of_other_people(words, start)
    return max([*strange, *found], key=lambda one: one.weight, default=None)


def _may_be_other(text: str, start: int) -> bool:
    """Whether a name of another people may begin at a place: by its first letter, or a dot behind it."""
    head = text[start : start + PART + 1]
    return head[:1] in _firsts() or not _dots().isdisjoint(head)


@cache
def _firsts() -> frozenset[str]:
    """First letters of Latin names and of syllables."""
    return frozenset((*ascii_uppercase, *(word[0] for word in entity_words("syllable"))))


@cache
def _dots() -> frozenset[str]:
    return frozenset(entity_words("dot"))


@cache
def _sounds() -> frozenset[str]:
    """Characters that serve to write the sounds of other languages."""
    return frozenset(entity_words("sounds"))


def _ends_of(text: str, start: int, end: int) -> range:
    """Ends that a name of another people may have: with a dot, any from two characters behind it."""
    dot = entity_pattern("dots").search(text, start, end)
    return range(max(dot.end() + 2, start), end + 1) if dot else range(end, end + 1)


def _of_other_people(words: Words, start: int) -> list[Ending]:
    """A name of three to six characters in sounds, up to a mark or a word that follows a name."""
    text = words.text
    if _sounds_in(text[start : start + LEAST]) < LEAST - 1:
        # no name of up to `MOST` characters has more than one that writes no sound
        return []
    for size in range(LEAST, MOST + 1):
        end = start + size
        name = text[start:end]
        if end > len(text) or entity_pattern("mark_after_name").search(name):
            return []
        if words.following(end) >= WEAK:
            fits = is_in_sounds(name) and not is_no_name(name) and not is_word(name)
            return [Ending(end, MARK + 1, False)] if fits else []
    return []


def is_in_sounds(name: str) -> bool:
    """Whether most characters of a name are such as serve to write the sounds of other languages."""
    return LEAST <= len(name) <= MOST and _sounds_in(name) >= SOUNDS * len(name)


def _sounds_in(text: str) -> int:
    """Number of the characters that serve to write sounds."""
    return sum(map(_sounds().__contains__, text))


def has_form_of_name(text: str) -> bool:
    """Whether a text has the characters of a name, whatever else it may mean."""
    return len(text) in _sizes(text, 0) or is_in_sounds(text)


def is_name(text: str) -> bool:
    """Whether a text by itself has the form of a personal name; blanks part only Latin words."""
    if not entity_pattern("name_latin").fullmatch(text):
        text = "".join(text.split())
    if entity_pattern("name_other").fullmatch(text) or is_in_sounds(text):
        return not is_no_name(text)
    return len(text) in _sizes(text, 0) and not is_no_name(text)


def is_no_name(text: str) -> bool:
    """Whether a text of the form of a name is a division, or begins or ends as no name does."""
    return text in _places() or entity_pattern("name_not").search(text) is not None


@cache
def _places() -> frozenset[str]:
    """Names of divisions, countries and regions."""
    known = divisions()
    return frozenset((*known.bare, *known.codes, *entity_words("country"), *entity_words("region")))


@cache
def is_word(text: str) -> bool:
    """Whether a text is a word of the dictionary, and so may be no name."""
    return in_dictionary(text)


def _sizes(text: str, start: int) -> tuple[int, ...]:
    """Numbers of characters that a name of the common form that begins here may have."""
    mark = entity_pattern("name_form").match(text, start)
    if mark is None:
        return ()
    double = mark["double"] is not None
    least, most = (3, 4) if double else (2, 3)
    most = min(most, len(mark[0]))
    sizes = tuple(range(least, most + 1))
    # a double surname may be a single one with a given name
    return sizes if not double else (*sizes, 2)


def _weighed(words: Words, start: int, end: int) -> Ending | None:
    text = words.text
    weight = words.following(end)
    if not weight or entity_pattern("place_goes_on").match(text, end):
        return None
    name = text[start:end]
    is_tagged = (start, end) in words.people
    if not is_tagged and entity_pattern("joins").match(name, len(name) - 1):
        return None
    if is_no_name(name) or _runs_into_verb(text, start, end):
        return None
    weight += TAGGED * is_tagged + FULL * (end - start > 2)
    if not is_tagged and is_word(name):
        weight -= WORD
    return Ending(end, weight, is_tagged)


def _runs_into_verb(text: str, start: int, end: int) -> bool:
    """Whether a verb begins inside the given name and goes on behind it."""
    for place in range(start + 2, end):
        mark = entity_pattern("verb_of_person").match(text, place)
        if mark and mark.end() > end:
            return True
    return False


def _following(words: Words, end: int) -> float:
    """Weight of what stands after a name."""
    text = words.text
    if entity_pattern("number_of_document").match(text, end):
        return 0.0
    if end >= len(text) or entity_pattern("mark_after_name").match(text, end):
        return MARK
    if entity_pattern("verb_of_person").match(text, end):
        return VERB
    if entity_pattern("weak_after_name").match(text, end):
        return WEAK
    return CUT if words.is_end(end) else 0.0
