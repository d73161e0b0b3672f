"""Short texts of a story, read: what is found of a kind, as rows of the facts that are asked for."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from citywright.reading.document import Document
from citywright.reading.formats.opening import open_document
from citywright.reading.reader import Reading, read_document
from citywright.reading.view import view_of

DEV = Path(__file__).parent / "corpus" / "dev"


@cache
def clean_texts(language: str) -> list[str]:
    """Texts of the development documents of a language that hold no foreign span."""
    texts = []
    for path in sorted(DEV.glob("*.json")):
        label: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        if label["language"] == language and not label["tampering"]:
            (one,) = (o for o in path.parent.glob(f"{path.stem}.*") if o.suffix != ".json")
            texts.append(view_of(open_document(one)).text)
    return texts


def read(text: str) -> Reading:
    return read_document(Document("one.txt", "txt", "utf-8", "", text))


def facts(text: str, kind: str, *names: str) -> list[tuple[object, ...]]:
    """The named facts of every item of a kind, in order; None where an item has no such fact."""
    return [tuple(one.facts.get(name) for name in names) for one in getattr(read(text), kind)]
