"""Foreign paragraphs: one and the same line that stands in several spots and belongs to none of them.

A line is foreign where it stands at least three times between different neighbours, is a whole sentence,
nearly none of its pairs of characters stands anywhere else in the text, and it breaks into something: it
follows a line that is no whole sentence (a heading, an entry of a list). A slogan follows sentences.
"""

from collections import Counter, defaultdict
from itertools import pairwise

from citywright.reading.tampering.foreign import Foreign
from citywright.reading.tampering.repeats import LEAST
from citywright.reading.tampering.table import has_address_or_script, is_chinese, listed, pattern

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
    chinese = is_chinese(text)
    pairs = Counter(_pairs(text, chinese=chinese)) if stray else Counter[str]()
    found = [
        Foreign(line, tuple(lines[n][0] for n in numbers), "paragraph", float(len(numbers)))
        for line, numbers in stray
        if _share(_pairs(line, chinese=chinese), len(numbers), pairs) >= ALONE
    ]
    return sorted(found, key=lambda one: -len(one.text))


def _is_stray(lines: list[tuple[int, str]], line: str, numbers: list[int]) -> bool:
    """Whether a line is a whole sentence between different neighbours, into which it breaks."""
    near = {lines[n + step][1] for n in numbers for step in (-1, 1) if 0 <= n + step < len(lines)}
    return (
        len(near - {line}) > len(numbers)
        and pattern("tampering_end").search(line) is not None
        and (_breaks_in(lines, numbers) or _offers(line))
    )


def _offers(line: str) -> bool:
    """Whether a line speaks as shop windows do, gives an address, or names what is no name of China."""
    if has_address_or_script(line):
        return True
    if pattern("tampering_han").search(line):
        return any(word in line for word in listed("register"))
    named = pattern("tampering_en_named").search(line)
    is_strange = named and not any(map(_is_of_china, named[0].split()))
    return bool(is_strange or pattern("tampering_en_offer").search(line))


def _is_of_china(word: str) -> bool:
    return pattern("tampering_pinyin").match(word) is not None or word in listed("known_en")


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


def _pairs(text: str, *, chinese: bool) -> list[str]:
    """Pairs of neighbouring characters of a Chinese text, of words of another one."""
    if chinese:
        return list(map("".join, pairwise(text)))
    return list(map(" ".join, pairwise(text.lower().split())))


def _share(own_pairs: list[str], count: int, pairs: Counter[str]) -> float:
    own = Counter(pair for pair in own_pairs if not pattern("tampering_mark").search(pair))
    alone = sum(n for pair, n in own.items() if pairs[pair] <= count * n)
    return alone / max(1, sum(own.values()))
