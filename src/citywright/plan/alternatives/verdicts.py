"""Which projects are in all near-best plans, which in some, which in none.

Without p: its starts are held at 0. With p: a bonus M on its starts, with M twice what a plan may lose;
whatever the best of v + M s_p does, no plan with p is better than its bound less M.
"""

from dataclasses import replace
from typing import NamedTuple

import highspy
import numpy as np
import pandas as pd

from citywright.plan.alternatives.built import Built
from citywright.plan.alternatives.land import Land
from citywright.plan.executor import Hands, Job, Tell, answers
from citywright.plan.program import Floats, open_solver, run, safe_bound

IN_ALL, IN_NONE, IN_SOME, OPEN = "all", "none", "some", "open"


class Question(NamedTuple):
    """Is there a near-best plan with (or without) a project?"""

    project: int
    with_it: bool


class Reply(NamedTuple):
    """bound: of all plans that the question is about; x: a near-best one of them, if one was found."""

    bound: float
    x: Floats | None


def verdicts(
    b: Built, land: Land, plans: list[Floats], hands: Hands, tell: Tell
) -> tuple[pd.DataFrame, list[Floats]]:
    """Table of projects, and the near-best plans that were found on the way."""
    table, open_ = b.data.projects.table, open_projects(b)
    bounds = relaxed_bounds(b, land, open_)
    seen = np.array([land.chosen(x) for x in plans])
    asked = [
        Question(int(p), with_it)
        for p in open_ for with_it in (False, True)
        if land.reaches(bounds[p, with_it]) and not (seen[:, p] == with_it).any()
    ]  # fmt: skip
    replies = answers(Job(look, land), asked, hands, tell)
    for question, reply in zip(asked, replies, strict=True):
        bounds[question] = min(bounds[question], reply.bound)
    more = [reply.x for reply in replies if reply.x is not None]
    known = np.array([land.chosen(x) for x in [*plans, *more]])
    rows = [
        (str(table.index[p]), _verdict(land, bounds, known[:, p], int(p)), int(seen[:, p].sum()),
         bounds[int(p), False], bounds[int(p), True])
        for p in open_
    ]  # fmt: skip
    columns = ["project", "verdict", "seen", "without", "with"]
    return pd.DataFrame(rows, columns=columns), more


def open_projects(b: Built) -> np.ndarray:
    """Places of the projects that the plan decides on."""
    return np.flatnonzero((b.data.projects.table["status"] == "candidate").to_numpy())


def _verdict(
    land: Land, bounds: dict[tuple[int, bool], float], known: np.ndarray, project: int
) -> str:
    if not land.reaches(bounds[project, False]):
        return IN_ALL
    if not land.reaches(bounds[project, True]):
        return IN_NONE
    return IN_SOME if known.any() and not known.all() else OPEN


def relaxed_bounds(b: Built, land: Land, projects: np.ndarray) -> dict[tuple[int, bool], float]:
    """(project, with it): bound of the objective, by the relaxation."""
    p = land.mountain.program.relaxed()
    once = b.layout.rows["start_once"].to_numpy()
    h, found = open_solver(p), {}
    run(h)
    for k in projects:
        columns, row = land.starts[k], int(once[k])
        upper, low = p.upper.copy(), p.low.copy()
        upper[columns] = 0.0
        low[row] = 1.0
        _bound_columns(h, columns, p.lower[columns], upper[columns])
        found[int(k), False] = safe_bound(replace(p, upper=upper), run(h).prices)
        _bound_columns(h, columns, p.lower[columns], p.upper[columns])
        h.changeRowBounds(row, 1.0, float(p.high[row]))
        answer = run(h)
        held = safe_bound(replace(p, low=low), answer.prices) if answer.feasible else -np.inf
        found[int(k), True] = held
        h.changeRowBounds(row, float(p.low[row]), float(p.high[row]))
    return found


def _bound_columns(h: highspy.Highs, columns: np.ndarray, lower: Floats, upper: Floats) -> None:
    h.changeColsBounds(len(columns), columns.astype(np.int32), lower, upper)


def look(land: Land, question: Question) -> Reply:
    """Search for a near-best plan with or without a project."""
    columns, p = land.starts[question.project], land.mountain.program
    bonus, c = 0.0, p.c
    if question.with_it:
        bonus, c = 2.0 * land.room, p.c.copy()
        c[columns] += bonus
        mountain = land.mountain
    else:
        upper = p.upper.copy()
        upper[columns] = 0.0
        mountain = replace(land.mountain, program=replace(p, upper=upper))
    reached = mountain.climb(c, p.constant, ())
    if reached is None:
        return Reply(-np.inf, None)
    x = reached.x
    good = bool(land.chosen(x)[question.project]) == question.with_it and land.reaches(p.value(x))
    return Reply(reached.bound - bonus, x if good else None)
