"""A model asked about one document: proposals beside those of the rules, refusals, and the spend."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from citywright.city.declaration import read_declaration
from citywright.errors import ReadingError
from citywright.reading.items import Item
from citywright.reading.language_model.endpoint import Endpoint
from citywright.reading.language_model.pieces import (
    MOST_TOKENS_BACK,
    messages,
    pieces,
    prompt,
    tokens,
)
from citywright.reading.language_model.replies import Refusal, Said, checked_reply
from citywright.reading.proposals.amounts import amount_in, number_text
from citywright.reading.proposals.known import Known
from citywright.reading.proposals.making import Making
from citywright.reading.proposals.proposal import MODEL, Proposal
from citywright.reading.proposals.quotation import code_text
from citywright.words import say

CONFIDENCE = 0.5
"""Of an item of a model: no precision was measured, so it is as likely as not."""
MILLION = 1e6


@dataclass
class Spend:
    """Calls, tokens and cost so far; `counted` while the server counted every token itself."""

    calls: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    cost: float = 0.0
    counted: bool = True
    kept: int = 0
    refused: int = 0

    def as_dict(self) -> dict[str, Any]:
        """Flat form for JSON."""
        return dict(vars(self))


@dataclass(frozen=True)
class Outcome:
    """What a model gave for one document."""

    proposals: tuple[Proposal, ...]
    refused: tuple[Refusal, ...] = field(default_factory=tuple)


def ask_about(making: Making, endpoint: Endpoint, own: Sequence[Proposal], spend: Spend) -> Outcome:
    """Ask about every piece of a document; a call that fails is a refusal, and the rest goes on."""
    text = making.reading.document.text
    found: list[Proposal] = []
    refused: list[Refusal] = []
    taken = {(one.table, one.main.start, one.main.end) for one in own}
    for span in pieces(making.reading.document):
        for one in _asked(text, span, endpoint, spend):
            made = one if isinstance(one, Refusal) else _proposal(making, endpoint, one, taken)
            if isinstance(made, Refusal):
                refused.append(made)
            else:
                taken.add((made.table, made.main.start, made.main.end))
                found.append(made)
    spend.kept += len(found)
    spend.refused += len(refused)
    return Outcome(tuple(found), tuple(refused))


def _asked(
    text: str, span: tuple[int, int], endpoint: Endpoint, spend: Spend
) -> list[Said | Refusal]:
    piece = text[slice(*span)]
    spend.calls += 1
    try:
        answer = endpoint.ask(messages(piece), MOST_TOKENS_BACK)
    except ReadingError as error:
        return [Refusal(piece[:40], "call", {"why": error.values.get("why", error.key)})]
    sent = answer.tokens_in
    back = answer.tokens_out
    spend.counted = spend.counted and sent is not None and back is not None
    sent = tokens(piece) + tokens(prompt()) if sent is None else sent
    back = tokens(answer.text) if back is None else back
    spend.tokens_in += sent
    spend.tokens_out += back
    spend.cost += (sent * endpoint.price_in + back * endpoint.price_out) / MILLION
    return list(checked_reply(answer.text, text, span))


def _proposal(
    making: Making, endpoint: Endpoint, said: Said, taken: set[tuple[str, int, int]]
) -> Proposal | Refusal:
    text = making.reading.document.text
    quote = text[said.start : said.end]
    if (said.table, said.start, said.end) in taken:
        return Refusal(quote[:80], "twice", {})
    spans = [span for one in making.reading.tampering for span in one.spans]
    if any(a < said.end and said.start < b for a, b in spans):
        return Refusal(quote[:80], "overwritten", {})
    rule = MODEL + code_text(endpoint.name, "unnamed")
    one = Item(said.table, said.start, said.end, quote, rule, CONFIDENCE)
    row, more = _row(making, said, one)
    made = making.proposed(said.table, one, row, more)
    return made or Refusal(quote[:80], "quote", {})


def _row(making: Making, said: Said, one: Item) -> tuple[dict[str, str], dict[str, str]]:
    """Cells of the row, and what has no column yet."""
    cells = dict(said.cells)
    more: dict[str, str] = {name: cells.pop(name) for name in ("amount", "unit") if name in cells}
    row = {read_declaration(said.table).key[0]: making.code_of(said.table, one, len(one.quote))}
    for stem in ("title", "name", "recipient", "issuer"):
        if stem in cells:
            row |= making.named(stem, cells.pop(stem))
    if said.table == "strategy":
        row["order"] = "1"
    if cells.get("year") and not cells["year"].isdigit():
        more["year"] = cells.pop("year")
    if said.table == "projects":
        row |= _investment(more, making.known)
    return row | cells, more


def _investment(more: dict[str, str], known: Known) -> dict[str, str]:
    if not known.money_unit or known.factor is None:
        return {}
    try:
        amount = float(more["amount"].replace(",", ""))
        value = amount_in(amount, more["unit"], known.money_unit, known.factor)
    except (KeyError, ValueError):
        return {}
    return {} if value is None else {"investment": number_text(value)}


def refusals_said(refused: Sequence[Refusal], lang: str) -> list[dict[str, Any]]:
    """Refusals for JSON, each with the sentence that says why."""
    return [
        {
            "quote": one.quote, "why": one.why,
            "text": say(f"reading.model.refused.{one.why}", lang, **one.values),
        }
        for one in refused
    ]  # fmt: skip
