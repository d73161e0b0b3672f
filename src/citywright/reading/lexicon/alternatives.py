"""One pattern for many words: what they begin with alike is written, and looked at, once.

    city, citizen, cite  ->  cit(?:y|izen|e)

Of the words that fit at a place the longest is tried first, as if they stood in a list, longest first.
"""

import re
from collections.abc import Iterable
from itertools import groupby
from operator import itemgetter


def alternatives(words: Iterable[str]) -> str:
    """A pattern, in a group of its own, for any of some words."""
    return f"(?:{_branches(sorted(set(words)))})"


def _branches(words: list[str]) -> str:
    """Alternatives for sorted words of which none is empty.

    Each begins with a character and not with a class of them: a search skips to these characters.
    """
    return "|".join(_branch(first, [*own]) for first, own in groupby(words, itemgetter(0)))


def _branch(first: str, words: list[str]) -> str:
    """A character and what follows it; nothing may follow if it is a word itself."""
    rests = [word[1:] for word in words if len(word) > 1]
    if not rests:
        return re.escape(first)
    if len(words) == 1:
        return re.escape(words[0])
    may_end = "?" if len(rests) < len(words) else ""
    return f"{re.escape(first)}(?:{_branches(rests)}){may_end}"
