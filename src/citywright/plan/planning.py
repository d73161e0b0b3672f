"""From a city to its plan: prepare, build, search, and say what was found."""

from collections.abc import Callable

import pandas as pd

from citywright.city import City
from citywright.city.fingerprint import fingerprint
from citywright.errors import InfeasibleError
from citywright.plan.conflict import conflict
from citywright.plan.data import PlanData, prepare
from citywright.plan.decisions import both_paths, decision_tables
from citywright.plan.elastic import least_change
from citywright.plan.hourly.evidence import PowerEvidence
from citywright.plan.hourly.planning import powered_plan
from citywright.plan.hourly.tables import power_tables
from citywright.plan.hourly.years import planned_years
from citywright.plan.indicators import factor_table, indicator_table, target_table
from citywright.plan.layout import Layout, layout_of, resources_of
from citywright.plan.model import build_model
from citywright.plan.prices import multiplier_table, price_table
from citywright.plan.program import Program, Solution, program_of, safe_bound
from citywright.plan.quality import quality_shares
from citywright.plan.reasons import reason_table
from citywright.plan.result import Plan
from citywright.plan.search import Found, search
from citywright.plan.strategy import strategy_table
from citywright.plan.without import without_plan

Say = Callable[[str, float], None]
TOLERANCE = 1e-3
"""Gap to which a plan is searched unless asked otherwise."""


def make_plan(
    city: City, tolerance: float = TOLERANCE, say: Say = lambda step, gap: None, *,
    by_hour: bool | None = None, workers: int | None = None, cluster: str | None = None,
) -> Plan:  # fmt: skip
    """Best plan of a city, within `tolerance` of the optimum.

    Parameters
    ----------
    city
        A checked city.
    tolerance
        Gap at which the search ends, relative to the objective.
    say
        Told the name of each step and the gap so far.
    by_hour
        Whether the power system is planned by the hour; None: where the city plans a year of it.
    workers, cluster
        Processes, or the address of a Dask scheduler, for the power system; no answer depends on them.

    Raises
    ------
    InfeasibleError
        No plan satisfies all limits; it holds the least change that would mend it.
    """
    say("build", 1.0)
    data = prepare(city, bool(planned_years(city)) if by_hour is None else by_hour)
    m = build_model(data)
    program, layout = program_of(m), layout_of(m)
    if data.hours is not None:
        powered = powered_plan(data, program, layout, tolerance, say, workers, cluster)
        if powered is None:
            raise _clash(program, layout, data, say)
        return _plan(
            data, powered.program, powered.layout, powered.found, powered.without, powered.evidence
        )
    found = search(program, resources_of(program, layout), tolerance, say)
    if found is None:
        raise _clash(program, layout, data, say)
    say("without", found.gap)
    return _plan(data, program, layout, found, without_plan(program, layout, data))


def _clash(program: Program, layout: Layout, data: PlanData, say: Say) -> InfeasibleError:
    say("explain", 1.0)
    clashes = least_change(program, layout, data)
    together = conflict(program, layout, data)
    return InfeasibleError("plan.infeasible" if clashes else "plan.no_mend", clashes, together)


def _plan(
    data: PlanData, program: Program, layout: Layout, found: Found, without: Solution,
    power: PowerEvidence | None = None,
) -> Plan:  # fmt: skip
    x, city = found.fixed.x, data.city
    decided = decision_tables(data, layout, x)
    tables: dict[str, pd.DataFrame] = both_paths(data, layout, x, without.x)
    tables |= power_tables(data, power)
    tables["indicators"] = indicator_table(data, layout, x, without)
    tables["targets"] = target_table(data, tables["indicators"], decided["shortfalls"])
    tables["factor_use"] = factor_table(data, program, layout, found)
    tables["prices"] = price_table(data, layout, found.relaxed.prices)
    tables["multipliers"] = multiplier_table(layout, found.relaxed.prices)
    tables["reasons"] = reason_table(data, program, layout, found)
    tables["strategy"] = strategy_table(city, tables)
    return Plan(
        city_code=city.settings.code,
        city_hash=fingerprint(city),
        years=city.years,
        money_unit=city.settings.money_unit,
        objective=found.fixed.value,
        without=without.value,
        bound=found.bound,
        relaxed_bound=safe_bound(program, found.relaxed.prices),
        gap=found.gap,
        steps=found.steps,
        quality=quality_shares(data, decided["starts"]),
        tables=tables,
        power=power,
    )
