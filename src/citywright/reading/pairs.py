"""Where each pair of neighbouring characters stands: an index that finds words again without reading all.

A word stands where its rarest pair stands and the characters around fit, so that looking for many words
takes time by how often they occur and not by the length of the text.
"""

from functools import cached_property
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from citywright.reading.view import View, per_view

Places = npt.NDArray[np.int64]
SHIFT = 1 << 21
"""More than the number of characters there are."""
LARGEST = (1 << 16) - 1
"""The largest number of a character that two bytes hold."""


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
    """The pairs of a text with their places.

    codes : the number of each character
    order, keys : places of all pairs, equal pairs beside one another and each in order; their numbers
    """

    def __init__(self, text: str) -> None:
        self.text, self.codes = text, codes_of(text)
        self.order = _by_pair(self.codes)
        self.keys = (self.codes[:-1] * SHIFT + self.codes[1:])[self.order]

    def places(self, words: str) -> list[int]:
        """Places of words of two characters or more, in order; none overlaps the one before."""
        codes = codes_of(words)
        own = codes[:-1] * SHIFT + codes[1:]
        firsts, lasts = self.keys.searchsorted(own), self.keys.searchsorted(own, "right")
        rarest = int((lasts - firsts).argmin())
        first, last = firsts[rarest], lasts[rarest]
        found: list[int] = []
        for place in (self.order[first:last] - rarest).tolist():
            is_free = not found or place >= found[-1] + len(words)
            if is_free and place >= 0 and self.text.startswith(words, place):
                found.append(place)
        return found

    def novelty(self, start: int, end: int, count: int | None = None) -> float:
        """Share of the pairs of a span of the text that stand nowhere else than where its words do.

        count : how often the words stand in the text; without it the most that can be, which makes
            the share no smaller than it is
        """
        often = self.counts[start : end - 1]
        times = min(often) if count is None else count
        words = self.text[start:end]
        own = [*pairwise(words)]
        # where no character stands twice, no pair does
        if len(set(words)) == len(words) or len(set(own)) == len(own):
            return sum(map(times.__ge__, often)) / len(own)
        alone = [n <= times * own.count(pair) for pair, n in zip(own, often, strict=True)]
        return sum(alone) / len(own)

    @cached_property
    def counts(self) -> list[int]:
        """For each place how often the pair that begins there stands in the text."""
        sizes = np.diff(edges_of(self.keys))
        counts = np.empty_like(self.order)
        counts[self.order] = sizes.repeat(sizes)
        return list(counts.tolist())


def _by_pair(codes: Places) -> Places:
    """Places of a text by the pair that stands there, and those of one pair in their order."""
    if not len(codes) or codes.max() > LARGEST:
        return np.argsort(codes[:-1] * SHIFT + codes[1:], kind="stable")
    # short numbers are sorted by their digits, in a time that grows as the text does
    short = codes.astype(np.uint16)
    by_second = np.argsort(short[1:], kind="stable")
    return by_second[np.argsort(short[:-1][by_second], kind="stable")]
