"""What a person decided: a reviewed list, as JSON or a workbook, read as hostile until it is checked."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from citywright.errors import ReadingError
from citywright.reading.proposals.proposal import MODEL, Proposal, proposal_from
from citywright.words import LANGUAGES, say

MOST_BYTES = 64 * 2**20
"""A larger reviewed list is refused."""


@dataclass(frozen=True)
class Decision:
    """One answer.

    id : of the proposal or the doubt; accept : None where the person has not answered
    row : the cells as the person left them; None where they are as proposed
    word : the right word in place of an overwritten one, where the person wrote it
    place : where it stands in the list, for messages
    """

    id: str
    accept: bool | None
    row: Mapping[str, str] | None = None
    word: str = ""
    place: str = ""


@dataclass(frozen=True)
class Review:
    """A reviewed list: answers by id, and what a model proposed, with its quotations."""

    decisions: Mapping[str, Decision]
    of_model: tuple[Proposal, ...] = ()


def review_of(entries: list[tuple[str, Mapping[str, Any]]]) -> Review:
    """The review made of (place, entry) pairs; each id once."""
    decisions: dict[str, Decision] = {}
    of_model = []
    for place, entry in entries:
        one = _decision(place, entry)
        if one.id in decisions:
            raise ReadingError("reading.review.twice", id=one.id, place=place)
        decisions[one.id] = one
        if str(entry.get("rule", "")).startswith(MODEL) and one.accept:
            of_model.append(proposal_from(entry))
    return Review(decisions, tuple(of_model))


def answer_of(given: object, place: str) -> bool | None:
    """True, false or no answer, in either language.

    Raises
    ------
    ReadingError
        reading.review.answer.
    """
    if given is None or isinstance(given, bool):
        return given
    word = str(given).strip().casefold()
    for answer, key in ((True, "reading.review.yes"), (False, "reading.review.no")):
        if word in {say(key, lang).casefold() for lang in LANGUAGES} | {str(answer).casefold()}:
            return answer
    if word:
        raise ReadingError("reading.review.answer", given=str(given)[:40], place=place)
    return None


def _decision(place: str, entry: Mapping[str, Any]) -> Decision:
    row = entry.get("row")
    try:
        cells = None if row is None else {str(k): _cell(v) for k, v in row.items()}
        word = str(entry.get("word") or "")
        return Decision(str(entry["id"]), answer_of(entry.get("accept"), place), cells, word, place)
    except (KeyError, AttributeError, TypeError) as error:
        why = type(error).__name__
        raise ReadingError("reading.review.damaged", place=place, why=why) from None


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)


def entries_of(path: Path) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """(place, entry) of every proposal and doubt of a JSON document, list or lines."""
    for line, made in _documents(path):
        for group in ("tampering", "proposals"):
            entries = made.get(group, []) if isinstance(made, Mapping) else None
            if not isinstance(entries, list):
                raise ReadingError("reading.review.damaged", place=f"{path.name}:{line}", why=group)
            for number, entry in enumerate(entries, 1):
                if not isinstance(entry, Mapping):
                    why = f"{group} {number}"
                    raise ReadingError("reading.review.damaged", place=path.name, why=why)
                yield f"{path.name}:{line} {group} {number}", entry


def _documents(path: Path) -> Iterator[tuple[int, Any]]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
        try:
            whole = json.loads(text)
        except json.JSONDecodeError:
            lines = [(n, line) for n, line in enumerate(text.splitlines(), 1) if line.strip()]
            yield from [(n, json.loads(line)) for n, line in lines]
            return
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError, ValueError) as error:
        why = type(error).__name__
        raise ReadingError("reading.review.damaged", place=path.name, why=why) from None
    yield from enumerate(whole if isinstance(whole, list) else [whole], 1)
