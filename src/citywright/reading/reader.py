"""One reading of a document: every extractor runs once, over one shared view.

    reading = read_document("report.docx")
    reading.strategy, reading.tasks, ...     items that quote the text exactly
    reading.as_dict()                        the same for JSON

Words of the document are data: an instruction in it, to whomever, is read as any other sentence.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from citywright.reading.context import context_of
from citywright.reading.document import Document
from citywright.reading.formats.opening import open_document
from citywright.reading.heading import Head, head_of
from citywright.reading.honours import find_honours
from citywright.reading.items import Item
from citywright.reading.organisations import bodies_of, find_organisations, is_english
from citywright.reading.people import find_people
from citywright.reading.places import find_places, mentions_of
from citywright.reading.programmes import find_programmes
from citywright.reading.projects import find_projects
from citywright.reading.quantities import find_quantities
from citywright.reading.slogans import find_slogans
from citywright.reading.strategy.tree import find_strategy
from citywright.reading.tagging.mentions import tagged
from citywright.reading.tagging.network import Network
from citywright.reading.tampering import Tampering, find_tampering
from citywright.reading.targets import find_targets
from citywright.reading.tasks import find_tasks
from citywright.reading.titles import with_title
from citywright.reading.view import View, view_of

KINDS = (
    "people", "organisations", "places", "strategy", "slogans", "programmes", "honours", "projects",
    "quantities", "targets", "tasks",
)  # fmt: skip
"""Kinds of item in the order in which a reading gives them."""


@dataclass(frozen=True)
class Reading:
    """All that was found in one document.

    document : the text as it was found
    head : kind, title, date, place and issuing body
    items : every item, by kind (of `KINDS`) and in the order of the text
    tampering : overwritten words, with what should stand there
    """

    document: Document
    head: Head
    items: Mapping[str, tuple[Item, ...]]
    tampering: tuple[Tampering, ...]

    def __getattr__(self, kind: str) -> tuple[Item, ...]:
        """Items of one kind: `reading.tasks`."""
        if kind in KINDS:
            return self.items[kind]
        raise AttributeError(kind)

    def __iter__(self) -> Iterator[Item]:
        """All items, kind by kind."""
        return (one for kind in KINDS for one in self.items[kind])

    def as_dict(self) -> dict[str, Any]:
        """Form for JSON: document, tampering, one list for each kind, removed.

        `text[start:end] == quote` for each item, where text is `reading.document.text`.
        """
        return {
            "document": _head(self.document, self.head),
            "tampering": [dict(one.as_dict()) for one in self.tampering],
            **{kind: [one.as_dict() for one in self.items[kind]] for kind in KINDS},
            "removed": [
                {
                    "text": self.document.text[one.start : one.end],
                    "start": one.start, "end": one.end, "rule": one.rule,
                }
                for one in self.document.removed
            ],
        }  # fmt: skip


def read_document(source: str | Path | Document) -> Reading:
    """Everything that a document says, with the words that say it.

    Parameters
    ----------
    source : path of a file (txt, html, docx, pdf), or a document opened before

    Raises
    ------
    ReadingError
        What `formats.opening.open_document` raises; reading.no_tagger, reading.no_gazetteer,
        reading.no_dictionary where a package of data is not installed.
    """
    document = source if isinstance(source, Document) else open_document(Path(source))
    view = view_of(document)
    head = with_title(view, head_of(view))
    tampering = tuple(find_tampering(view))
    foreign = [one.text for one in tampering]
    found = _found(view, head, foreign)
    spans = [span for one in tampering for span in one.spans]
    items = {
        kind: tuple(one for one in found[kind] if not _is_foreign(one, spans)) for kind in KINDS
    }
    return Reading(document, _cleaned(head, foreign), items, tampering)


def _cleaned(head: Head, foreign: Sequence[str]) -> Head:
    """The head without what holds overwritten words."""

    def kept(words: str | None) -> str | None:
        return None if words and any(one in words for one in foreign) else words

    return replace(head, title=kept(head.title), place=kept(head.place), body=kept(head.body))


def _found(view: View, head: Head, foreign: Sequence[str]) -> dict[str, list[Item]]:
    words = [] if is_english(view) else tagged(view, _tagger())
    bodies = bodies_of(view, words)
    quantities = find_quantities(view, head)
    people = find_people(view, words, bodies)
    organisations = find_organisations(view, words, bodies)
    places = find_places(view, words, bodies, mentions_of(view, people))
    context = context_of(view, head, words, [*people, *organisations, *places], foreign)
    programmes = find_programmes(context)
    return {
        "people": people,
        "organisations": organisations,
        "places": places,
        "strategy": find_strategy(context),
        "slogans": find_slogans(context),
        "programmes": programmes,
        "honours": find_honours(context),
        "projects": find_projects(context, programmes),
        "quantities": quantities,
        "targets": find_targets(view, head, quantities),
        "tasks": find_tasks(context),
    }


def _is_foreign(one: Item, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether every mention of an item touches overwritten words: what it names is not known."""
    mentions = one.facts.get("mentions", [[one.start, one.end]])
    return all(any(a < end and start < b for a, b in spans) for start, end in mentions)


def _head(document: Document, head: Head) -> dict[str, Any]:
    known = {
        "name": document.name, "format": document.format, "encoding": document.encoding,
        "sha256": document.sha256, "language": head.language, "kind": head.kind,
        "title": head.title, "date": head.date, "place": head.place, "body": head.body,
    }  # fmt: skip
    findings = [{"key": one.key, **one.values} for one in document.findings]
    return {**{k: v for k, v in known.items() if v is not None}, "findings": findings}


@cache
def _tagger() -> Network:
    return Network()
