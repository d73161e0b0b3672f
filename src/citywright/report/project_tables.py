"""Tables of projects: what they are, when they are built, why they are in or out."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from citywright.plan.result import Plan
from citywright.plan.timing import learnt
from citywright.report.facts import decided
from citywright.report.names import Names
from citywright.report.numbers import money
from citywright.report.table import Column, Table

VERDICTS = ("chosen", "near", "full", "waits", "replaced", "excluded", "poor")
"""Verdicts in the order of the table."""
EVEN = 5e-3
"""A net worth that reads as nothing, in the money unit."""


@dataclass(frozen=True)
class Bar:
    """One project of the calendar; phases are (phase, first year, year after the last)."""

    project: str
    status: str
    illustrative: bool
    investment: float
    phases: tuple[tuple[str, int, int], ...]


def calendar(names: Names, plan: Plan) -> list[tuple[str, list[Bar]]]:
    """(area, its projects in the order of their start), areas in the city's order."""
    projects = names.city.tables["projects"].set_index("project")
    end = plan.years[-1] + 1
    areas: dict[str, list[Bar]] = {z: [] for z in names.city.tables["zones"]["zone"]}
    for row in decided(plan, "starts").sort_values(["start", "project"]).itertuples():
        p = projects.loc[row.project]
        first, full = row.start + int(p["build_years"]), int(p["ramp_years"])
        steps = [row.start, first, first + full - 1, end]
        phases = [
            (phase, min(a, end), min(b, end))
            for phase, a, b in zip(("building", "ramp", "running"), steps, steps[1:], strict=False)
        ]
        bar = Bar(
            row.project, row.status, p["quality"] == "illustrative", _invested(names, p, row.start),
            tuple(phase for phase in phases if phase[1] < phase[2]),
        )  # fmt: skip
        areas[p["zone"]].append(bar)
    return [(zone, bars) for zone, bars in areas.items() if bars]


def _invested(names: Names, project: pd.Series, start: int) -> float:
    """The investment of a project when it begins in a year."""
    years = np.array([start - names.city.settings.base_year], dtype=float)
    return float(project["investment"] * learnt(np.array([project["cost_trend"]]), years)[0])


def calendar_table(names: Names, plan: Plan) -> Table:
    """Chosen and committed projects with their start, first output and full output."""
    projects = names.city.tables["projects"].set_index("project")
    say = names.say
    columns = (
        Column(say("col.project")), Column(say("col.zone")), Column(say("col.status"), "status"),
        Column(say("col.start"), "year"), Column(say("col.first_output"), "year"),
        Column(say("col.full_output"), "year"),
        Column(say("col.investment"), "number", names.unit(plan.money_unit)),
        Column(say("col.quality"), "quality"),
    )  # fmt: skip
    rows = []
    for zone, bars in calendar(names, plan):
        for bar in bars:
            p = projects.loc[bar.project]
            start = bar.phases[0][1]
            first = start + int(p["build_years"])
            full = first + int(p["ramp_years"]) - 1
            rows.append((
                names.of("projects", bar.project), names.zone(zone), bar.status, start, first, full,
                bar.investment, p["quality"],
            ))  # fmt: skip
    return Table("calendar", columns, tuple(rows))


def reason_table(names: Names, plan: Plan) -> Table:
    """Every candidate that was open: the verdict in words, worth, rent, net, and the limit."""
    say, unit = names.say, names.unit(plan.money_unit)
    columns = (
        Column(say("col.project")), Column(say("col.zone")), Column(say("col.verdict")),
        Column(say("col.start_best"), "year"), Column(say("col.worth"), "number", unit),
        Column(say("col.rent"), "number", unit), Column(say("col.net"), "number", unit),
        Column(say("col.limit")), Column(say("col.why")),
    )  # fmt: skip
    zones = names.city.tables["projects"].set_index("project")["zone"]
    rows = tuple(
        (
            names.of("projects", r.project), names.zone(zones[r.project]),
            names.word("verdict", r.verdict), r.start, r.worth, r.rent, r.net,
            names.limit(r.limit) if r.limit else "", why(names, plan, r),
        )
        for r in _by_verdict(plan.tables["reasons"]).itertuples()
    )  # fmt: skip
    return Table("reasons", columns, rows, say("note.reasons"))


def _by_verdict(reasons: pd.DataFrame) -> pd.DataFrame:
    place = {verdict: i for i, verdict in enumerate(VERDICTS)}
    order = reasons.assign(place=reasons["verdict"].map(place), down=-reasons["net"])
    return order.sort_values(["place", "down", "project"], kind="stable")


def why(names: Names, plan: Plan, reason: Any) -> str:  # noqa: ANN401  (a row of the table)
    """The verdict as one sentence."""
    key = f"why.{reason.verdict}"
    if reason.verdict in ("chosen", "poor") and abs(reason.net) < EVEN:
        key += ".even"
    elif reason.verdict == "chosen" and reason.net < 0:
        key += ".below"
    return names.say(
        key,
        start=reason.start,
        limit=names.limit(reason.limit),
        needs=_needs(names, reason.project),
        net=money(abs(reason.net), plan.money_unit, names.lang),
    )


def _needs(names: Names, project: str) -> str:
    """The projects that this one waits for."""
    links = names.city.tables["project_links"]
    waits = links["relation"].isin(["requires", "after"])
    needed = links.loc[(links["project"] == project) & waits, "other"]
    return names.say("and").join(names.say("quoted", name=names.of("projects", p)) for p in needed)


def project_table(names: Names, plan: Plan) -> Table:
    """What the projects are: every committed and candidate project with its numbers and source."""
    say, unit = names.say, names.unit(plan.money_unit)
    per_year = names.unit(f"{plan.money_unit}/year")
    columns = (
        Column(say("col.project")), Column(say("col.zone")), Column(say("col.sector")),
        Column(say("col.node")), Column(say("col.status"), "status"),
        Column(say("col.in_plan"), "mark"), Column(say("col.investment"), "number", unit),
        Column(say("col.output"), "number", per_year),
        Column(say("col.jobs"), "count", names.unit("person")),
        Column(say("col.quality"), "quality"), Column(say("col.source"), "source"),
    )  # fmt: skip
    chosen = set(decided(plan, "starts")["project"])
    projects = names.city["projects"]
    listed = projects[projects["status"] != "running"].sort_values(
        ["zone", "status", "project"], ascending=[True, False, True], kind="stable"
    )
    rows = tuple(
        (
            names.of("projects", p.project), names.zone(p.zone), names.of("sectors", p.sector),
            names.of("chain_nodes", p.node) if p.node else "", p.status, p.project in chosen,
            p.investment, p.output, p.jobs, p.quality, p.source,
        )
        for p in listed.itertuples()
    )  # fmt: skip
    return Table("projects", columns, rows, say("note.projects"))
