"""One check of the proof, and how a violation is measured."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

TOLERANCE = 1e-6
"""Relative violation above which a check fails."""


@dataclass(frozen=True)
class Check:
    """One check: how many numbers it held against each other, the worst relative violation, where."""

    name: str
    count: int
    worst: float
    where: str

    @property
    def ok(self) -> bool:
        """Whether the check holds."""
        return bool(self.worst <= TOLERANCE)

    def as_dict(self) -> dict[str, Any]:
        """Check for a JSON document; an endless violation is written as 1e300."""
        worst = self.worst if np.isfinite(self.worst) else 1e300
        return {
            "name": self.name,
            "count": self.count,
            "worst": worst,
            "where": self.where,
            "ok": self.ok,
        }


def relative(found: float, stated: float) -> float:
    """|found − stated| / max(1, |found|); endless where either is not a number."""
    if not (np.isfinite(found) and np.isfinite(stated)):
        return np.inf
    return abs(found - stated) / max(1.0, abs(found))


def compare(name: str, found: float, stated: float) -> Check:
    """Check of one number."""
    return Check(name, 1, relative(found, float(stated)), name)


def worst_of(name: str, violations: Any, places: Sequence[str]) -> Check:  # noqa: ANN401
    """Worst of many violations and its place."""
    if len(places) == 0:
        return Check(name, 0, 0.0, "")
    k = int(np.argmax(violations))
    return Check(name, len(places), float(violations[k]), places[k])
