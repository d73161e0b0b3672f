"""Words of a list, found where they begin or end: look-ups in place of a pattern tried at every place.

A search for any of some hundred words tries each of them wherever one begins with the right character. A
table of characters, read for the whole text at once, and the two first characters leave few places. A
pattern that says "one of these words, then the end" is tried at every place too, though the end is known:
what is asked is whether one of the words leads up to it.
"""

from collections.abc import Iterable

import numpy as np

from citywright.reading.pairs import codes_of

CODES = 0x110000
"""Number of characters there are."""


class WordStarts:
    """Words of two characters or more, ready to be looked up by the place where they begin."""

    def __init__(self, words: Iterable[str]) -> None:
        self._heads = frozenset(word[:2] for word in words)
        self._firsts, self._seconds = np.zeros((2, CODES), dtype=bool)
        for head in self._heads:
            self._firsts[ord(head[0])] = self._seconds[ord(head[1])] = True

    def places(self, text: str) -> list[int]:
        """Places where the two first characters of a word stand, in order: there alone one may begin."""
        codes = codes_of(text)
        may_begin = self._firsts[codes[:-1]] & self._seconds[codes[1:]]
        places = np.flatnonzero(may_begin).tolist()
        return [at for at in places if text[at : at + 2] in self._heads]


class WordEnds:
    """Words, ready to be looked up by the place where they end."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(words)
        self._sizes = sorted({len(word) for word in self._words}, reverse=True)
        self._lasts = frozenset(word[-1] for word in self._words)

    def ends_at(self, text: str, end: int) -> bool:
        """Whether one of the words ends at a place."""
        if not end or text[end - 1] not in self._lasts:
            return False
        return any(text[end - size : end] in self._words for size in self._sizes if size <= end)
