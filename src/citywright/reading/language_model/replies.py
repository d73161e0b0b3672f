"""A reply of a model, hostile until it is checked: items whose words stand in the text, and refusals.

An item is kept only where its quotation stands in the piece sign for sign, and of its cells only those
that stand in the quotation. Everything else is refused, and listed as refused.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from citywright.reading.language_model.pieces import asked_cells
from citywright.reading.proposals.quotation import LONGEST, narrowed

SHORTEST = 4
"""Signs of a quotation; a shorter one stands anywhere."""
MOST_ITEMS = 200
SHOWN = 80


@dataclass(frozen=True)
class Refusal:
    """What was not taken: its quotation as far as it had one, and why (`reading.model.refused.<why>`)."""

    quote: str
    why: str
    values: Mapping[str, object]


@dataclass(frozen=True)
class Said:
    """One item that passed: span of the document, table, cells that stand in the quotation."""

    table: str
    start: int
    end: int
    cells: Mapping[str, str]


def checked_reply(reply: str, text: str, span: tuple[int, int]) -> Iterator[Said | Refusal]:
    """Items and refusals of one reply about the piece text[span]."""
    try:
        made = json.loads(reply)
    except (ValueError, RecursionError):
        yield Refusal(reply[:SHOWN], "reply", {})
        return
    items = made.get("items") if isinstance(made, dict) and set(made) == {"items"} else None
    if not isinstance(items, list):
        yield Refusal(reply[:SHOWN], "reply", {})
        return
    for one in items[:MOST_ITEMS]:
        yield from _checked(one, text, span)
    if len(items) > MOST_ITEMS:
        yield Refusal("", "many", {"most": MOST_ITEMS})


def _checked(one: Any, text: str, span: tuple[int, int]) -> Iterator[Said | Refusal]:  # noqa: ANN401
    if not _has_form(one):
        yield Refusal(json.dumps(one, ensure_ascii=False)[:SHOWN], "form", {})
        return
    table, quote, cells = one["table"], one["quote"], one["cells"]
    if table not in asked_cells():
        yield Refusal(quote[:SHOWN], "table", {})
        return
    if not len(quote.strip()) >= SHORTEST or len(quote) > LONGEST:
        yield Refusal(quote[:SHOWN], "quote_short" if len(quote) < LONGEST else "quote", {})
        return
    start = text.find(quote, *span)
    if start < 0 or narrowed(text, start, start + len(quote)) != (start, start + len(quote)):
        yield Refusal(quote[:SHOWN], "quote", {})
        return
    kept, wrong = _cells(table, quote, cells)
    for column in wrong:
        yield Refusal(quote[:SHOWN], "cell", {"column": column[:SHOWN]})
    if not any(name in asked_cells()[table]["quoted"] for name in kept):
        yield Refusal(quote[:SHOWN], "empty", {})
        return
    yield Said(table, start, start + len(quote), kept)


def _has_form(one: Any) -> bool:  # noqa: ANN401
    return (
        isinstance(one, dict)
        and set(one) == {"table", "quote", "cells"}
        and isinstance(one["table"], str)
        and isinstance(one["quote"], str)
        and isinstance(one["cells"], dict)
        and all(isinstance(v, str) for v in one["cells"].values())
    )


def _cells(table: str, quote: str, cells: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """(cells that are said, names of those that are not)."""
    asked = asked_cells()[table]
    kept, wrong = {}, []
    for name, value in cells.items():
        is_quoted = name in asked["quoted"] and bool(value.strip()) and value in quote
        is_chosen = name != "quoted" and value in asked.get(name, ())
        if is_quoted or is_chosen:
            kept[name] = value.strip()
        else:
            wrong.append(name)
    return kept, wrong
