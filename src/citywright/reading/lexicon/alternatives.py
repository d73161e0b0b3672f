"""One pattern for many words: what they begin with alike is written, and looked at, once.

    city, citizen, cite  ->  cit(?:y|izen|e)

Of the words that fit at a place the longest is tried first, as if they stood in a list, longest first.
"""

import re
from collections.abc import Iterable
from itertools import groupby


def alternatives(words: Iterable[str]) -> str:
    """A pattern, in a group of its own, for any of some words."""
    return f"(?:{_branches(sorted(set(words)))})"


def _branches(words: list[str]) -> str:
    """Alternatives for sorted words of which none is empty."""
    return "|".join(_branch(first, [*own]) for first, own in groupby(words, lambda one: one[0]))


def _branch(first: str, words: list[str]) -> str:
    """A character and what follows it; nothing may follow if it is a word itself."""
    rests = [word[1:] for word in words if len(word) > 1]
    if not rests:
        return re.escape(first)
    may_end = "?" if len(rests) < len(words) else ""
    return f"{re.escape(first)}(?:{_branches(rests)}){may_end}"
