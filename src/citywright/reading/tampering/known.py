"""Whether words are known: names of divisions, and words of the dictionary inside the package jieba."""

from functools import cache
from importlib.util import find_spec
from itertools import compress
from pathlib import Path

from citywright.errors import ReadingError
from citywright.reading.tampering.divisions import divisions


def in_dictionary(word: str) -> bool:
    """Whether a word has a line of its own in the dictionary."""
    return word in _dictionary()[0]


def is_known(word: str) -> bool:
    """Whether a word is the full name of a division, or a word of the dictionary."""
    return word in divisions().codes or in_dictionary(word)


def ends_in_place(word: str) -> bool:
    """Whether a word is, or ends in, the name of a division, with or without its kind."""
    known = divisions()
    return any(word[k:] in known.bare or word[k:] in known.codes for k in range(len(word) - 1))


def is_place_of_dictionary(word: str) -> bool:
    """Whether the dictionary has a word as the name of a place."""
    return word in _dictionary()[1]


@cache
def _dictionary() -> tuple[frozenset[str], frozenset[str]]:
    """All words of the dictionary, and those of them that name a place."""
    spec = find_spec("jieba")
    if spec is None or not spec.submodule_search_locations:
        raise ReadingError("reading.no_dictionary", package="jieba")
    path = Path(spec.submodule_search_locations[0]) / "dict.txt"
    # a line is a word, how often it was seen, and its tag
    fields = path.read_text(encoding="utf-8").split()
    words = fields[::3]
    places = compress(words, [tag == "ns" for tag in fields[2::3]])
    return frozenset(words), frozenset(places)
