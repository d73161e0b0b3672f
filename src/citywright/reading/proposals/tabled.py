"""What is proposed for which table: identity of a row, columns that a document can state, words."""

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from citywright.city.declaration import read_declaration

LANGUAGES = ("zh", "en")
SAID_OF_A_ROW = ("source", "quality", "note")
"""Columns that say where a row is from."""


@dataclass(frozen=True)
class Tabled:
    """A table that rows are proposed for.

    letter : begins the codes of its proposed rows, after the code of the document
    identity : two rows that agree in these columns are about the same thing
    stated : columns that the document itself fills; only these can be contradicted
    """

    table: str
    letter: str
    identity: tuple[str, ...]
    stated: tuple[str, ...]


@cache
def tabled() -> dict[str, Tabled]:
    """Tables that rows are proposed for, in the order in which they have to be there."""
    return {
        row["table"]: Tabled(
            row["table"], row["letter"],
            _columns(row["table"], row["identity"]), _columns(row["table"], row["stated"]),
        )
        for row in word_rows("tables")
    }  # fmt: skip


def _columns(table: str, words: str) -> tuple[str, ...]:
    """Columns by name; a word without a column of its own stands for that word in each language."""
    known = read_declaration(table).names
    found: list[str] = []
    for word in words.split():
        found += [word] if word in known else [f"{word}_{lang}" for lang in LANGUAGES]
    return tuple(found)


@cache
def word_rows(name: str) -> tuple[dict[str, str], ...]:
    """All rows of one word list beside this file."""
    text = files("citywright.reading.proposals").joinpath(f"{name}.csv").read_text("utf-8")
    return tuple(csv.DictReader(text.splitlines()))


@cache
def word_for(table: str, given: str) -> str:
    """The table's word for a word of a reading ("kinds", "senses"); empty where there is none."""
    return next((b for a, b in (row.values() for row in word_rows(table)) if a == given), "")


def is_firm(name: str) -> bool:
    """Whether a name ends as the names of firms do."""
    return any(pattern.search(name) for pattern in _firm_words())


@cache
def _firm_words() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(row["pattern"]) for row in word_rows("firm_words"))
