"""Named entities by taggers that are offered as they are: what each calls a person, a body, a place."""

from collections.abc import Callable, Iterator

from citywright.reading.tagging.mentions import tagged
from citywright.reading.tagging.network import Network
from citywright.reading.view import View

Names = dict[str, set[str]]
KINDS = {
    "nr": "people", "nrt": "people", "nrfg": "people", "PER": "people",
    "nt": "organisations", "ORG": "organisations",
    "ns": "places", "LOC": "places",
}  # fmt: skip
"""Kinds of item by tag, of the common tag set for Chinese."""


def peers() -> dict[str, Callable[[View], Names]]:
    """All peers that can be imported here, by name."""
    found: dict[str, Callable[[View], Names]] = {"the tagger's own tags": _network()}
    for name, make in (("jieba.posseg", _jieba), ("snownlp", _snownlp)):
        try:
            found[name] = make()
        except ImportError:
            print(f"{name} is not installed: pip install -r benchmarks/requirements-peers.txt")
    return found


def _named(pairs: Iterator[tuple[str, str]]) -> Names:
    names: Names = {kind: set() for kind in set(KINDS.values())}
    for word, tag in pairs:
        if tag in KINDS and len(word) > 1:
            names[KINDS[tag]].add(word)
    return names


def _network() -> Callable[[View], Names]:
    network = Network()

    def read(view: View) -> Names:
        words = tagged(view, network)
        return _named((view.text[word.start : word.end], word.tag) for word in words)

    return read


def _jieba() -> Callable[[View], Names]:
    import jieba.posseg  # type: ignore[import-untyped]  # noqa: PLC0415

    return lambda view: _named((one.word, one.flag) for one in jieba.posseg.cut(view.text))


def _snownlp() -> Callable[[View], Names]:
    from snownlp import SnowNLP  # type: ignore[import-not-found]  # noqa: PLC0415

    def read(view: View) -> Names:
        lines = [line for line in view.text.split("\n") if line.strip()]
        return _named(pair for line in lines for pair in SnowNLP(line).tags)

    return read
