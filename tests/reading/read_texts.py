"""Short texts of a story, read: what is found of a kind, as rows of the facts that are asked for."""

from citywright.reading.document import Document
from citywright.reading.reader import Reading, read_document


def read(text: str) -> Reading:
    return read_document(Document("one.txt", "txt", "utf-8", "", text))


def facts(text: str, kind: str, *names: str) -> list[tuple[object, ...]]:
    """The named facts of every item of a kind, in order; None where an item has no such fact."""
    return [tuple(one.facts.get(name) for name in names) for one in getattr(read(text), kind)]
