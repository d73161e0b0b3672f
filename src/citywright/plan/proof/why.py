"""Reasons of the plan, computed again: worth, rent, verdict and the limit that decides."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import scipy.sparse as sp
from numpy.typing import NDArray

from citywright.plan.proof.facts import Facts, running_share
from citywright.plan.proof.program import Floats, Matrix
from citywright.plan.proof.scale import TOLERANCE, Check, relative, worst_of

LINKS = {
    "start_options": "replaced", "start_excludes": "excluded", "start_requires": "waits",
    "start_after": "waits",
}  # fmt: skip
"""Verdict of each kind of link that a project fails."""
NIL = 1e-6
"""Below this a net worth is nil (money)."""


@dataclass(frozen=True)
class _Ground:
    """What every reason stands on: rows that projects share, their prices, what is left of them."""

    facts: Facts
    m: Matrix
    rest: Floats
    rents: Floats
    names: list[str]
    shared: sp.csr_matrix
    prices: Floats
    left: Floats

    def use(self, project: Any, start: int) -> Floats:  # noqa: ANN401
        """What one start uses of every shared row, running included."""
        place = self.m.place
        used = self.shared[:, [place["start", project.project, start]]].toarray().ravel()
        for t in self.facts.years:
            column = self.shared[:, [place["running", project.project, t]]].toarray().ravel()
            used = used + running_share(project, start, t) * column
        return np.asarray(used, dtype=float)

    def worth(self, project: Any, start: int) -> float:  # noqa: ANN401
        """Worth of one start before any rent.

        The price of running is net of the rents of what runs with output; they are put back here.
        """
        place = self.m.place
        worth = float(self.rest[place["start", project.project, start]])
        for t in self.facts.years:
            rent = float(self.rents[place["running", project.project, t]])
            worth += running_share(project, start, t) * rent
        return worth


def _ground(f: Facts, m: Matrix, prices: Floats, point: Floats) -> _Ground:
    family = [row.family.split("|")[0] for row in m.rows]
    at: NDArray[np.int64] = np.flatnonzero([name in ("factor", *LINKS) for name in family])
    scarce = np.isin(np.arange(len(m.rows)), at)
    once = np.array([name == "start_once" for name in family])
    shared = m.A[at]
    people = np.array([variable[0] == "people" for variable in m.place])
    taken = shared @ np.where(people, 0.0, point)
    return _Ground(
        facts=f,
        m=m,
        rest=m.c - m.A.T @ np.where(scarce | once, 0.0, prices),
        rents=m.A.T @ np.where(scarce, prices, 0.0),
        names=[m.rows[k].family for k in at],
        shared=shared,
        prices=prices[at],
        left=m.high[at] - taken,
    )


def check_reasons(
    f: Facts, m: Matrix, prices: Floats, point: Floats, table: pd.DataFrame
) -> list[Check]:
    """Every candidate has one reason, and it is right."""
    ground = _ground(f, m, prices, point)
    candidates = {p.project: p for p in f.projects if p.status == "candidate"}
    violations, places = [], []
    for r in table.itertuples():
        project = candidates.get(r.project)
        violations.append(np.inf if project is None else _violation(ground, project, point, r))
        places.append(r.project)
    whole = len(table) == len(candidates) == len(set(places))
    return [
        worst_of("reasons", violations, places),
        Check("reasons: rows", len(table), 0.0 if whole else np.inf, ""),
    ]


def _violation(g: _Ground, project: Any, point: Floats, r: Any) -> float:  # noqa: ANN401
    open_ = [s for s in g.facts.years if g.m.upper[g.m.place["start", project.project, s]] > 0]
    if r.start not in open_ or r.status != project.status:
        return np.inf
    begun = [s for s in open_ if point[g.m.place["start", project.project, s]] > 0.5]
    if (r.verdict == "chosen") != bool(begun) or (begun and begun != [r.start]):
        return np.inf
    use = g.use(project, int(r.start))
    totals = _rents(g, use)
    worth, rent = g.worth(project, int(r.start)), _factors(totals)
    short = {int(k) for k in np.flatnonzero(use > 0) if use[k] > g.left[k] + TOLERANCE * use[k]}
    if not begun:
        others = [g.worth(project, s) - _factors(_rents(g, g.use(project, s))) for s in open_]
        if max(others) > worth - rent + TOLERANCE * max(1.0, abs(max(others))):
            return np.inf
        families = {g.names[k].split("|")[0] for k in short}
        if r.verdict not in {_verdict(worth - rent + e, families) for e in (-NIL, NIL)}:
            return np.inf
    if r.limit not in _deciding(g, r.verdict, use, short, totals):
        return np.inf
    stated = ((worth, r.worth), (rent, r.rent), (worth - rent, r.net))
    return max(
        relative(totals.get(r.limit, 0.0), r.limit_rent), *(relative(a, b) for a, b in stated)
    )


def _rents(g: _Ground, use: Floats) -> dict[str, float]:
    totals: dict[str, float] = {}
    for name, amount, price in zip(g.names, use, g.prices, strict=True):
        totals[name] = totals.get(name, 0.0) + float(amount * price)
    return totals


def _factors(totals: dict[str, float]) -> float:
    return sum(rent for name, rent in totals.items() if name.startswith("factor|"))


def _verdict(net: float, short: set[str]) -> str:
    if net < -NIL:
        return "poor"
    for link, verdict in LINKS.items():
        if link in short:
            return verdict
    return "full" if short else "near"


def _deciding(
    g: _Ground, verdict: str, use: Floats, short: set[int], totals: dict[str, float]
) -> set[str]:
    """Limits that may stand as the one that decides; several where they are level."""
    if verdict in ("full", *LINKS.values()):
        deciding = {link for link, v in LINKS.items() if v == verdict} or {"factor"}
        lack = {
            k: (use[k] - g.left[k]) / use[k]
            for k in short
            if g.names[k].split("|")[0] in deciding
        }  # fmt: skip
        return {g.names[k] for k, share in lack.items() if share >= max(lack.values()) - TOLERANCE}
    dear = {name: rent for name, rent in totals.items() if name.startswith("factor|")}
    most = max(dear.values(), default=0.0)
    nothing = {""} if most <= TOLERANCE else set()
    return nothing | {n for n, rent in dear.items() if rent >= most - TOLERANCE and rent > 0}
