"""A language model beside the rules of `read`: its spend is shown and agreed to before, told after."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import typer

from citywright.cli.out import Out
from citywright.errors import ReadingError, UsageError
from citywright.reading.formats.opening import open_document
from citywright.reading.language_model.asking import MILLION, Spend, ask_about, refusals_said
from citywright.reading.language_model.endpoint import Endpoint, checked_endpoint
from citywright.reading.language_model.pieces import MOST_TOKENS_BACK, tokens_of
from citywright.reading.proposals.documents import Proposed, Proposer
from citywright.reading.proposals.propose import making_of
from citywright.reading.proposals.references import referred

Given = tuple[str | None, str | None, float | None, float | None, bool]
"""Address, name, price of tokens in and out, and whether the spend is agreed to."""


@dataclass
class Asked:
    """A model that a person agreed to ask, and what it has spent so far."""

    endpoint: Endpoint
    estimate: dict[str, Any]
    spend: Spend = field(default_factory=Spend)

    def added(
        self, document: dict[str, Any], made: Proposed, proposer: Proposer, lang: str
    ) -> dict[str, Any]:
        """The document for JSON with the model's proposals, its refusals and the spend so far."""
        papers = tuple(one.id for one in made.proposals if one.table == "documents")
        making = making_of(made.reading, proposer.known, papers)
        outcome = ask_about(making, self.endpoint, made.proposals, self.spend)
        judged = [proposer.comparison.judged(one) for one in outcome.proposals]
        more = [one.as_dict() for one in referred(judged, proposer.known)]
        return document | {
            "proposals": [*document["proposals"], *more],
            "refused": refusals_said(outcome.refused, lang),
            "spend": {"estimate": self.estimate, "so_far": self.spend.as_dict()},
        }  # fmt: skip

    def tell_spent(self, out: Out) -> None:
        """What was really spent, on standard error."""
        counted = "counted" if self.spend.counted else "guessed"
        said = self.spend.as_dict() | {"counted": out.line(f"reading.model.{counted}")}
        out.err.print(out.line("reading.model.spent", **said), markup=False, highlight=False)


def asked_model(out: Out, given: Given, paths: Sequence[Path]) -> Asked:
    """The model, once its estimated spend was shown and agreed to.

    Raises
    ------
    UsageError
        Something is missing, or the spend is not agreed to; then nothing was sent.
    """
    endpoint = checked_endpoint(*given[:4])
    estimate = _estimate(endpoint, paths)
    shown = {"model": endpoint.name, "host": endpoint.host, **estimate}
    out.err.print(out.line("reading.model.estimate", **shown), markup=False, highlight=False)
    if not given[4]:
        question = out.line("reading.model.agree")
        if not sys.stdin.isatty() or not typer.confirm(question, err=True):
            raise UsageError("reading.model.not_agreed")
    return Asked(endpoint, estimate)


def _estimate(endpoint: Endpoint, paths: Sequence[Path]) -> dict[str, Any]:
    """Calls, tokens and cost from above, of all documents that can be opened."""
    calls = sent = documents = 0
    for path in paths:
        try:
            more, tokens = tokens_of(open_document(path))
        except ReadingError:
            continue  # it is said when the document is read
        documents, calls, sent = documents + 1, calls + more, sent + tokens
    back = calls * MOST_TOKENS_BACK
    cost = (sent * endpoint.price_in + back * endpoint.price_out) / MILLION
    return {
        "documents": documents, "pieces": calls, "tokens_in": sent, "tokens_out": back,
        "cost": cost,
    }  # fmt: skip
