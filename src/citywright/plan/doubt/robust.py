"""One plan for several scenarios: the best in the worst of them, or the one that is regretted least.

    worst case:      max θ    subject to   θ ≤ v_s(x_s) for every scenario s
    least regret:    max −r   subject to   r ≥ v*_s − v_s(x_s)

The starts are common to all scenarios and decided before any is known; all else (x_s) follows the
scenario. v*_s is the best that planning for s alone could do: its certified bound is taken, so a regret
is never understated. One program holds a block of rows and columns per scenario, and the search of the
plan works on it as on any other: the deterministic equivalent of a two-stage program.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
import scipy.sparse as sp

from citywright.city import City
from citywright.errors import InfeasibleError, UsageError
from citywright.plan.alternatives.built import Built, built
from citywright.plan.alternatives.climbing import Mountain, Reached
from citywright.plan.doubt.case import Case, varied
from citywright.plan.executor import Hands, Job, Tell, answers
from citywright.plan.layout import Places, Resources
from citywright.plan.program import Floats, Program, solve

WORST, REGRET = "worst", "regret"
RULES = (WORST, REGRET)


@dataclass(frozen=True)
class Robust:
    """rule: worst or regret; value: the least objective, or the largest regret; bound: no plan does
    better; starts. cases: case, objective (of this plan), best (known for the case alone), best_bound,
    regret (best_bound less objective). others: case, plan, objective, regret: what the best plan of each
    case does in every case; empty where it cannot be held there.
    """

    rule: str
    value: float
    bound: float
    starts: dict[str, int]
    cases: pd.DataFrame
    others: pd.DataFrame

    @property
    def gap(self) -> float:
        """|bound − value| in money."""
        return abs(self.bound - self.value)

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {
            "rule": self.rule, "value": self.value, "bound": self.bound, "starts": self.starts,
        }  # fmt: skip


def robust_plan(
    city: City,
    cases: Sequence[Case],
    rule: str = REGRET,
    tolerance: float = 1e-3,
    hands: Hands | None = None,
    tell: Tell = lambda progress: None,
) -> Robust:
    """The plan that is best in the worst case, or regretted least, over given cases.

    Raises
    ------
    UsageError
        The rule is unknown, or the cases have other projects or years than one another.
    InfeasibleError
        A case has no plan, or no starts can be held in all of them.
    """
    if rule not in RULES:
        raise UsageError("doubt.no_rule", rule=rule, known=", ".join(RULES))
    blocks = [built(varied(city, case)) for case in cases]
    _check_same(blocks, cases)
    mountains = [Mountain(b.program, b.resources, tolerance) for b in blocks]
    alone = answers(Job(_alone, None), mountains, hands or Hands(), tell)
    for case, best in zip(cases, alone, strict=True):
        if best is None:
            raise InfeasibleError("doubt.case_infeasible", case=case.code)
    program, resources = joint(blocks, [best.bound for best in alone], rule)
    # the search measures its gap against the value, and a regret is next to nothing beside a plan
    shift = max(abs(best.value) for best in alone) if rule == REGRET else 0.0
    reached = Mountain(program, resources, tolerance).climb(program.c, shift, ())
    if reached is None:
        raise InfeasibleError("doubt.no_common", cases=", ".join(case.code for case in cases))
    reached = replace(reached, value=reached.value - shift, bound=reached.bound - shift)
    return _robust(blocks, cases, alone, rule, reached)


def _alone(_: None, mountain: Mountain) -> Reached | None:
    return mountain.climb(mountain.program.c, mountain.program.constant, ())


def _check_same(blocks: Sequence[Built], cases: Sequence[Case]) -> None:
    first = blocks[0].layout.columns["start"]
    for b, case in zip(blocks, cases, strict=True):
        own = b.layout.columns["start"]
        if not all(own[dim].equals(first[dim]) for dim in ("project", "start")):
            raise UsageError("doubt.other_projects", case=case.code)


def joint(blocks: Sequence[Built], best: Sequence[float], rule: str) -> tuple[Program, Resources]:
    """The program of all scenarios: common starts first, then each block, then the value.

    [ S_1  R_1            ]        S_s: columns of starts of block s, R_s: its other columns
    [ S_2       R_2       ]
    [ c_1  r_1        −1  ] ≥ −constant_s      (regret: ≥ best_s − constant_s, and the value −r)
    """
    starts = [_starts(b) for b in blocks]
    rest = [
        np.setdiff1d(np.arange(len(b.program.c)), own)
        for b, own in zip(blocks, starts, strict=True)
    ]
    count, sizes = len(starts[0]), [len(own) for own in rest]
    base = best if rule == REGRET else [0.0] * len(blocks)
    rows, values = [], []
    for k, (b, own, others) in enumerate(zip(blocks, starts, rest, strict=True)):
        A, gaps = b.program.A, _gaps(sizes, k)
        rows.append(sp.hstack([A[:, own], gaps[0](A.shape[0]), A[:, others], gaps[1](A.shape[0]),
                               sp.csc_matrix((A.shape[0], 1))]))  # fmt: skip
        c = b.program.c[None, :]
        values.append(sp.hstack([sp.csc_matrix(c[:, own]), gaps[0](1), sp.csc_matrix(c[:, others]),
                                 gaps[1](1), sp.csc_matrix([[-1.0]])]))  # fmt: skip
    programs = [b.program for b in blocks]
    lower = np.max([p.lower[own] for p, own in zip(programs, starts, strict=True)], axis=0)
    upper = np.min([p.upper[own] for p, own in zip(programs, starts, strict=True)], axis=0)
    reach = 2.0 * max(abs(_most(p)) for p in programs) + max(map(abs, base), default=0.0)
    low = [p.low for p in programs]
    high = [p.high for p in programs]
    level = [at - p.constant for p, at in zip(programs, base, strict=True)]
    width = count + sum(sizes) + 1
    program = Program(
        A=sp.csc_matrix(sp.vstack([*rows, *values])),
        c=np.append(np.zeros(width - 1), 1.0),
        low=np.concatenate([*low, level]),
        high=np.concatenate([*high, np.full(len(blocks), np.inf)]),
        lower=np.concatenate([lower, *_parts(programs, rest, "lower"), [-reach]]),
        upper=np.concatenate([np.maximum(lower, upper), *_parts(programs, rest, "upper"), [reach]]),
        whole=np.arange(width) < count,
    )
    return program, _resources(blocks)


def _starts(b: Built) -> Places:
    return np.asarray(b.layout.columns["start"].to_numpy().ravel())


def _parts(programs: Sequence[Program], rest: Sequence[Places], name: str) -> list[Floats]:
    return [getattr(p, name)[own] for p, own in zip(programs, rest, strict=True)]


def _gaps(sizes: list[int], k: int) -> tuple[Any, Any]:
    """Empty columns before and after block k, for any number of rows."""
    before, after = sum(sizes[:k]), sum(sizes[k + 1 :])
    return (lambda n: sp.csc_matrix((n, before))), (lambda n: sp.csc_matrix((n, after)))


def _most(p: Program) -> float:
    """Bound on |c·x + constant| from the bounds of the columns."""
    return float(np.maximum(abs(p.c * p.lower), abs(p.c * p.upper)).sum()) + abs(p.constant)


def _resources(blocks: Sequence[Built]) -> Resources:
    """The resources of every block, one below the other; links and "once" stand in each."""
    own = [b.resources for b in blocks]
    offsets = np.concatenate([[0], np.cumsum([len(b.program.low) for b in blocks])[:-1]])
    heads = np.concatenate([[0], np.cumsum([len(r.room) for r in own])[:-1]])
    return Resources(
        use=sp.csc_matrix(sp.vstack([r.use for r in own])),
        room=np.concatenate([r.room for r in own]),
        rows=np.concatenate([r.rows + at for r, at in zip(own, offsets, strict=True)]),
        shared=np.concatenate([r.shared + at for r, at in zip(own, heads, strict=True)]),
        project=own[0].project,
    )


def _robust(
    blocks: Sequence[Built], cases: Sequence[Case], alone: Sequence[Reached], rule: str,
    reached: Reached,
) -> Robust:  # fmt: skip
    count = len(_starts(blocks[0]))
    chosen = np.round(reached.x[:count])
    rows, others = [], []
    for b, case, best in zip(blocks, cases, alone, strict=True):
        value = _held(b, chosen)
        rows.append((case.code, value, best.value, best.bound, best.bound - value))
        for other, plan in zip(cases, alone, strict=True):
            own = _starts(blocks[cases.index(other)])
            reach = _held(b, np.round(plan.x[own]))
            others.append((case.code, other.code, reach, best.bound - reach))
    table = pd.DataFrame(rows, columns=["case", "objective", "best", "best_bound", "regret"])
    sign = 1.0 if rule == WORST else -1.0
    value = float(table["objective"].min() if rule == WORST else table["regret"].max())
    starts = _dates(blocks[0], chosen)
    matrix = pd.DataFrame(others, columns=["case", "plan", "objective", "regret"])
    return Robust(rule, value, sign * reached.bound, starts, table, matrix)


def _dates(b: Built, chosen: Floats) -> dict[str, int]:
    x = np.zeros(len(b.program.c))
    x[_starts(b)] = chosen
    return b.starts(x)


def _held(b: Built, chosen: Floats) -> float:
    """Objective of a block with these starts; nan where they break a limit."""
    own = _starts(b)
    lower, upper = b.program.lower.copy(), b.program.upper.copy()
    if (chosen > upper[own] + 0.5).any() or (chosen < lower[own] - 0.5).any():
        return float("nan")
    lower[own] = upper[own] = chosen
    answer = solve(replace(b.program, lower=lower, upper=upper).relaxed())
    return answer.value if answer.feasible else float("nan")
