"""Words of a view, ready to be looked up by the place where they begin and by their tag."""

from collections import defaultdict
from collections.abc import Sequence
from weakref import WeakKeyDictionary

from citywright.reading.tagging.mentions import Word
from citywright.reading.view import View


class Index:
    """Words in order, where each begins, and which bear a tag."""

    def __init__(self, words: Sequence[Word]) -> None:
        self.words = words
        self.starts = [word.start for word in words]
        self._by_tag: dict[str, list[int]] = defaultdict(list)
        for number, word in enumerate(words):
            self._by_tag[word.tag].append(number)

    def tagged(self, *tags: str) -> list[int]:
        """Numbers of the words that bear one of some tags, in order."""
        return sorted(number for tag in tags for number in self._by_tag.get(tag, ()))


_KNOWN: WeakKeyDictionary[View, Index] = WeakKeyDictionary()


def index_of(view: View, words: Sequence[Word]) -> Index:
    """The index of the words of a view, known as long as the view lives and is asked for the same words."""
    if view not in _KNOWN or _KNOWN[view].words is not words:
        _KNOWN[view] = Index(words)
    return _KNOWN[view]
