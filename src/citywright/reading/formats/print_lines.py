"""Lines of printed pages: where the paragraph of a line goes on in the next one.

    width(line) + width(next word) > FULL * width of the page   the word did not fit: the line was broken

A line that ends as a sentence does, and what begins with the mark of a list or a heading, are left apart.
"""

import unicodedata
from collections.abc import Sequence

from citywright.reading.lexicon import pattern

FULL = 0.88
"""Share of the width of a page that a broken line fills with the word that did not fit, in letters that
are not all of one width."""
FEW = 0.2
"""Least share of full lines on pages whose paragraphs are broken; lists seldom have as many."""
WIDEST = 0.95
"""Share of the lines that are no wider than the page is taken to be: a long address may stick out."""
NARROW = 40
"""Width, in letters, below which lines are not those of a page of prose."""


def page_width(lines: Sequence[str]) -> int | None:
    """Letters that fit into a line; None where the lines do not look broken."""
    widths = sorted(width(line) for line in lines if line.strip())
    if not widths:
        return None
    widest = widths[int(WIDEST * (len(widths) - 1))]
    full = sum(FULL * widest <= one <= widest for one in widths)
    return widest if widest >= NARROW and full >= FEW * len(widths) else None


def goes_on(line: str, following: str, fits: int) -> bool:
    """Whether a line was broken within its paragraph, which the following line goes on with."""
    if not following or pattern("line_mark").match(following):
        return False
    in_number = line[-1:] == "." and line[-2:-1].isdigit() and following[:1].isdigit()
    if pattern("line_end").search(line) and not in_number:
        return False
    if pattern("line_cells").search(line) or pattern("line_cells").search(following):
        return False
    return width(line.strip()) + width(_first_word(following)) > FULL * fits


def is_spaced(line: str, following: str) -> bool:
    """Whether a break stands for a blank, as it does not in Chinese and behind a hyphen."""
    return line.rstrip()[-1:] != "-" and not any(map(_is_wide, line + following))


def width(text: str) -> int:
    """Letters of a text; a character of double width counts as two."""
    return len(text) + sum(map(_is_wide, text))


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"


def _first_word(line: str) -> str:
    """What could not be parted: a word with the blank before it, or one Chinese character."""
    line = line.lstrip()
    return line[:1] if _is_wide(line[:1] or " ") else " " + line.split(" ", 1)[0]
