"""Everything that was asked of the doubt about one city, side by side; what was not asked is None."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from citywright.plan.alternatives.frontier import Frontier
from citywright.plan.alternatives.near_best import NearBest
from citywright.plan.doubt.comparison import Comparison
from citywright.plan.doubt.draws import Ensemble
from citywright.plan.doubt.ensemble import Spread
from citywright.plan.doubt.robust import Robust
from citywright.plan.doubt.tornado import Tornado


@dataclass(frozen=True)
class Collected:
    """tolerance: gap of every search. An ensemble comes with its spread."""

    tolerance: float
    comparison: Comparison | None = None
    ensemble: Ensemble | None = None
    spread: Spread | None = None
    tornado: Tornado | None = None
    robust: Robust | None = None
    frontier: Frontier | None = None
    near_best: NearBest | None = None

    def tables(self) -> dict[str, pd.DataFrame]:
        """Every table by name, for files."""
        found: dict[str, pd.DataFrame] = {}
        if self.comparison:
            c = self.comparison
            found |= {"values": c.values, "indicators": c.indicators, "targets": c.targets,
                      "starts": c.starts, "breaks": c.breaks}  # fmt: skip
        if self.ensemble and self.spread:
            s = self.spread
            found |= {"drawn": self.ensemble.values.reset_index(), "draws": s.draws, "fans": s.fans,
                      "chances": s.chances, "chosen": s.chosen, "draw_breaks": s.breaks}  # fmt: skip
        if self.tornado:
            found["tornado"] = self.tornado.bars
        if self.robust:
            found |= {"robust_cases": self.robust.cases, "robust_others": self.robust.others}
        if self.frontier:
            found["frontier"] = self.frontier.points
        if self.near_best:
            n = self.near_best
            found |= {"near_plans": n.plans, "near_projects": n.projects,
                      "near_indicators": n.indicators}  # fmt: skip
        return found

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON: what each part says of itself, and every table as rows."""
        heads: dict[str, Any] = {"tolerance": self.tolerance, "power": "yearly"}
        if self.ensemble:
            e = self.ensemble
            heads["ensemble"] = {
                "scenario": e.code, "design": e.design, "seed": e.seed, "draws": len(e.cases),
            }  # fmt: skip
        if self.tornado:
            heads["tornado"] = {"measure": self.tornado.measure, "year": self.tornado.year}
        for name in ("robust", "frontier", "near_best"):
            part = getattr(self, name)
            if part is not None:
                heads[name] = part.as_dict()
        rows = {name: plain(frame) for name, frame in self.tables().items()}
        return {**heads, "tables": rows}


def plain(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows as plain Python values; missing is None."""
    whole = frame.astype(object).where(frame.notna(), None)
    return [
        {str(k): v.item() if hasattr(v, "item") else v for k, v in row.items()}
        for row in whole.to_dict("records")
    ]
