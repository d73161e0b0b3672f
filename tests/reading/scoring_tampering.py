"""Scorer for tampered sources: a span counts where its words and the number of its places are right."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from citywright.reading.tampering import UNKNOWN, Tampering


def score_tampering(
    found: Sequence[Tampering], label: dict[str, Any]
) -> tuple[Counter[str], list[str]]:
    """Counts of one document: right, false, missed; proposals that are named, unknown, wrong.

    A proposal is named where it is the original, unknown where it says so (right where nothing can be
    known, and never wrong), wrong else.
    """
    wanted = {one["text"]: one for one in label["tampering"]}
    counts: Counter[str] = Counter()
    errors = []
    for one in found:
        want = wanted.get(one.text)
        if want is None or want["count"] != len(one.spans):
            counts["false"] += 1
            errors.append(f"+ {one.text} in {len(one.spans)} places")
            continue
        counts["right"] += 1
        counts[_proposal(one.proposal, want["original"])] += 1
    counts["missed"] = len(wanted) - counts["right"]
    errors += [f"- {text}" for text in wanted.keys() - {one.text for one in found}]
    return counts, errors


def _proposal(proposal: str, original: str | None) -> str:
    if proposal == UNKNOWN:
        return "unknown" if original else "unknown_rightly"
    return "named" if proposal == original else "wrong"
