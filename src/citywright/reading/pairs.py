"""Where each pair of neighbouring characters stands: an index that finds words again without reading all.

A word stands where its rarest pair stands and the characters around fit, so that looking for many words
takes time by how often they occur and not by the length of the text.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from citywright.reading.view import View, per_view

Places = npt.NDArray[np.int64]
SHIFT = 1 << 21
"""More than the number of characters there are."""


def codes_of(text: str) -> Places:
    """The number of each character of a text."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.int64)


def edges_of(keys: Places) -> Places:
    """Where each group of equal keys begins, and where the last one ends."""
    inner = np.flatnonzero(keys[1:] != keys[:-1]) + 1
    return np.concatenate([[0], inner, [len(keys)]]) if len(keys) else inner


@per_view
def pairs_of(view: View) -> "Pairs":
    """The pairs of a view."""
    return Pairs(view.text)


class Pairs:
    """The pairs of a text with their places."""

    def __init__(self, text: str) -> None:
        self.text = text
        codes = codes_of(text)
        keys = codes[:-1] * SHIFT + codes[1:]
        self._places = np.argsort(keys, kind="stable")
        edges = edges_of(keys[self._places])
        firsts = self._places[edges[:-1]].tolist()
        spans = pairwise(edges.tolist())
        self._spans = {text[a : a + 2]: span for a, span in zip(firsts, spans, strict=True)}

    def places(self, words: str) -> list[int]:
        """Places of words of two characters or more, in order; none overlaps the one before."""
        counts = self._counts(words)
        rarest = counts.index(min(counts))
        first, last = self._spans.get(words[rarest : rarest + 2], (0, 0))
        found: list[int] = []
        for place in (self._places[first:last] - rarest).tolist():
            is_free = not found or place >= found[-1] + len(words)
            if is_free and place >= 0 and self.text.startswith(words, place):
                found.append(place)
        return found

    def novelty(self, words: str, count: int | None = None) -> float:
        """Share of the pairs of words that stand nowhere else in the text.

        count : how often the words stand in the text; without it the most that can be, which makes
            the share no smaller than it is
        """
        counts = self._counts(words)
        times = min(counts) if count is None else count
        own = [*pairwise(words)]
        alone = [
            n <= times or n <= times * own.count(pair) for pair, n in zip(own, counts, strict=True)
        ]
        return sum(alone) / len(own)

    def _counts(self, words: str) -> Sequence[int]:
        """How often each pair of words stands in the text."""
        spans = [self._spans.get(words[k : k + 2], (0, 0)) for k in range(len(words) - 1)]
        return [last - first for first, last in spans]
