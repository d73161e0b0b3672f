"""One study of one city, as its method reads: know, account, plan, prove, say.

This is where the rooms meet: the accounts take the city's tables, the plan takes the city, the proof
takes city and plan, the report takes all three. Nothing below knows of another room.
"""

import json
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from citywright.accounts.account import Accounts
from citywright.accounts.impact import (
    Event,
    EventFile,
    FullImpact,
    Impact,
    Line,
    PlantEvent,
    ProjectEvent,
    Tables,
    as_plant,
    full_impact,
    impact_of,
    read_events,
)
from citywright.accounts.impact.events import first_round
from citywright.accounts.long_form import accounts_from_tables
from citywright.accounts.recipe import Recipe, recipe_of
from citywright.cities import DEFAULT, list_builtin
from citywright.city import City, open_folder
from citywright.city.findings import nearest
from citywright.city.fingerprint import fingerprint
from citywright.city.start import origin_path
from citywright.city.whole import write_whole
from citywright.doubting import Doubts, starts_of
from citywright.errors import PlanFolderError, UsageError
from citywright.plan import TOLERANCE, Plan, Proof, Say, make_plan, prove
from citywright.plan.alternatives.frontier import Frontier
from citywright.plan.alternatives.near_best import NearBest
from citywright.plan.doubt.comparison import Comparison
from citywright.plan.doubt.ensemble import Spread
from citywright.plan.doubt.robust import Robust
from citywright.plan.doubt.solving import Means
from citywright.plan.doubt.tornado import Tornado
from citywright.plan.folder import HEAD, document, read_plan, write_tables
from citywright.plan.hourly.evidence import hours_of, write_power
from citywright.plan.proof.operated import read_hours
from citywright.report import html_report, write_plan_workbook

PERSON, GWH, TONNE = 1e-4, 1e-2, 1e-4
"""Units of a project's numbers in the units of the accounts."""
LEVELS = ("central", "province", "city")
"""Levels of government, in the order of reports."""


def open_city(city: str | Path = DEFAULT) -> City:
    """City by the name of a built-in one, or by the path of a folder or workbook.

    Raises
    ------
    CityError
        With every finding, where the tables cannot be used.
    UsageError
        It is neither.
    """
    name = str(city)
    return open_folder(origin_path(name if name in list_builtin() else Path(name)))


class Study:
    """Plan, proof and effects of one city, each computed once when it is first asked for."""

    def __init__(
        self, city: City, tolerance: float = TOLERANCE, say: Say | None = None, *,
        by_hour: bool | None = None, workers: int | None = None, cluster: str | None = None,
    ) -> None:  # fmt: skip
        """`by_hour`: power by the hour or by the year; None: as the city's table power_years says."""
        self.city = city
        self.tolerance = tolerance
        self.by_hour, self.workers, self.cluster = by_hour, workers, cluster
        self._say: Say = say or (lambda step, gap: None)

    @cached_property
    def plan(self) -> Plan:
        """The best plan within the tolerance; InfeasibleError where there is none."""
        return make_plan(
            self.city, self.tolerance, self._say,
            by_hour=self.by_hour, workers=self.workers, cluster=self.cluster,
        )  # fmt: skip

    @cached_property
    def proof(self) -> Proof:
        """The proof of the plan, by code that shares nothing with the model."""
        self._say("prove", self.plan.gap)
        power = self.plan.power
        hours = None if power is None else hours_of(power)
        return prove(self.city, self.plan.head(), self.plan.tables, fingerprint(self.city), hours)

    @cached_property
    def accounts(self) -> Accounts:
        """The city account."""
        t = self.city.tables
        return accounts_from_tables(
            t["sectors"], t["flows"], t["final_demand"], t["value_added"], t["satellites"]
        )

    @cached_property
    def recipe(self) -> Recipe:
        """Coefficients of the city account."""
        return recipe_of(self.accounts)

    def impact(self, project: str) -> Impact:
        """What a project does at full output: direct, suppliers, households; here and outside.

        Its own jobs, electricity and CO2 stand in place of its sector's averages.

        Raises
        ------
        UsageError
            There is no such project.
        """
        shock = first_round(self.recipe, self.project_event(project))
        return impact_of(self.recipe, shock, self.city.assumption("spending_share"))

    def project_event(self, code: str, lang: str = "en") -> PlantEvent:
        """A project of the folder as an event, named in `lang`: full output, and its building phase.

        Its investment is spent as the city's investment is, product by product.
        """
        row = self.project(code)
        invested = self.accounts.F["investment"]
        parts = float(row["investment"]) * invested / invested.sum()
        return PlantEvent(
            code, str(row[f"name_{lang}"]), None, str(row["sector"]), float(row["output"]),
            own={
                "employment": float(row["jobs"]) * PERSON,
                "electricity": float(row["electricity"]) * GWH,
                "co2": float(row["co2"]) * TONNE,
            },
            building=tuple(Line(str(s), float(v)) for s, v in parts.items() if v != 0.0),
            project=code,
        )  # fmt: skip

    def read_events(self, path: str | Path) -> EventFile:
        """Events of a CSV file; EventFileError with every finding."""
        codes = set(self.city.tables["projects"]["project"])
        return read_events(Path(path), self.accounts, codes)

    def events(self, events: Sequence[Event | ProjectEvent]) -> FullImpact:
        """What events do together and alone, with leakages, jobs by skill, taxes by level.

        Raises
        ------
        UsageError
            There is no such project.
        AccountsError
            An event cannot be placed in the account.
        """
        t = self.city.tables
        plants = [
            as_plant(e, self.project_event(e.project)) if isinstance(e, ProjectEvent) else e
            for e in events
        ]
        tables = Tables(
            headroom=t["sectors"].set_index("sector")["headroom"],
            skill_mix=t["skill_mix"].pivot(index="sector", columns="skill", values="share")
            .reindex(columns=list(t["skills"]["skill"])).fillna(0.0),
            tax_bases=t["tax_bases"].set_index("tax"),
            tax_shares=_by_level(t["tax_shares"]),
            value_added=t["value_added"],
        )  # fmt: skip
        quality = {
            e.code: str(self.project(e.project)["quality"])
            for e in plants if isinstance(e, PlantEvent) and e.project
        }  # fmt: skip
        share = self.city.assumption("spending_share")
        return full_impact(self.recipe, self.accounts, plants, share, tables, quality)

    def project(self, code: str) -> pd.Series:
        """One row of the table projects."""
        table = self.city.tables["projects"].set_index("project")
        if code not in table.index:
            like = nearest(code, table.index)
            key = "study.no_project_like" if like else "study.no_project"
            raise UsageError(key, project=code, like=like)
        return table.loc[code]

    def doubts(self, means: Means | None = None) -> Doubts:
        """Questions about how sure the plan is; scenarios hold its starts. Power is by the year."""
        starts = starts_of(self.plan.tables, self.city)
        return Doubts(self.city, self.tolerance, means or Means(), starts)

    def compare(self, scenarios: Sequence[str] = (), means: Means | None = None) -> Comparison:
        """Scenarios side by side: planned anew, and our plan held."""
        return self.doubts(means).compare(scenarios)

    def ensemble(
        self, scenario: str, draws: int | None = None, means: Means | None = None
    ) -> Spread:
        """Fans, chances of targets and choices over the draws of an ensemble."""
        return self.doubts(means).ensemble(scenario, draws)

    def tornado(self, measure: str = "objective", means: Means | None = None) -> Tornado:
        """Which range matters most."""
        return self.doubts(means).tornado(measure)

    def robust(
        self, scenarios: Sequence[str] = (), rule: str = "regret", means: Means | None = None
    ) -> Robust:
        """One plan for all scenarios."""
        return self.doubts(means).robust(scenarios, rule)

    def frontier(self, one: str, other: str, points: int = 7) -> Frontier:
        """What one aim costs in terms of another: study.frontier("gdp:max", "co2:min")."""
        return Doubts(self.city, self.tolerance).frontier(one, other, points)

    def near_best(
        self, slack: float = 5e-3, alternatives: int = 3, indicators: tuple[str, ...] = ()
    ) -> NearBest:
        """Plans nearly as good, and the projects in all, some and none of them."""
        return Doubts(self.city, self.tolerance).near_best(slack, alternatives, indicators)

    def document(self) -> dict[str, Any]:
        """Plan with its proof as one JSON document."""
        return document(self.plan, self.proof.as_dict())

    def report(self, folder: str | Path, lang: str = "en") -> Path:
        """Write plan.json, tables, workbook and page; the folder appears whole or not at all.

        A folder that holds an older plan is replaced, any other is left alone.
        """
        target = Path(folder)
        if target.exists() and not (target / HEAD).is_file():
            raise UsageError("folder.exists", path=target)
        whole = self.document()
        self._say("write", self.plan.gap)
        with write_whole(target, replace=True) as part:
            text = json.dumps(whole, ensure_ascii=False, indent=1, allow_nan=False)
            (part / HEAD).write_text(text, encoding="utf-8")
            write_tables(self.plan, part)
            if self.plan.power is not None:
                write_power(self.plan.power, part)
            page = html_report(self.city, self.plan, whole["proof"], lang)
            (part / "report.html").write_text(page, encoding="utf-8")
            write_plan_workbook(self.city, self.plan, whole["proof"], lang, part / "plan.xlsx")
        return target


def _by_level(shares: pd.DataFrame) -> pd.DataFrame:
    """(tax, level) shares; a level that a tax does not name keeps none of it."""
    table = shares.pivot(index="tax", columns="level", values="share")
    return table.reindex(columns=list(LEVELS)).fillna(0.0)


def study(city: City, tolerance: float = TOLERANCE) -> Study:
    """Study of `city`."""
    return Study(city, tolerance)


def prove_folder(city: City, folder: str | Path) -> Proof:
    """Proof of a plan on disk.

    Raises
    ------
    PlanFolderError
        The folder is not a plan, is damaged, or belongs to another city.
    """
    head, tables = read_plan(Path(folder))
    if head.get("city") != city.settings.code:
        raise PlanFolderError(
            "plan.other_city", folder=folder, found=head.get("city"), city=city.settings.code
        )
    return prove(city, head, tables, fingerprint(city), read_hours(Path(folder)))
