"""The text as the rules see it, with the way back to the text as it was found.

    view.text[a:b]  reads like  document.text[view.origin(a, b)]

The view is in one form: full-width to half-width letters and digits (NFKC), traditional to simplified
characters, nothing invisible, one kind of blank. Removed spans are left out. Each character of the view
knows the span of the original that it stands for.
"""

import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, wraps
from itertools import chain, repeat
from typing import TypeVar
from weakref import WeakKeyDictionary

from opencc import OpenCC

from citywright.reading.document import Document

Answer = TypeVar("Answer")
HAN = (0x3400, 0x9FFF)
"""First and last code of the characters that have a simplified form."""
SIMPLIFIED = "gb2312"
"""The set of characters of simplified texts; some of it are also traditional forms of others."""
TRADITIONAL = 0.1
"""Least share of those that only traditional texts have among the different characters of one."""


@dataclass(frozen=True, eq=False)
class View:
    """Text in one form, and the place of each of its characters in the original.

    Two views are never equal, so that what was worked out for one is found again without reading it.

    text : normalised text
    starts, ends : for each character, the span of the original that it stands for
    original : the text of the document
    """

    text: str
    starts: Sequence[int]
    ends: Sequence[int]
    original: str

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """Span of the original for the span start:end of the view, start < end."""
        return self.starts[start], self.ends[end - 1]

    def quote(self, start: int, end: int) -> str:
        """The exact words of the original for a span of the view."""
        a, b = self.origin(start, end)
        return self.original[a:b]

    def place(self, start: int) -> int:
        """First place of the view that stands at or after a place of the original."""
        return max(bisect_right(self.starts, start - 1), 0)

    def with_words(self, changes: Iterable[tuple[int, int, str]]) -> "View":
        """The view with spans (of the view) replaced by words: what a tampered place should say.

        Every character of the new word stands for the whole span, so that a quotation of it is still
        a quotation of the original.
        """
        text, starts, ends, at = [], [], [], 0
        for a, b, word in sorted(changes):
            text += [self.text[at:a], word]
            starts += [*self.starts[at:a], *[self.starts[a]] * len(word)]
            ends += [*self.ends[at:a], *[self.ends[b - 1]] * len(word)]
            at = b
        text.append(self.text[at:])
        starts += self.starts[at:]
        ends += self.ends[at:]
        return View("".join(text), starts, ends, self.original)


def view_of(document: Document) -> View:
    """The view of all that is to be read in a document."""
    forms: list[str] = []
    starts: list[int] = []
    plain = _plain if is_traditional(document.text) else _plain_of_simplified
    for a, b in _kept(document):
        own = [plain(character) for character in document.text[a:b]]
        forms += own
        starts += chain.from_iterable(map(repeat, range(a, b), map(len, own)))
    return View("".join(forms), starts, [start + 1 for start in starts], document.text)


def is_traditional(text: str) -> bool:
    """Whether a text is written in traditional characters, and does not only hold a few of them."""
    different = [one for one in set(text) if HAN[0] <= ord(one) <= HAN[1]]
    only = sum(not _is_of_simplified(one) and _simplified(one) != one for one in different)
    return only > TRADITIONAL * len(different)


def per_view(of: Callable[[View], Answer]) -> Callable[[View], Answer]:
    """A function of a view that is worked out once for each view, and known as long as the view lives."""
    known: WeakKeyDictionary[View, Answer] = WeakKeyDictionary()

    @wraps(of)
    def answer(view: View) -> Answer:
        if view not in known:
            known[view] = of(view)
        return known[view]

    return answer


def _kept(document: Document) -> list[tuple[int, int]]:
    spans, at = [], 0
    for gone in document.removed:
        spans.append((at, gone.start))
        at = gone.end
    return [*spans, (at, len(document.text))]


@cache
def _plain(character: str) -> str:
    """One character in the form of the view; empty for what cannot be seen."""
    if character in "\n\r":
        return "\n" if character == "\n" else ""
    kind = unicodedata.category(character)
    if kind in ("Cf", "Cc", "Co", "Cn", "Cs") and character != "\t":
        return ""
    if kind in ("Zs", "Zl", "Zp") or character == "\t":
        return " "
    return "".join(_simplified(one) for one in unicodedata.normalize("NFKC", character))


@cache
def _plain_of_simplified(character: str) -> str:
    """The same in a text in simplified characters: what such texts write stays (a county named so)."""
    return character if _is_of_simplified(character) else _plain(character)


def _is_of_simplified(character: str) -> bool:
    """Whether a Chinese character is one that simplified texts write."""
    if not HAN[0] <= ord(character) <= HAN[1]:
        return False
    try:
        character.encode(SIMPLIFIED)
    except UnicodeEncodeError:
        return False
    return True


@cache
def _simplified(character: str) -> str:
    if not HAN[0] <= ord(character) <= HAN[1]:
        return character
    return str(_converter().convert(character))


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")
