"""Where the doubt about a plan meets its report: scenarios, ensembles, alternatives, said and written.

It stands beside `study`, which hands it a city and asks the questions.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

import pandas as pd

from citywright.city import City
from citywright.city.overlay import without_doubt
from citywright.city.whole import write_whole
from citywright.errors import InfeasibleError, UsageError
from citywright.plan import TOLERANCE
from citywright.plan.alternatives.frontier import Frontier, frontier
from citywright.plan.alternatives.near_best import NearBest, near_best
from citywright.plan.doubt.case import BASE, Case, case_of, given_scenarios, row_of
from citywright.plan.doubt.collected import Collected
from citywright.plan.doubt.comparison import Comparison, compared
from citywright.plan.doubt.draws import Ensemble, ensemble_of
from citywright.plan.doubt.ensemble import Spread, spread_of
from citywright.plan.doubt.outcome import Base
from citywright.plan.doubt.robust import REGRET, Robust, robust_plan
from citywright.plan.doubt.solving import Means, solve_cases
from citywright.plan.doubt.tornado import OBJECTIVE, Tornado, tornado_cases, tornado_of
from citywright.plan.folder import read_plan
from citywright.report.doubt_page import doubt_page

DOCUMENT = "doubt.json"
SLACK = 5e-3
"""Share of the objective that a near-best plan may lose, unless asked otherwise (our choice)."""


@dataclass(frozen=True)
class Doubts:
    """Questions about the plan of a city that is not known for certain.

    starts: of the plan that scenarios hold; None for the best plan of the city as it is, found (and
    kept, where there is a store) as its own first case.
    """

    city: City
    tolerance: float = TOLERANCE
    means: Means = field(default_factory=Means)
    starts: Mapping[str, int] | None = None

    @cached_property
    def base(self) -> Base:
        """What all cases share; InfeasibleError where the city has no plan."""
        bare = Base(self._bare, {}, self.tolerance)
        if self.starts is not None:
            return replace(bare, starts=dict(self.starts))
        found = solve_cases(bare, [Case(BASE)], self.means)[0]["replanned"]
        if found is None:
            raise InfeasibleError("doubt.case_infeasible", case=BASE)
        return replace(bare, starts=found["starts"])

    @cached_property
    def _bare(self) -> City:
        """The city whose cases are solved: what is said of doubt elsewhere does not mark it."""
        city = without_doubt(self.city)
        kept = {name: self.city.tables[name] for name in ("ranges", "nation")}
        return replace(city, tables={**city.tables, **kept})

    def compare(self, scenarios: Sequence[str] = ()) -> Comparison:
        """Scenarios side by side, the city as it is first; without a name, all that are given."""
        names = [name for name in scenarios or given_scenarios(self.city) if name != BASE]
        cases = [Case(BASE), *(self._given(name) for name in names)]
        return compared(solve_cases(self.base, cases, self.means))

    def _given(self, scenario: str) -> Case:
        if row_of(self.city, scenario)["kind"] != "given":
            raise UsageError("doubt.is_ensemble", scenario=scenario)
        return case_of(self.city, scenario)

    def draws(self, scenario: str, draws: int | None = None) -> Ensemble:
        """The draws of an ensemble, not yet solved."""
        return ensemble_of(self.city, scenario, draws)

    def ensemble(self, scenario: str, draws: int | None = None) -> Spread:
        """What the draws of an ensemble say together."""
        cases = self.draws(scenario, draws).cases
        targets = list(self.city.tables["targets"]["target"])
        return spread_of(solve_cases(self.base, cases, self.means), targets)

    def tornado(self, measure: str = OBJECTIVE, year: int | None = None) -> Tornado:
        """Which range matters most for the objective or an indicator (in the last year)."""
        known = [OBJECTIVE, *self.city.tables["indicators"]["indicator"]]
        if measure not in known:
            raise UsageError("doubt.no_indicator", indicator=measure, like="")
        if self.city.tables["ranges"].empty:
            raise UsageError("doubt.no_ranges", city=self.city.settings.code)
        outcomes = solve_cases(self.base, tornado_cases(self.city), self.means)
        return tornado_of(outcomes, measure, year or self.city.years[-1])

    def robust(self, scenarios: Sequence[str] = (), rule: str = REGRET) -> Robust:
        """One plan for the city as it is and these scenarios: "worst" case or least "regret"."""
        names = [name for name in scenarios or given_scenarios(self.city) if name != BASE]
        cases = [Case(BASE), *(self._given(name) for name in names)]
        means = self.means
        return robust_plan(self._bare, cases, rule, self.tolerance, means.hands, means.tell)

    def frontier(self, one: str, other: str, points: int = 7) -> Frontier:
        """What one aim costs in terms of another, such as "gdp:max" and "co2:min@2030"."""
        means = self.means
        return frontier(self._bare, one, other, points, self.tolerance, means.hands, means.tell)

    def near_best(
        self, slack: float = SLACK, alternatives: int = 3, indicators: tuple[str, ...] = ()
    ) -> NearBest:
        """Plans that lose at most `slack`, and the projects in all, some and none of them."""
        means = self.means
        return near_best(
            self._bare, slack, alternatives, indicators, self.tolerance, means.hands, means.tell
        )


def starts_of(tables: Mapping[str, pd.DataFrame], city: City) -> dict[str, int]:
    """Starts of a plan within the horizon, from its tables, for scenarios to hold."""
    starts = tables["starts"]
    own = starts[(starts["path"] == "plan") & (starts["start"] >= city.years[0])]
    return {str(p): int(y) for p, y in zip(own["project"], own["start"], strict=True)}


def starts_of_folder(folder: Path, city: City) -> dict[str, int]:
    """Starts of a plan folder.

    Raises
    ------
    PlanFolderError
        It cannot be read.
    """
    return starts_of(read_plan(folder)[1], city)


def write_doubt(city: City, found: Collected, folder: Path, lang: str) -> Path:
    """Write doubt.json, tables (CSV) and report.html; the folder appears whole or not at all.

    Raises
    ------
    UsageError
        There is a folder at this place that holds something else.
    """
    if folder.exists() and not (folder / DOCUMENT).is_file():
        raise UsageError("folder.exists", path=folder)
    with write_whole(folder, replace=True) as part:
        document = {"city": city.settings.code, **found.as_dict()}
        text = json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False)
        (part / DOCUMENT).write_text(text, encoding="utf-8")
        (part / "tables").mkdir()
        for name, frame in found.tables().items():
            frame.to_csv(part / "tables" / f"{name}.csv", index=False, encoding="utf-8")
        page = doubt_page(city, found, lang)
        (part / "report.html").write_text(page, encoding="utf-8")
    return folder
