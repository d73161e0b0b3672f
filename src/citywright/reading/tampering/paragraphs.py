"""Foreign paragraphs: one and the same line that stands in several spots and belongs to none of them.

A line is foreign where it stands at least three times between different neighbours, is a whole sentence,
nearly none of its pairs of characters stands anywhere else in the text, and it breaks into something: it
follows a line that is no whole sentence (a heading, an entry of a list). A slogan follows sentences.
"""

from collections import Counter, defaultdict
from itertools import pairwise

from citywright.reading.tampering.foreign import LEAST, Foreign
from citywright.reading.tampering.table import listed, pattern

SHORTEST = 12
"""Characters of a paragraph; shorter lines are headings and labels."""
ALONE = 0.85
"""Share of its pairs of characters (of words, in English) that must stand nowhere else."""


def foreign_paragraphs(text: str) -> list[Foreign]:
    """Foreign paragraphs of a text, longest first."""
    lines = _lines(text)
    spots: dict[str, list[int]] = defaultdict(list)
    for number, (_, line) in enumerate(lines):
        if len(line) >= SHORTEST:
            spots[line].append(number)
    stray = [
        (line, numbers)
        for line, numbers in spots.items()
        if len(numbers) >= LEAST and _is_stray(lines, line, numbers)
    ]
    pairs = Counter(_pairs(text)) if stray else Counter[str]()
    found = [
        Foreign(line, tuple(lines[n][0] for n in numbers), "paragraph", float(len(numbers)))
        for line, numbers in stray
        if _share(line, len(numbers), pairs) >= ALONE
    ]
    return sorted(found, key=lambda one: -len(one.text))


def _is_stray(lines: list[tuple[int, str]], line: str, numbers: list[int]) -> bool:
    """Whether a line is a whole sentence between different neighbours, into which it breaks."""
    near = {lines[n + step][1] for n in numbers for step in (-1, 1) if 0 <= n + step < len(lines)}
    return (
        len(near - {line}) > len(numbers)
        and pattern("tampering_end").search(line) is not None
        and (_breaks_in(lines, numbers) or any(word in line for word in listed("register")))
    )


def _breaks_in(lines: list[tuple[int, str]], numbers: list[int]) -> bool:
    before = [lines[n - 1][1] for n in numbers if n > 0]
    return any(not pattern("tampering_end").search(line) for line in before)


def _lines(text: str) -> list[tuple[int, str]]:
    """Start and words of each line that holds something."""
    found, at = [], 0
    for line in text.split("\n"):
        if stripped := line.strip():
            found.append((at + len(line) - len(line.lstrip()), stripped))
        at += len(line) + 1
    return found


def _pairs(text: str) -> list[str]:
    """Pairs of neighbouring characters, or words of at least four letters where no Chinese stands."""
    if pattern("tampering_han").search(text):
        return list(map("".join, pairwise(text)))
    return [word for word in text.lower().split() if len(word) > 3]


def _share(line: str, count: int, pairs: Counter[str]) -> float:
    own = Counter(pair for pair in _pairs(line) if not pattern("tampering_mark").search(pair))
    alone = sum(n for pair, n in own.items() if pairs[pair] <= count * n)
    return alone / max(1, sum(own.values()))
