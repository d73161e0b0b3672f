"""A document as it was found: its text, and what of it is furniture.

Every place in a document is a span `start:end` of `Document.text`, which is the whole text that was
found, menus and adverts included; nothing is cut out of it, ever. What is not to be read is listed in
`removed`, by span and reason.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Removed:
    """A span that is not read: furniture of a page, a hidden link, a script."""

    start: int
    end: int
    rule: str


@dataclass(frozen=True)
class Finding:
    """Something about the file that a person should know; `key` names a sentence of the words."""

    key: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Document:
    """One document.

    name : file name without folders
    format : txt, html, docx or pdf
    encoding : how its bytes were turned into characters; empty where the format says it
    sha256 : of the bytes of the file
    text : all text in reading order; lines end in a newline
    removed : spans of `text` that are not read, in order, not overlapping
    findings : named findings about the file (invisible characters, cut at a limit, ...)
    """

    name: str
    format: str
    encoding: str
    sha256: str
    text: str
    removed: tuple[Removed, ...] = ()
    findings: tuple[Finding, ...] = ()
