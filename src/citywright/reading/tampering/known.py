"""Whether words are known: names of divisions, and words of the dictionary inside the package jieba."""

from functools import cache
from importlib.util import find_spec
from itertools import compress
from pathlib import Path

from citywright.errors import ReadingError
from citywright.reading.tampering.divisions import divisions
from citywright.reading.tampering.table import listed

ACTS, JOINTS = "vpcd", "pcd"
"""First letters of the tags of verbs, prepositions, conjunctions and adverbs; and those without the verbs,
which count for single characters, for as verbs those stand inside many a name."""


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


def is_brand(words: str) -> bool:
    """Whether words of a trade follow what is no word: a name that somebody made up."""
    cuts = [at for at in map(words.find, (*listed("trade"), *listed("shop_trade"))) if at >= 0]
    head = words[: min(cuts, default=0)]
    return len(head) > 1 and not (in_dictionary(head) or ends_in_place(head))


def is_place_of_dictionary(word: str) -> bool:
    """Whether the dictionary has a word as the name of a place."""
    return word in _dictionary()[1]


def ends_in_act(words: str) -> bool:
    """Whether the last word is one of doing or joining (listen to, agree, according to), by its tag."""
    return any(words[-size:] in _dictionary()[2] for size in range(1, min(4, len(words) - 1) + 1))


def begins_with_act(words: str) -> bool:
    """Whether the first word is a verb of two characters or more, by its tag."""
    return any(words[:size] in _dictionary()[2] for size in (2, 3, 4))


@cache
def _dictionary() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """All words of the dictionary, those of them that name a place, and verbs and joining words."""
    spec = find_spec("jieba")
    if spec is None or not spec.submodule_search_locations:
        raise ReadingError("reading.no_dictionary", package="jieba")
    path = Path(spec.submodule_search_locations[0]) / "dict.txt"
    # a line is a word, how often it was seen, and its tag
    fields = path.read_text(encoding="utf-8").split()
    words, tags = fields[::3], fields[2::3]
    places = compress(words, [tag == "ns" for tag in tags])
    tagged = zip(words, tags, strict=True)
    acts = compress(words, [tag[0] in (ACTS if len(word) > 1 else JOINTS) for word, tag in tagged])
    return frozenset(words), frozenset(places), frozenset(acts)
