"""A document in pieces that a model is asked about, and how many tokens that takes.

tokens = Chinese characters + other characters / 3, rounded up, once for the piece and once for the
prompt. It is an estimate from above for the usual vocabularies; what was really spent is said afterwards.
"""

import csv
import json
import math
import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

from citywright.city.declaration import read_declaration
from citywright.reading.document import Document

LONGEST = 4_000
"""Characters of a piece: short enough that a quotation is found again, long enough for few calls."""
SHORTEST = 20
MOST_TOKENS_BACK = 2_000
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")


def pieces(document: Document) -> list[tuple[int, int]]:
    """Spans of the text that is to be read, each at most LONGEST, ended at lines where there are any."""
    found: list[tuple[int, int]] = []
    for start, end in _kept(document):
        at = start
        while at < end:
            stop = min(at + LONGEST, end)
            line = document.text.rfind("\n", at, stop)
            if stop < end and line > at:
                stop = line + 1
            if len(document.text[at:stop].strip()) >= SHORTEST:
                found.append((at, stop))
            at = stop
    return found


def _kept(document: Document) -> Iterator[tuple[int, int]]:
    at = 0
    for gone in document.removed:
        yield at, gone.start
        at = gone.end
    yield at, len(document.text)


def messages(piece: str) -> list[dict[str, str]]:
    """What is sent: the task, and the piece as data of a JSON object."""
    return [
        {"role": "system", "content": prompt()},
        {"role": "user", "content": json.dumps({"piece": piece}, ensure_ascii=False)},
    ]


@cache
def prompt() -> str:
    """The task in words, with the tables and their cells."""
    text = files(__package__).joinpath("prompt.txt").read_text("utf-8")
    lines = [f"{name}: {', '.join(_cells(row))}" for name, row in asked_cells().items()]
    return text + "\n".join(lines)


def _cells(row: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    yield from row["quoted"]
    for name, words in row.items():
        if name != "quoted":
            yield f"{name} (one of {', '.join(words)})"


@cache
def asked_cells() -> dict[str, dict[str, tuple[str, ...]]]:
    """table -> {"quoted": cells that have to stand in the quotation, choice: its words}."""
    text = files(__package__).joinpath("cells.csv").read_text("utf-8")
    return {
        row["table"]: {"quoted": tuple(row["quoted"].split())}
        | {
            name: read_declaration(row["table"]).column(name).choices
            for name in row["chosen"].split()
        }
        for row in csv.DictReader(text.splitlines())
    }


def tokens(text: str) -> int:
    """How many tokens a text may be."""
    han = len(_HAN.findall(text))
    return han + math.ceil((len(text) - han) / 3)


def tokens_of(document: Document) -> tuple[int, int]:
    """(calls, tokens sent) that asking about a document takes."""
    spans = pieces(document)
    sent = sum(tokens(document.text[a:b]) + tokens(prompt()) for a, b in spans)
    return len(spans), sent
