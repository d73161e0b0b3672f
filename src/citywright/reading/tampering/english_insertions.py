"""Words put into sentences of an English text: the same run of words, at home nowhere else, that breaks them.

    weight(place) = 1 or 0.7 where no noun can stand there, -0.5 where only a noun can, 0 else

A run is foreign where its places break 1.9 in all and 0.4 on average; from four places on 1 in all is enough
where no place wants a noun and no two have the same neighbours. `tampering_breaks_en.csv` holds the pairs of
what stands before and behind; two words that meet elsewhere in the text are parted too.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from citywright.reading.tampering.insertions import BROKEN, FEW, FOUND, LEAST, SHARE
from citywright.reading.tampering.table import pattern, weights_between

WINDOW = 40
"""Characters before and behind a run that are looked at."""
NOVEL = 0.5
"""Least share of the words of a run that stand nowhere else in the text."""
SMALL = 3
"""Letters of a word up to which it is a small one, that meets any other."""


class Words:
    """The words of a text in their order, how often each stands, and how often each pair does."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.spans = [m.span() for m in pattern("tampering_en_token").finditer(text)]
        self.words = [text[a:b] for a, b in self.spans]
        self.counts = Counter(word.lower() for word in self.words)
        self.pairs = Counter(
            self.words[k] + " " + self.words[k + 1]
            for k, (one, other) in enumerate(pairwise(self.spans))
            if text[one[1] : other[0]] == " "
        )

    def runs(self) -> Iterator[tuple[str, list[int]]]:
        """Runs of two words or more of which each pair stands equally often, with their places."""
        places: dict[str, list[int]] = {}
        first = 0
        while first < len(self.words):
            last, times = first, self._times(first)
            while times >= LEAST and self._times(last) == times:
                last += 1
            if last > first:
                run = self.text[self.spans[first][0] : self.spans[last][1]]
                places.setdefault(run, []).append(self.spans[first][0])
            first = last + 1
        for run, starts in places.items():
            if len(starts) >= LEAST:
                yield run, starts

    def _times(self, k: int) -> int:
        """How often the pair that begins with a word stands, 0 where a mark parts it."""
        if k + 1 >= len(self.words) or self.text[self.spans[k][1] : self.spans[k + 1][0]] != " ":
            return 0
        return self.pairs[self.words[k] + " " + self.words[k + 1]]

    def novelty(self, run: str, times: int) -> float:
        """Share of the words of a run that stand nowhere else."""
        own = [word.lower() for word in pattern("tampering_en_token").findall(run)]
        return sum(self.counts[word] <= times * own.count(word) for word in own) / len(own)

    def meet(self, before: str, after: str) -> bool:
        """Whether the word before and the one behind stand beside one another elsewhere in the text."""
        left, right = (pattern(f"tampering_en_{side}").search(one) for side, one in
                       (("last", before), ("first", after)))  # fmt: skip
        if not left or not right or min(len(left[1]), len(right[1])) <= SMALL:
            return False
        return self.pairs[left[1] + " " + right[1]] > 0


def insertion_score(words: Words, run: str, places: list[int]) -> float:
    """What a run breaks, with the score of a find, or 0 where that is not enough."""
    if len(places) < LEAST or words.novelty(run, len(places)) < NOVEL:
        return 0.0
    around = _different(words.text, run, places)
    if len(around) < LEAST or _hangs_on(run):
        return 0.0
    weights = [_weight(words, before, after) for before, after in around]
    broken, nouns = sum(w for w in weights if w > 0), sum(w for w in weights if w < 0)
    if broken + nouns >= max(BROKEN, SHARE * len(around)):
        return FOUND + broken
    lasts = {before.split(" ")[-2:][0] for before, _ in around}
    firsts = {after.lstrip().split(" ")[0] for _, after in around}
    differ = len(lasts) == len(firsts) == len(around) > LEAST
    is_enough = broken >= max(1.0, FEW * len(around))
    return FOUND + broken if differ and not nouns and is_enough else 0.0


def _different(text: str, run: str, places: list[int]) -> list[tuple[str, str]]:
    """What stands before and behind, once each: a passage that repeats as a whole says nothing new."""
    size = len(run)
    return sorted(
        {(text[max(0, a - WINDOW) : a], text[a + size : a + size + WINDOW]) for a in places}
    )


def _hangs_on(run: str) -> bool:
    """Whether a run begins or ends with a small word: then it is a piece of a longer expression."""
    first, *_, last = run.split(" ") * 2
    return any(one.islower() and len(one) <= SMALL for one in (first, last))


def _weight(words: Words, before: str, after: str) -> float:
    found = weights_between("tampering_breaks_en", before, after)
    best = max(found, default=0.0)
    if best < 1 and words.meet(before, after):
        return 1.0
    return best if best > 0 else min(found, default=0.0)
